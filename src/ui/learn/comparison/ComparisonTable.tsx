import { useTranslation } from 'react-i18next';
import type { ComparedRun } from '../../../state/comparison';
import { isTrained } from '../../../state/listedRuns';
import { cx, Hint, useFormat } from '../../controls';
import { LineSample } from '../../curves/LineSample';
import type { LineStyle } from '../../curves/lineStyle';
import { useRunState } from '../../curves/runState';
import styles from '../../sweep/SweepResults.module.css';
import { accuracyScatter } from './findings';

export interface ComparisonTableProps {
  runs: readonly ComparedRun[];
  names: readonly string[];
  lines: readonly LineStyle[];
  withWork: boolean;
  underWay: boolean;
}

/** Each network with what it costs and what it came to. */
export function ComparisonTable({ runs, names, lines, withWork, underWay }: ComparisonTableProps) {
  const { t } = useTranslation('learn');
  const format = useFormat();
  const present = underWay ? runs.findIndex(({ outcome }) => !outcome) : undefined;
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={t('comparison.table')}>
      <table className={styles.table} aria-label={t('comparison.table')}>
        <thead>
          <tr>
            <th scope="col" className={styles.word}>
              {t('comparison.network')}
            </th>
            <th scope="col">{t('comparison.parameters')}</th>
            <th scope="col">{t('comparison.multiplyAdds')}</th>
            <th scope="col">
              <Hint text={t('comparison.accuracyHint')}>
                <span tabIndex={0}>{t('comparison.accuracy')}</span>
              </Hint>
            </th>
            <th scope="col">{t('comparison.time')}</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run, index) => {
            const line = lines[index];
            return (
              <tr key={index}>
                <th scope="row" className={styles.word}>
                  {line && <LineSample line={line} />}
                  {names[index]}
                </th>
                <td>{format.number(run.parameters)}</td>
                <td>{withWork ? format.compact(run.multiplyAdds) : '?'}</td>
                <Outcome run={run} underWay={underWay} isPresent={index === present} />
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Outcome({ run, underWay, isPresent }: { run: ComparedRun; underWay: boolean; isPresent: boolean }) {
  const { t } = useTranslation('learn');
  const format = useFormat();
  const stateOf = useRunState();
  if (!isTrained(run)) {
    return (
      <td colSpan={2} className={cx(styles.state, run.outcome && styles.failed)}>
        {stateOf(run, { underWay, isPresent })}
      </td>
    );
  }
  const { accuracy, pictures } = run.outcome.validation;
  return (
    <>
      <td>{t('comparison.within', { value: format.percent(accuracy), scatter: format.percent(accuracyScatter(accuracy, pictures)) })}</td>
      <td>{t('comparison.seconds', { seconds: format.number(run.outcome.seconds, 1) })}</td>
    </>
  );
}
