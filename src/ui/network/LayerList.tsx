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
import { sortableKeyboardCoordinates } from '@dnd-kit/sortable';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useNetwork } from '../../state/network';
import { placeOf, rowAt, rowsAt, splitPlace } from '../../state/rows';
import { Hint, useFormat, VisuallyHidden } from '../controls';
import { INPUT_FIELD } from './arithmetic';
import { Gap } from './Gap';
import styles from './LayerList.module.css';
import { LayerRows } from './LayerRows';
import { shapeText, useLayerWords } from './words';

const upAndDown: Modifier = ({ transform }) => ({ ...transform, x: 0 });

/** The layers in order, which are moved by dragging, by the keyboard, and edited in place. */
export function LayerList() {
  const { t } = useTranslation('model');
  const input = useNetwork((state) => state.spec.input);
  const rows = useNetwork((state) => state.rows);
  const keysId = useId();
  const accessibility = useDragWords();
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const drop = ({ active, over }: DragEndEvent) => {
    const { rows: present, moveLayer } = useNetwork.getState();
    const [from, to] = [active, over].map((end) => placeOf(present, Number(end?.id)));
    if (from && to) moveLayer(from, splitPlace(to).index);
  };
  return (
    <div className={styles.frame}>
      <Heads />
      <VisuallyHidden>
        <span id={keysId}>{t('list.keys')}</span>
      </VisuallyHidden>
      <DndContext sensors={sensors} collisionDetection={closestCenter} modifiers={[upAndDown]} onDragEnd={drop} accessibility={accessibility}>
        <div className={styles.scroll} data-layers>
          <div className={styles.input}>
            <span className={styles.name}>{t('list.input')}</span>
            <span className={styles.keys}>{t('list.inputNote')}</span>
            <span className={styles.shape}>{shapeText(input, String)}</span>
            <Gap place={[0]} label={t('add.first')} />
          </div>
          <LayerRows rows={rows} list={[]} label={t('list.label')} before={INPUT_FIELD} describedBy={keysId} />
          {rows.length === 0 && <p className={styles.empty}>{t('list.empty')}</p>}
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
  const format = useFormat();
  const words = useLayerWords();
  const about = (id: UniqueIdentifier, at: UniqueIdentifier = id) => {
    const { rows } = useNetwork.getState();
    const [dragged = [], over = []] = [id, at].map((one) => placeOf(rows, Number(one)));
    const { list, index } = splitPlace(over);
    return { layer: words.name(rowAt(rows, dragged).layer.type), place: format.place(index), last: format.place(rowsAt(rows, list).length - 1) };
  };
  type Moved = Pick<DragEndEvent, 'active' | 'over'>;
  return {
    screenReaderInstructions: { draggable: t('drag.instructions') },
    announcements: {
      onDragStart: ({ active }: Pick<DragEndEvent, 'active'>) => t('drag.lifted', about(active.id)),
      onDragOver: ({ active, over }: Moved) => (over ? t('drag.over', about(active.id, over.id)) : t('drag.nowhere', about(active.id))),
      onDragEnd: ({ active, over }: Moved) =>
        // The layer is at its new place by then.
        over ? t('drag.dropped', about(active.id)) : t('drag.cancelled', about(active.id)),
      onDragCancel: ({ active }: Pick<DragEndEvent, 'active'>) => t('drag.cancelled', about(active.id)),
    },
  };
}
