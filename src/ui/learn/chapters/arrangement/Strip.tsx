import { useTranslation } from 'react-i18next';
import { cx, useWidth } from '../../../controls';
import { useMover } from '../../useMover';
import { useNumber } from '../../useNumber';
import shared from '../../Picture.module.css';
import { integerOf, type ChapterProps } from '../types';
import { STRIP_KERNEL, stripNode, stripOutput, strips, tapsOf } from './arithmetic';
import styles from './Arrangement.module.css';
import { slidingOf, stripName } from './fields';
import { Size } from './Size';
import { Stepper } from './Stepper';

const GAP = 30;
const MOST_CELL = 56;

/** The kernel over a strip of numbers: what lies under it, the products, and what it has given so far. */
export function Strip({ state, change, revealed }: ChapterProps) {
  const { t } = useTranslation('learn');
  const signed = useNumber();
  const [frame, width] = useWidth(800);
  const { stride, padding } = slidingOf(state);
  const name = stripName(state);
  const strip = strips[name];
  const node = stripNode(strip, stride, padding);
  const mended = stripNode(strip, stride, 'same');
  const outputs = stripOutput(strip, node);
  const count = outputs.length;
  const step = Math.min(integerOf(state, 'step'), count - 1);
  const taps = tapsOf(strip, node, step);
  const [before, after] = [node.window?.before.columns ?? 0, node.window?.after.columns ?? 0];
  const cells = before + strip.length + after;
  const cell = Math.max(3, Math.min(MOST_CELL, Math.floor((width - 4) / cells)));
  const left = (width - cells * cell) / 2;
  const move = (next: number) => change({ step: next });
  const { keys, grid } = useMover({
    ...{ row: 0, column: step, lastRow: 0, lastColumn: count - 1 },
    fromCell: (at) => Math.round((at - 1) / stride),
    move: (_row, column) => move(column),
  });
  if (!revealed && name === 'six' && stride === 2) return <p className={styles.hidden}>{t('arrangement.hidden')}</p>;
  const x = (index: number) => left + (index + before) * cell;
  const outputX = (index: number) => x(index * stride - before + 1);
  const rows = { input: 4, kernel: 4 + cell + 6, output: 4 + 2 * cell + 6 + GAP };
  const lost = node.leftover?.columns ?? 0;
  const isLost = (index: number) => index >= strip.length + after - lost;
  const products = taps.map(
    ({ value, weight }) => `${value < 0 ? `(${signed(value)})` : signed(value)}·${weight < 0 ? `(${signed(weight)})` : signed(weight)}`,
  );
  const sum = `${products.join(' + ')} = ${signed(outputs[step] ?? 0)}`;
  return (
    <>
      <div ref={frame}>
        <svg
          className={shared.drawing}
          height={rows.output + cell + 4}
          role="application"
          aria-label={t('arrangement.strip', { step: step + 1, count, sum })}
          {...keys}
        >
          {Array.from({ length: cells }, (_, at) => at - before).map((index) => (
            <g key={index}>
              <rect
                x={x(index) + 1}
                y={rows.input}
                width={cell - 2}
                height={cell - 2}
                rx={4}
                className={cx(styles.cell, strip[index] === undefined && styles.zero, isLost(index) && styles.lost)}
              />
              <text x={x(index) + cell / 2} y={rows.input + cell / 2} className={cx(styles.number, strip[index] === undefined && styles.faint)}>
                {signed(strip[index] ?? 0)}
              </text>
            </g>
          ))}
          {taps.map(({ index, weight }, offset) => (
            <g key={offset}>
              <rect x={x(index) + 1} y={rows.kernel} width={cell - 2} height={cell - 2} rx={4} className={styles.weight} />
              <text x={x(index) + cell / 2} y={rows.kernel + cell / 2} className={cx(styles.number, styles.onAccent)}>
                {signed(weight)}
              </text>
              <line x1={x(index) + cell / 2} y1={rows.kernel + cell} x2={outputX(step) + cell / 2} y2={rows.output - 2} className={shared.ray} />
            </g>
          ))}
          <rect
            x={x(taps[0]?.index ?? 0) - 1}
            y={rows.input - 3}
            width={STRIP_KERNEL.length * cell + 2}
            height={2 * cell + 10}
            rx={7}
            className={styles.window}
          />
          {outputs.map((value, index) => (
            <g key={index}>
              <rect
                x={outputX(index) + 1}
                y={rows.output}
                width={cell - 2}
                height={cell - 2}
                rx={4}
                className={cx(styles.cell, index === step && styles.present, index > step && styles.coming)}
              />
              {index <= step && (
                <text x={outputX(index) + cell / 2} y={rows.output + cell / 2} className={styles.number}>
                  {signed(value)}
                </text>
              )}
            </g>
          ))}
          <rect x={left} y={0} width={cells * cell} height={rows.output} className={shared.hand} {...grid({ rows: 1, columns: cells })} />
        </svg>
      </div>
      <div className={styles.line}>
        <Stepper step={step} count={count} onStep={move} />
        <p className={styles.sum} role="status">
          {sum}
        </p>
      </div>
      <Size node={node} leftover={node.leftover && { ...node.leftover, rows: 0 }} {...(mended.leftover ? {} : { onMend: () => change({ padding: 'same' }) })} />
      <p className={styles.general}>
        {t('arrangement.widths', { narrow: stripNode(strip, stride, 0).output.width, wide: stripNode(strip, stride, STRIP_KERNEL.length - 1).output.width })}
      </p>
    </>
  );
}
