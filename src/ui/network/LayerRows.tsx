import { useDndContext } from '@dnd-kit/core';
import { hasSortableData, SortableContext, useSortable, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { GripVertical, Plus, TriangleAlert } from 'lucide-react';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReceptiveField } from '../../engine/graph/graph';
import { pathOf, placeIn, type Place } from '../../engine/graph/spec';
import { layers } from '../../engine/layers';
import type { Leftover } from '../../engine/layers/types';
import type { Problem } from '../../engine/problem';
import { useNetwork } from '../../state/network';
import { holds, type Row } from '../../state/rows';
import { Button, cx, Hint, useFormat } from '../controls';
import { Figures } from './Figures';
import { Gap } from './Gap';
import { LayerEditor } from './LayerEditor';
import styles from './LayerList.module.css';
import { LayerMenu } from './LayerMenu';
import { LayerProblem } from './LayerProblem';
import { useLeftoverText } from './leftoverText';
import { onRowKeyDown, ROW_SHORTCUTS } from './shortcuts';
import { useLayerWords } from './words';

export interface LayerRowsProps {
  rows: readonly Row[];
  /** Where the list is: at the top, or inside a block. */
  list: Place;
  label: string;
  /** How far a value of the list's input sees. */
  before: ReceptiveField;
  /** Id of the words about a row's keys. */
  describedBy: string;
}

/** The layers of one list, the model's own or one inside a block; each is dragged within it. */
export function LayerRows({ rows, list, label, before, describedBy }: LayerRowsProps) {
  const found = useNetwork((state) => state.analysis.found);
  return (
    <SortableContext id={pathOf(list)} items={[...rows]} strategy={verticalListSortingStrategy}>
      <ol className={styles.list} aria-label={label}>
        {rows.map((row, index) => (
          <LayerRow
            key={row.id}
            row={row}
            place={[...list, index]}
            isLast={index === rows.length - 1}
            before={found.get(pathOf([...list, index - 1]))?.receptiveField ?? before}
            describedBy={describedBy}
          />
        ))}
      </ol>
    </SortableContext>
  );
}

interface LayerRowProps {
  row: Row;
  place: Place;
  isLast: boolean;
  before: ReceptiveField;
  describedBy: string;
}

/** One layer: a line of figures, its options when it is selected, what is wrong with it, and the layers inside it. */
function LayerRow({ row, place, isLast, before, describedBy }: LayerRowProps) {
  const { t } = useTranslation('model');
  const format = useFormat();
  const words = useLayerWords();
  const { id, layer } = row;
  const node = useNetwork((state) => state.analysis.found.get(pathOf(place)));
  const selected = useNetwork((state) => state.selected);
  const { problem, isInside } = useProblemAt(place);
  const { select } = useNetwork.getState();
  const { setNodeRef, setActivatorNodeRef, attributes, listeners, transform, transition, isDragging } = useSortable({
    id,
    disabled: { draggable: false, droppable: useIsDraggedElsewhere(place) },
  });
  const definition = layers[layer.type];
  const open = selected === id;
  const broken = problem !== undefined || isInside;
  const short = words.short(layer.type);
  const keys = words.keys(layer);
  const style: CSSProperties = {
    transform: transform ? `translate3d(0, ${transform.y}px, 0)` : undefined,
    transition,
    '--stripe': `var(--layer-${definition.group})`,
  } as CSSProperties;
  const state = [open && styles.open, isDragging && styles.dragging, broken && styles.broken, !node && !broken && styles.idle];
  return (
    <li ref={setNodeRef} style={style} className={cx(styles.row, ...state)}>
      <div className={styles.line}>
        <button type="button" ref={setActivatorNodeRef} className={styles.handle} {...attributes} {...listeners} aria-label={t('list.drag', { layer: short })}>
          <GripVertical aria-hidden />
        </button>
        <button
          type="button"
          data-row={id}
          className={styles.head}
          aria-expanded={open}
          aria-describedby={describedBy}
          aria-keyshortcuts={ROW_SHORTCUTS}
          onClick={() => select(open ? undefined : id)}
          onKeyDown={(event) => onRowKeyDown(event, place)}
        >
          <span className={styles.place}>{format.place(Number(place.at(-1)))}</span>
          <span className={styles.what}>
            <span className={styles.title}>
              <span className={styles.name}>{short}</span> {node?.leftover && <LeftoverMark leftover={node.leftover} />}
            </span>
            {keys.length > 0 && <span className={styles.keys}> {keys.map(unbroken).join(' · ')}</span>}
          </span>
          <Figures node={node} broken={broken} />
        </button>
      </div>
      {problem && <LayerProblem problem={problem} place={place} />}
      {open && <LayerEditor place={place} isLast={isLast} layer={layer} node={node} before={before} />}
      {definition.lists && (isInside || holds(row, selected)) && (
        <div className={styles.lists}>
          {definition.lists.map((name) => (
            <Inside key={name} rows={row.lists[name] ?? []} list={[...place, name]} before={before} describedBy={describedBy} />
          ))}
        </div>
      )}
      <Gap place={place.with(-1, Number(place.at(-1)) + 1)} label={t('add.here', { layer: short })} />
    </li>
  );
}

/** One of the lists inside a block, under its name. */
function Inside(props: Omit<LayerRowsProps, 'label'>) {
  const { rows, list } = props;
  const { t } = useTranslation('model');
  const { name, hint } = useLayerWords().list(String(list.at(-1)));
  const addLayer = useNetwork((state) => state.addLayer);
  return (
    <section className={styles.inside}>
      <div className={styles.insideHead}>
        <Hint text={hint}>
          <span tabIndex={0}>{name}</span>
        </Hint>
        {rows.length === 0 && <span className={styles.keys}>{t('lists.empty')}</span>}
        <LayerMenu list={list} onChoose={(type) => addLayer([...list, rows.length], type)}>
          <Button size="small" icon={<Plus aria-hidden />} aria-label={t('add.to', { list: name })}>
            {t('add.menu')}
          </Button>
        </LayerMenu>
      </div>
      <LayerRows {...props} label={name} />
    </section>
  );
}

/** What is wrong with the layer at a place, or whether that is said of one inside it. */
function useProblemAt(place: Place): { readonly problem?: Problem; readonly isInside: boolean } {
  const problem = useNetwork((state) => state.analysis.problem);
  const isWhole = useNetwork((state) => state.analysis.nodes.length === state.spec.layers.length);
  const path = pathOf(place);
  // What a list lacks whose layers all work is said below it.
  const at = problem?.path !== undefined && !isWhole ? placeIn(problem.path) : undefined;
  if (!problem || !at || pathOf(at.slice(0, place.length)) !== path) return { isInside: false };
  return at.length === place.length ? { problem, isInside: false } : { isInside: true };
}

/** Whether a layer of another list is being dragged: it does not come here. */
function useIsDraggedElsewhere(place: Place): boolean {
  const { active } = useDndContext();
  return active !== null && hasSortableData(active) && active.data.current.sortable.containerId !== pathOf(place.slice(0, -1));
}

/** Words that stay on one line where a row breaks. */
function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

/** The warning of the open row in one sign; what it says is a hover away. */
function LeftoverMark({ leftover }: { leftover: Leftover }) {
  const text = useLeftoverText()(leftover);
  return (
    <Hint text={text}>
      <TriangleAlert className={styles.warn} role="img" aria-label={text} />
    </Hint>
  );
}
