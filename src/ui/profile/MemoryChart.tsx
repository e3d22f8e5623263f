import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelSpec } from '../../engine/graph/spec';
import type { UnlimitedProgram } from '../../engine/plan/memory';
import { AsTable, cx, Hint, Readout, useFormat, usePicked, useWidth } from '../controls';
import { linearScale } from '../curves/scales';
import { memoryPicture, type MemoryBlock, type MemoryKind } from './memoryPicture';
import styles from '../controls/Drawing.module.css';
import { useTensorName } from './words';

const HEIGHT = 290;
const MARGIN = { top: 22, right: 10, bottom: 20, left: 56 };
const KINDS: readonly MemoryKind[] = ['parameters', 'gradients', 'optimiser', 'values', 'valueGradients', 'other'];
/** A pass narrower than this, in pixels, is told by what is picked alone. */
const LEAST_FOR_LABEL = 44;

/** The buffers of a training step, stacked, over its operators: who uses which when. */
export function MemoryChart({ program, model }: { program: UnlimitedProgram; model: ModelSpec }) {
  const { t } = useTranslation('profile');
  const format = useFormat();
  const nameOf = useTensorName(model);
  const [ref, width] = useWidth(480);
  const picture = memoryPicture(program);
  const { blocks, passes, operators, totalBytes, leastBytes } = picture;
  const { picked, of, onKeyDown } = usePicked(blocks.length);

  const scale = linearScale(totalBytes, 5);
  const bottom = HEIGHT - MARGIN.bottom;
  const right = width - MARGIN.right;
  const x = (operator: number) => MARGIN.left + (operator / operators) * (right - MARGIN.left);
  const y = (bytes: number) => bottom - (bytes / scale.domain[1]) * (bottom - MARGIN.top);
  const say = ({ name, kind, bytes, from, to }: MemoryBlock) =>
    t('memory.block', { name: nameOf(name), kind: t(`kinds.${kind}`), bytes: format.bytes(bytes), from: format.place(from), to: format.place(to - 1) });
  const shown = blocks[picked ?? -1];
  return (
    <div className={styles.frame}>
      <svg ref={ref} className={styles.picture} height={HEIGHT} role="group" aria-label={t('memory.picture', { count: operators })} onKeyDown={onKeyDown}>
        {scale.ticks.map((tick) => (
          <g key={tick} transform={`translate(0 ${y(tick)})`}>
            <line className={styles.grid} x1={MARGIN.left} x2={right} />
            <text className={styles.tick} x={MARGIN.left - 6} dy="0.35em" textAnchor="end">
              {format.bytes(tick)}
            </text>
          </g>
        ))}
        {passes.map(({ pass, from, to }) => (
          <g key={from}>
            <line className={styles.grid} x1={x(from)} x2={x(from)} y1={4} y2={bottom} />
            {x(to) - x(from) > LEAST_FOR_LABEL && (
              <text className={styles.tick} x={x(from) + 4} y={14}>
                {t(`passes.${pass}`)}
              </text>
            )}
          </g>
        ))}
        {blocks.map((block, index) => (
          <rect
            key={index}
            {...of(index)}
            role="img"
            aria-label={say(block)}
            className={cx(styles.block, index === picked && styles.picked)}
            fill={`var(--memory-${block.kind})`}
            x={x(block.from)}
            y={y(block.bottom + block.bytes)}
            width={x(block.to) - x(block.from)}
            height={y(block.bottom) - y(block.bottom + block.bytes)}
          />
        ))}
        <line className={styles.total} x1={MARGIN.left} x2={right} y1={y(totalBytes)} y2={y(totalBytes)} />
        <line className={styles.least} x1={MARGIN.left} x2={right} y1={y(leastBytes)} y2={y(leastBytes)} />
        <text className={styles.tick} x={right} y={HEIGHT - 4} textAnchor="end">
          {t('memory.x')}
        </text>
      </svg>
      <ul className={styles.legend}>
        <li className={styles.solid}>{t('memory.total', { bytes: format.bytes(totalBytes) })}</li>
        <Hint text={t('memory.leastHint')}>
          <li className={styles.dashed} tabIndex={0}>
            {t('memory.least', { bytes: format.bytes(leastBytes) })}
          </li>
        </Hint>
        {KINDS.map((kind) => (
          <li key={kind} style={{ '--colour': `var(--memory-${kind})` } as CSSProperties}>
            {t(`kinds.${kind}`)}
          </li>
        ))}
      </ul>
      <Readout empty={t('memory.pick')}>{shown && say(shown)}</Readout>
      <AsTable
        name={t('memory.title')}
        heads={[t('memory.name'), t('memory.kind'), t('memory.bytes'), t('memory.from'), t('memory.to')]}
        words={2}
        rows={blocks.map(({ name, kind, bytes, from, to }) => [
          ...[nameOf(name), t(`kinds.${kind}`), format.bytes(bytes)],
          ...[format.place(from), format.place(to - 1)],
        ])}
      />
    </div>
  );
}
