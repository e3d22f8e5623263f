import { Star } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isTrained, ranked } from '../../state/listedRuns';
import type { SweptRun } from '../../state/sweep';
import type { SettingAxis, SettingCombination } from '../../state/sweepAxes';
import { Button, cx, useFormat, VisuallyHidden } from '../controls';
import { LineSample } from '../curves/LineSample';
import { lineStyle } from '../curves/lineStyle';
import { useRunState } from '../curves/runState';
import { formatMetric } from '../curves/useMetricView';
import styles from './SweepResults.module.css';
import { useCombinationText, useValueText } from './useValueText';

export interface SweepTableProps {
  axes: readonly SettingAxis[];
  runs: readonly SweptRun[];
  underWay: boolean;
  /** Takes the values of a run into the form. */
  onUse: (combination: SettingCombination) => void;
}

/** What each run came to, the best first. */
export function SweepTable({ axes, runs, underWay, onUse }: SweepTableProps) {
  const { t } = useTranslation('sweep');
  const { t: training } = useTranslation('training');
  const textOf = useValueText();
  const nameOf = useCombinationText();
  const counts = axes.map(({ values }) => values.length);
  const present = underWay ? runs.findIndex(({ outcome }) => !outcome) : undefined;
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={t('table.name')}>
      <table className={styles.table} aria-label={t('table.name')}>
        <thead>
          <tr>
            {axes.map(({ name }) => (
              <th key={name} scope="col" className={styles.word}>
                {training(`fields.${name}.label`)}
              </th>
            ))}
            <th scope="col">{t('table.trainingLoss')}</th>
            <th scope="col">{t('table.validationLoss')}</th>
            <th scope="col">{t('table.validationAccuracy')}</th>
            <th scope="col">{t('table.time')}</th>
            <th scope="col">
              <VisuallyHidden>{t('table.use')}</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {ranked(runs).map((run, place) => {
            const isBest = place === 0 && isTrained(run);
            const index = runs.indexOf(run);
            return (
              <tr key={index} className={cx(isBest && styles.best)}>
                {run.combination.map(({ name, value }, at) => (
                  <td key={name} className={styles.word}>
                    {at === 0 && <LineSample line={lineStyle(index, counts)} />}
                    {textOf(name, value)}
                  </td>
                ))}
                <Figures run={run} underWay={underWay} isPresent={index === present} isBest={isBest} />
                <td>
                  {isTrained(run) && (
                    <Button size="small" disabled={underWay} aria-label={t('use', { values: nameOf(run.combination) })} onClick={() => onUse(run.combination)}>
                      {t('table.use')}
                    </Button>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

interface FiguresProps {
  run: SweptRun;
  underWay: boolean;
  /** It trains now. */
  isPresent: boolean;
  isBest: boolean;
}

/** The figures of a run that went through; of any other, why it has none. */
function Figures({ run, underWay, isPresent, isBest }: FiguresProps) {
  const { t } = useTranslation('sweep');
  const format = useFormat();
  const stateOf = useRunState();
  if (isTrained(run)) {
    const { trainingLoss, validation, seconds } = run.outcome;
    return (
      <>
        <td>{formatMetric(format, 'loss', trainingLoss)}</td>
        <td>{formatMetric(format, 'loss', validation.loss)}</td>
        <td>
          {isBest && <Star className={styles.star} role="img" aria-label={t('table.best')} />}
          {formatMetric(format, 'accuracy', validation.accuracy)}
        </td>
        <td>{t('table.seconds', { seconds: format.number(seconds, 1) })}</td>
      </>
    );
  }
  return (
    <td colSpan={4} className={cx(styles.state, run.outcome && styles.failed)}>
      {stateOf(run, { underWay, isPresent })}
    </td>
  );
}
