import { CircleCheck, CircleSlash } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Warning } from '../../../engine/metrics/diagnosis';
import { useWords } from '../../../i18n';
import { useWarnings } from '../../../state/health';
import { useSession } from '../../../state/session';
import { Notice, useFormat } from '../../controls';
import styles from './HealthView.module.css';

/** What is likely wrong with the run, and what to try. */
export function Warnings({ nameOf }: { nameOf: (path: string) => string }) {
  const { t } = useTranslation('insideHealth');
  const word = useWords();
  const warnings = useWarnings();
  const hasFailed = useSession((state) => state.run.phase === 'failed');
  const seen = useSeen(nameOf);
  if (warnings.length === 0) {
    return (
      <p className={hasFailed ? styles.failed : styles.well}>
        {hasFailed ? <CircleSlash aria-hidden /> : <CircleCheck aria-hidden />}
        {t(hasFailed ? 'warnings.failed' : 'warnings.none')}
      </p>
    );
  }
  return (
    <div className={styles.warnings} role="group" aria-label={t('warnings.title')}>
      {warnings.map((warning) => (
        <Notice key={warning.rule} tone="warn" title={t(`warnings.${warning.rule}.title`)}>
          <p>{word(`insideHealth:warnings.${warning.rule}.seen`, seen(warning))}</p>
          <p>
            <strong>{t('warnings.tryLabel')}</strong> {t(`warnings.${warning.rule}.try`)}
          </p>
        </Notice>
      ))}
    </div>
  );
}

/** How many there are, beside the name of the view. */
export function WarningCount() {
  const { t } = useTranslation('insideHealth');
  const { length: count } = useWarnings();
  if (count === 0) return null;
  return (
    <span className={styles.count} role="img" aria-label={t('warnings.count', { count })}>
      {count}
    </span>
  );
}

/** The figures of a warning as the page writes them. */
function useSeen(nameOf: (path: string) => string): (warning: Warning) => Record<string, string> {
  const { t } = useTranslation('insideHealth');
  const { number, percent, significant } = useFormat();
  return (warning) => {
    switch (warning.rule) {
      case 'broken':
        return { what: t(`health.${warning.of}`), path: nameOf(warning.path), count: number(warning.broken) };
      case 'vanishing': {
        const { first, last, firstNorm, lastNorm } = warning;
        return { first: nameOf(first), last: nameOf(last), firstNorm: significant(firstNorm), lastNorm: significant(lastNorm) };
      }
      case 'explodingGradients':
        return { norm: significant(warning.norm), usual: significant(warning.usual) };
      case 'explodingLoss':
        return { loss: significant(warning.loss), initial: significant(warning.initial) };
      case 'dead':
        return { path: nameOf(warning.path), share: percent(warning.share) };
      case 'notFalling':
        return { steps: number(warning.steps), before: significant(warning.before), now: significant(warning.now) };
      case 'overfitting':
        return { training: percent(warning.training), validation: percent(warning.validation), best: percent(warning.best) };
    }
  };
}
