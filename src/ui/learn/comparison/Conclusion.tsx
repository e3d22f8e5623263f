import { useTranslation } from 'react-i18next';
import type { ComparedRun } from '../../../state/comparison';
import { useFormat } from '../../controls';
import styles from './Comparison.module.css';
import { findingsOf } from './findings';

/** What the curves of this very comparison show, computed from them. */
export function Conclusion({ runs, names }: { runs: readonly ComparedRun[]; names: readonly string[] }) {
  const { t } = useTranslation('learn');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  const findings = findingsOf(runs);
  if (!findings) return <p role="status">{t('comparison.notWhole')}</p>;
  const { notFallen, level, reached, best, others, lastSteps } = findings;
  const loss = (value: number) => format.number(value, 3);
  const list = (parts: readonly string[]) => parts.join(t('comparison.separator'));
  const arrivals = reached.map(({ index, step }) => t('comparison.reachedBy', { name: names[index], step: format.number(step) }));
  const differences = others.map(({ index, difference, scatter }) =>
    t(difference > scatter ? 'comparison.higher' : 'comparison.noDifference', { name: names[index], difference: loss(difference), scatter: loss(scatter) }),
  );
  return (
    <p role="status" className={styles.conclusion}>
      {common('sentences', {
        first:
          notFallen.length > 0
            ? t('comparison.notFallen', { list: list(notFallen.map((index) => names[index] ?? '')) })
            : t('comparison.reached', { level: loss(level), list: list(arrivals) }),
        second: t('comparison.end', { steps: format.number(lastSteps), best: names[best], list: list(differences) }),
      })}
    </p>
  );
}
