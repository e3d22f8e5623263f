import { useTranslation } from 'react-i18next';
import type { ModelSpec } from '../../../../engine/graph/spec';
import type { Measured } from '../../../../state/profile';
import { AsTable, cx, Readout, useFormat, usePicked, useWidth } from '../../../controls';
import drawing from '../../../controls/Drawing.module.css';
import { layerColour } from '../../../profile/words';
import { figures, totalOf, usesOf, type Cost, type Figure } from './costs';
import styles from './Picture.module.css';
import { useCostWords } from './words';

const ROW = 34;
const HEAD = 36;
const GAP = 14;

interface CostBarsProps {
  readonly costs: readonly Cost[];
  readonly model: ModelSpec;
  /** The prediction is still to be made: the bars would tell. */
  readonly isHidden: boolean;
  readonly measured: Measured | undefined;
}

/** A row for each layer with three bars side by side, each a share of its column's sum; all of one scale. */
export function CostBars({ costs, model, isHidden, measured }: CostBarsProps) {
  const { t } = useTranslation('learn');
  const format = useFormat();
  const [ref, width] = useWidth(860);
  const words = useCostWords(model);
  const { picked, of, onKeyDown } = usePicked(costs.length);
  const totals = figures.map((figure) => (isHidden ? undefined : totalOf(costs, figure)));
  const shareOf = (cost: Cost, column: number) => (cost[figures[column] as Figure] ?? NaN) / (totals[column] ?? NaN);
  const widest = Math.max(...costs.flatMap((cost) => figures.map((_, column) => shareOf(cost, column) || 0)), 0.01);

  const label = Math.min(200, width * 0.25);
  const column = (width - label) / figures.length;
  const left = (at: number) => label + at * column;
  const colourOf = ({ of: subject }: Cost) => (typeof subject === 'object' ? layerColour(subject.path, model) : 'var(--layer-shape)');
  const shown = costs[picked ?? -1];
  return (
    <div className={drawing.frame}>
      <svg ref={ref} className={drawing.picture} height={HEAD + costs.length * ROW} role="group" aria-label={t('cost.picture')} onKeyDown={onKeyDown}>
        {figures.map((figure, at) => (
          <g key={figure} transform={`translate(${left(at)} 0)`}>
            <text className={styles.head} y={13}>
              {t(`cost.${figure}`)}
            </text>
            <text className={drawing.tick} y={28}>
              {totals[at] === undefined ? t(isHidden ? 'cost.unsaid' : 'cost.unmeasured') : words.amount(figure, totals[at])}
            </text>
          </g>
        ))}
        {costs.map((cost, row) => (
          <g
            key={row}
            {...of(row)}
            role="img"
            aria-label={isHidden ? words.name(cost) : words.sentence(cost)}
            className={cx(styles.row, row === picked && styles.picked)}
            transform={`translate(0 ${HEAD + row * ROW})`}
          >
            <rect className={styles.ground} width={width} height={ROW - 2} rx={3} />
            <text className={styles.name} x={6} y={14}>
              {words.name(cost)}
            </text>
            {typeof cost.of === 'object' && (
              <text className={drawing.tick} x={6} y={27}>
                {words.shape(cost.of)}
              </text>
            )}
            {figures.map((figure, at) => {
              const value = cost[figure];
              if (totals[at] === undefined || value === undefined || value === 0) return null;
              const share = shareOf(cost, at);
              return (
                <g key={figure} transform={`translate(${left(at)} 0)`}>
                  <text className={styles.amount} y={12}>
                    {column > 150 && `${words.amount(figure, value)} · `}
                    {format.percent(share)}
                  </text>
                  <rect y={17} height={10} rx={2} width={Math.max(1, (share / widest) * (column - GAP))} fill={colourOf(cost)} />
                </g>
              );
            })}
          </g>
        ))}
      </svg>
      <Readout empty={t('cost.pick')}>{shown && !isHidden && words.sentence(shown)}</Readout>
      {measured && <p className={styles.soft}>{t('cost.measuredBy', { batch: measured.report.batch, device: measured.report.device })}</p>}
      {!isHidden && (
        <AsTable
          name={t('cost.table')}
          heads={[t('cost.layer'), ...figures.map((figure) => t(`cost.${figure}`)), t('cost.uses')]}
          words={1}
          rows={costs.map((cost) => [
            words.name(cost),
            ...figures.map((figure) => (cost[figure] === undefined ? '' : words.amount(figure, cost[figure]))),
            typeof cost.of === 'object' ? format.number(usesOf(cost.of)) : '',
          ])}
        />
      )}
    </div>
  );
}
