import {
  closestCenter,
  DndContext,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
  type DragEndEvent,
  type Modifier,
  type UniqueIdentifier,
} from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useNetwork } from '../../state/network';
import { Hint, VisuallyHidden } from '../controls';
import { INPUT_FIELD } from './arithmetic';
import { Gap } from './Gap';
import styles from './LayerList.module.css';
import { LayerRow } from './LayerRow';
import { shapeText, useLayerWords } from './words';

const upAndDown: Modifier = ({ transform }) => ({ ...transform, x: 0 });

/** The layers in order, which are moved by dragging, by the keyboard, and edited in place. */
export function LayerList() {
  const { t } = useTranslation('model');
  const { spec, ids, analysis } = useNetwork();
  const keysId = useId();
  const accessibility = useDragWords();
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const drop = ({ active, over }: DragEndEvent) => {
    const { ids: present, moveLayer } = useNetwork.getState();
    if (over) moveLayer(present.indexOf(Number(active.id)), present.indexOf(Number(over.id)));
  };
  return (
    <div className={styles.frame}>
      <Heads />
      <VisuallyHidden>
        <span id={keysId}>{t('list.keys')}</span>
      </VisuallyHidden>
      <DndContext sensors={sensors} collisionDetection={closestCenter} modifiers={[upAndDown]} onDragEnd={drop} accessibility={accessibility}>
        <div className={styles.scroll}>
          <div className={styles.input}>
            <span className={styles.name}>{t('list.input')}</span>
            <span className={styles.keys}>{t('list.inputNote')}</span>
            <span className={styles.shape}>{shapeText(spec.input, String)}</span>
            <Gap index={0} label={t('add.first')} />
          </div>
          <SortableContext items={[...ids]} strategy={verticalListSortingStrategy}>
            <ol className={styles.list} aria-label={t('list.label')}>
              {spec.layers.map((layer, index) => (
                <LayerRow
                  key={ids[index]}
                  id={ids[index] ?? 0}
                  index={index}
                  layer={layer}
                  node={analysis.nodes[index]}
                  before={analysis.nodes[index - 1]?.receptiveField ?? INPUT_FIELD}
                  problem={index === analysis.nodes.length ? analysis.problem : undefined}
                  describedBy={keysId}
                />
              ))}
            </ol>
          </SortableContext>
          {spec.layers.length === 0 && <p className={styles.empty}>{t('list.empty')}</p>}
        </div>
      </DndContext>
    </div>
  );
}

function Heads() {
  const { t } = useTranslation('model');
  return (
    <div className={styles.heads}>
      <span className={styles.name}>{t('list.layer')}</span>
      <Hint text={t('list.outputHint')}>
        <span className={styles.shape}>{t('list.output')}</span>
      </Hint>
      <Hint text={t('list.parametersHint')}>
        <span className={styles.figure}>{t('list.parameters')}</span>
      </Hint>
      <Hint text={t('list.multiplyAddsHint')}>
        <span className={styles.figure}>{t('list.multiplyAdds')}</span>
      </Hint>
    </div>
  );
}

/** What a screen reader hears of a layer being dragged. */
function useDragWords() {
  const { t } = useTranslation('model');
  const words = useLayerWords();
  const about = (id: UniqueIdentifier, at: UniqueIdentifier = id) => {
    const { ids, spec } = useNetwork.getState();
    const layer = words.name(spec.layers[ids.indexOf(Number(id))]?.type ?? '');
    return { layer, place: ids.indexOf(Number(at)) + 1, total: ids.length };
  };
  type Moved = Pick<DragEndEvent, 'active' | 'over'>;
  return {
    screenReaderInstructions: { draggable: t('drag.instructions') },
    announcements: {
      onDragStart: ({ active }: Pick<DragEndEvent, 'active'>) => t('drag.lifted', about(active.id)),
      onDragOver: ({ active, over }: Moved) =>
        over ? t('drag.over', about(active.id, over.id)) : t('drag.nowhere', about(active.id)),
      onDragEnd: ({ active, over }: Moved) =>
        // The layer is at its new place by then.
        over ? t('drag.dropped', about(active.id)) : t('drag.cancelled', about(active.id)),
      onDragCancel: ({ active }: Pick<DragEndEvent, 'active'>) => t('drag.cancelled', about(active.id)),
    },
  };
}
