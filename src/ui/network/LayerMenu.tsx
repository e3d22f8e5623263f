import { DropdownMenu } from 'radix-ui';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { mayHoldBlocks } from '../../engine/graph/parse';
import type { Place } from '../../engine/graph/spec';
import { layers, layerTypes, type LayerType } from '../../engine/layers';
import styles from './Menu.module.css';
import { useLayerWords } from './words';

export interface LayerMenuProps {
  /** The button that opens it. */
  children: ReactElement;
  /** The list that the layer is for. */
  list: Place;
  onChoose: (type: LayerType) => void;
}

/** Every layer type that the list may have, by group. */
export function LayerMenu({ children, list, onChoose }: LayerMenuProps) {
  const { t } = useTranslation('model');
  const words = useLayerWords();
  const offered = layerTypes.filter((type) => !layers[type].lists || mayHoldBlocks(list));
  const groups = [...new Set(offered.map((type) => layers[type].group))];
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={styles.menu} align="start" sideOffset={4} collisionPadding={8}>
          {groups.map((group) => (
            <DropdownMenu.Group key={group} aria-labelledby={`layers-${group}`}>
              <DropdownMenu.Label className={styles.group} id={`layers-${group}`}>
                {t(`groups.${group}`)}
              </DropdownMenu.Label>
              {offered
                .filter((type) => layers[type].group === group)
                .map((type) => (
                  <DropdownMenu.Item key={type} className={styles.item} onSelect={() => onChoose(type)}>
                    <span className={styles.name}>{words.name(type)}</span>
                    <span className={styles.about}>{words.hint(type)}</span>
                  </DropdownMenu.Item>
                ))}
            </DropdownMenu.Group>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
