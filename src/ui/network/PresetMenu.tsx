import { Check, ChevronDown } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { isPreset, presetNames } from '../../engine/graph/presets';
import { recipeOf } from '../../engine/graph/presets/recipes';
import { useNetwork } from '../../state/network';
import { presetOf } from '../../state/networkEdits';
import { choosePreset } from '../../state/modelSources';
import { Button } from '../controls';
import styles from './Menu.module.css';

/** The networks that come with the page; the button names the one that is in the form. */
export function PresetMenu() {
  const { t } = useTranslation('model');
  const current = useNetwork((state) => presetOf(state.spec));
  const shown = current ? t(`presets.${current}.name`) : t('presets.own');
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <Button size="small" aria-label={`${t('presets.menu')}: ${shown}`}>
          {shown}
          <ChevronDown aria-hidden />
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={styles.menu} align="start" sideOffset={4} collisionPadding={8}>
          <DropdownMenu.RadioGroup
            value={current ?? ''}
            onValueChange={(name) => {
              if (isPreset(name)) choosePreset(name);
            }}
            aria-label={t('presets.menu')}
          >
            {presetNames.map((name) => (
              <DropdownMenu.RadioItem key={name} value={name} className={styles.item}>
                <span className={styles.name}>{t(`presets.${name}.name`)}</span>
                <DropdownMenu.ItemIndicator asChild>
                  <Check aria-hidden />
                </DropdownMenu.ItemIndicator>
                <span className={styles.about}>{t(`presets.${name}.about`)}</span>
                {recipeOf(name) && <span className={styles.about}>{t('presets.recipe')}</span>}
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
