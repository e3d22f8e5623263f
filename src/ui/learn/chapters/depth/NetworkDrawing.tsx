import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { buildGraph, type GraphNode } from '../../../../engine/graph/graph';
import type { ModelSpec } from '../../../../engine/graph/spec';
import { cx, Readout, useFormat, usePicked, useWidth } from '../../../controls';
import { useLayerWords } from '../../../network/words';
import styles from './Depth.module.css';
import { placed, unitsOf } from './drawing';

const BOX = { width: 24, gap: 8, height: 44 };
const ROW = 66;
const PITCH = BOX.width + BOX.gap;
/** Height of a box whose values are single ones. */
const LEAST = 12;

/** As high as its feature map: 32 rows fill the box. */
function heightOf({ output }: GraphNode): number {
  return Math.max(LEAST, (BOX.height * Math.log2(output.height * 2)) / Math.log2(64));
}

export interface NetworkDrawingProps {
  name: string;
  model: ModelSpec;
  /** Multiply-adds may be seen: the prediction asks for them. */
  withWork: boolean;
}

/** A network in blocks: a box for each layer that has weights or pools, an arc over a residual block. */
export function NetworkDrawing({ name, model, withWork }: NetworkDrawingProps) {
  const { t } = useTranslation('learn');
  const format = useFormat();
  const words = useLayerWords();
  const [ref, width] = useWidth(400);
  const graph = useMemo(() => buildGraph(model), [model]);
  const units = useMemo(() => unitsOf(graph), [graph]);
  const places = placed(units, Math.max(2, Math.floor((width + BOX.gap) / PITCH)));
  const nodes = units.flatMap((unit) => unit.nodes);
  const { picked, of, onKeyDown } = usePicked(nodes.length);
  const work = (multiplyAdds: number) => (withWork ? t('depth.multiplyAdds', { multiplyAdds: format.number(multiplyAdds) }) : t('depth.hidden'));
  const say = ({ spec, output, parameterCount, multiplyAdds }: GraphNode) =>
    t('depth.layer', {
      ...{ type: words.short(spec.type), channels: output.channels, height: output.height, width: output.width },
      ...{ parameters: format.number(parameterCount), work: work(multiplyAdds) },
    });
  const rows = (places.at(-1)?.row ?? 0) + 1;
  const shown = nodes[picked ?? -1];
  return (
    <section aria-label={name} className={styles.network}>
      <h4 className={styles.heading}>{name}</h4>
      <p className={styles.figures}>{t('depth.figures', { parameters: format.number(graph.parameterCount), work: work(graph.multiplyAdds) })}</p>
      <svg
        ref={ref}
        className={styles.picture}
        height={rows * ROW}
        role="group"
        aria-label={t('depth.picture', { name, count: nodes.length })}
        onKeyDown={onKeyDown}
      >
        {places.map(({ nodes: boxes, isBlock, column, row }) => {
          const x = column * PITCH;
          const bottom = row * ROW + ROW - 4;
          const right = x + boxes.length * PITCH - BOX.gap;
          return (
            <g key={boxes[0]?.path}>
              {isBlock && (
                <path
                  className={styles.shortcut}
                  d={`M${x - 4} ${bottom - 8} C${x - 4} ${bottom - ROW} ${right + 4} ${bottom - ROW} ${right + 4} ${bottom - 8}`}
                />
              )}
              {boxes.map((node, index) => {
                const place = nodes.indexOf(node);
                const height = heightOf(node);
                return (
                  <g
                    key={node.path}
                    {...of(place)}
                    role="img"
                    aria-label={say(node)}
                    className={cx(styles.box, place === picked && styles.picked)}
                    transform={`translate(${x + index * PITCH} ${bottom - height})`}
                  >
                    <rect width={BOX.width} height={height} rx={2} fill={`var(--layer-${node.definition.group})`} />
                    {node.definition.group !== 'pooling' && (
                      <text x={BOX.width / 2} y={height / 2} dy="0.36em" textAnchor="middle">
                        {node.output.channels}
                      </text>
                    )}
                  </g>
                );
              })}
            </g>
          );
        })}
      </svg>
      <Readout empty={t('depth.pick')}>{shown && say(shown)}</Readout>
    </section>
  );
}
