import { useTranslation } from 'react-i18next';
import { cx, Readout, useFormat, usePicked } from '../../../controls';
import { plainLine } from '../../../curves/lineStyle';
import type { Kind } from './connections';
import styles from './Sharing.module.css';
import { freeWeights, INPUTS, KERNEL, OUTPUTS, type Connection } from './strip';

const WIDTH = 270;
const STEP = 42;
const LEFT = (WIDTH - (INPUTS - 1) * STEP) / 2;
const TOP = 12;
const BOTTOM = 74;
const CELL = { width: 30, height: 17, left: (WIDTH - INPUTS * 30) / 2, top: 88 };
const HEIGHT = CELL.top + OUTPUTS * CELL.height + 2;

const inputX = (input: number) => LEFT + input * STEP;
/** An output stands above the middle of its window. */
const outputX = (output: number) => inputX(output + (KERNEL - 1) / 2);
const all = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Few inputs and outputs with a line for each connection, and below it the same as a matrix: a colour, a dash and a number for each free weight. */
export function Strip({ kind }: { kind: Kind }) {
  const { t } = useTranslation('learn');
  const format = useFormat();
  const weights = freeWeights(kind);
  const { picked, of, onKeyDown } = usePicked(weights.length);
  const say = (connections: readonly Connection[], index: number) => {
    const list = connections.map(({ input, output }) => t('sharing.connects', { input: format.place(input), output: format.place(output) }));
    return t('sharing.weight', { count: connections.length, number: format.place(index), list: list.join(t('comparison.separator')) });
  };
  const shown = weights[picked ?? -1];
  return (
    <div className={styles.strip}>
      <svg
        className={styles.picture}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="group"
        aria-label={t('sharing.picture', { kind: t(`sharing.kinds.${kind}`), count: weights.length })}
        onKeyDown={onKeyDown}
      >
        {weights.map((connections, index) => {
          const line = plainLine(index, weights.length);
          return (
            <g
              key={index}
              {...of(index)}
              role="img"
              aria-label={say(connections, index)}
              className={cx(styles.weight, picked !== undefined && index !== picked && styles.faint)}
            >
              {connections.map(({ input, output }) => (
                <line key={output} className={styles.connection} {...line} x1={inputX(input)} y1={BOTTOM} x2={outputX(output)} y2={TOP} />
              ))}
              {connections.map(({ input, output }) => (
                <g key={output} transform={`translate(${CELL.left + input * CELL.width} ${CELL.top + output * CELL.height})`}>
                  <rect className={styles.cell} {...line} fill={line.stroke} x={1.5} y={1.5} width={CELL.width - 3} height={CELL.height - 3} rx={2} />
                  <text className={styles.number} x={CELL.width / 2} y={CELL.height / 2} dy="0.36em" textAnchor="middle">
                    {format.place(index)}
                  </text>
                </g>
              ))}
            </g>
          );
        })}
        {all(OUTPUTS).map((output) => (
          <circle key={output} className={styles.value} cx={outputX(output)} cy={TOP} r={6} />
        ))}
        {all(INPUTS).map((input) => (
          <circle key={input} className={styles.value} cx={inputX(input)} cy={BOTTOM} r={6} />
        ))}
      </svg>
      <Readout empty={t('sharing.pick')}>{shown && say(shown, picked ?? 0)}</Readout>
    </div>
  );
}
