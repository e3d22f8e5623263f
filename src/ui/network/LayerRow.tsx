import { useSortable } from '@dnd-kit/sortable';
import { CircleAlert, GripVertical, TriangleAlert } from 'lucide-react';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { GraphNode, ReceptiveField } from '../../engine/graph/graph';
import type { LayerSpec } from '../../engine/graph/spec';
import { layerDefinition } from '../../engine/layers';
import type { Leftover } from '../../engine/layers/types';
import type { Problem } from '../../engine/problem';
import { useNetwork } from '../../state/network';
import { cx, Hint, useFormat, VisuallyHidden } from '../controls';
import { Gap } from './Gap';
import { LayerEditor } from './LayerEditor';
import styles from './LayerList.module.css';
import { LayerProblem } from './LayerProblem';
import { useLeftoverText } from './leftoverText';
import { onRowKeyDown, ROW_SHORTCUTS } from './shortcuts';
import { shapeText, useLayerWords } from './words';

export interface LayerRowProps {
  id: number;
  index: number;
  layer: LayerSpec;
  /** Undefined where the layer cannot work or is not reached. */
  node: GraphNode | undefined;
  /** How far a value of its input sees. */
  before: ReceptiveField;
  /** Why it cannot work. */
  problem: Problem | undefined;
  /** Id of the words about the row's keys. */
  describedBy: string;
}

/** One layer: a line of figures, its options when it is selected, and what is wrong with it. */
export function LayerRow({ id, index, layer, node, before, problem, describedBy }: LayerRowProps) {
  const { t } = useTranslation('model');
  const words = useLayerWords();
  const open = useNetwork((state) => state.selected === id);
  const { select } = useNetwork.getState();
  const { setNodeRef, setActivatorNodeRef, attributes, listeners, transform, transition, isDragging } = useSortable({ id });
  const short = words.short(layer.type);
  const keys = words.keys(layer);
  const style: CSSProperties = {
    transform: transform ? `translate3d(0, ${transform.y}px, 0)` : undefined,
    transition,
    '--stripe': `var(--layer-${layerDefinition(layer.type)?.group ?? 'shape'})`,
  } as CSSProperties;
  return (
    <li ref={setNodeRef} style={style} className={cx(styles.row, open && styles.open, isDragging && styles.dragging, problem && styles.broken)}>
      <div className={styles.line}>
        <button
          type="button"
          ref={setActivatorNodeRef}
          className={styles.handle}
          {...attributes}
          {...listeners}
          aria-label={t('list.drag', { layer: short })}
        >
          <GripVertical aria-hidden />
        </button>
        <button
          type="button"
          data-row
          className={styles.head}
          aria-expanded={open}
          aria-describedby={describedBy}
          aria-keyshortcuts={ROW_SHORTCUTS}
          onClick={() => select(open ? undefined : id)}
          onKeyDown={(event) => onRowKeyDown(event, index)}
        >
          <span className={styles.place}>{index}</span>
          <span className={styles.what}>
            <span className={styles.title}>
              <span className={styles.name}>{short}</span> {node?.leftover && <LeftoverMark leftover={node.leftover} />}
            </span>
            {keys.length > 0 && <span className={styles.keys}> {keys.map(unbroken).join(' · ')}</span>}
          </span>
          <Figures node={node} broken={problem !== undefined} />
        </button>
      </div>
      {problem && <LayerProblem problem={problem} index={index} />}
      {open && <LayerEditor index={index} layer={layer} node={node} before={before} />}
      <Gap index={index + 1} label={t('add.here', { layer: short })} />
    </li>
  );
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

function Figures({ node, broken }: { node: GraphNode | undefined; broken: boolean }) {
  const { t } = useTranslation('model');
  const format = useFormat();
  if (!node) {
    return (
      <span className={styles.notReached}>
        {broken && <CircleAlert aria-hidden />}
        {t(broken ? 'list.broken' : 'list.notReached')}
      </span>
    );
  }
  return (
    <>
      <span className={styles.shape}>
        <VisuallyHidden>{t('list.output')} </VisuallyHidden>
        {shapeText(node.output, format.number)}
      </span>
      <Figure text={node.parameterCount > 0 && format.number(node.parameterCount)} unit={t('list.parameters')} />
      <Figure text={node.multiplyAdds > 0 && format.compact(node.multiplyAdds)} unit={t('list.multiplyAdds')} />
    </>
  );
}

/** A figure under the head of its column, which names it for screen readers too. */
function Figure({ text, unit }: { text: string | false; unit: string }) {
  return (
    <span className={styles.figure}>
      {text}
      {text && <VisuallyHidden> {unit}</VisuallyHidden>}
    </span>
  );
}
