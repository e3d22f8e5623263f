import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { rateOf, sumOf } from '../../engine/profile/arithmetic';
import { sumMilliseconds } from '../../engine/profile/report';
import type { ProfileReport } from '../../worker/messages';
import { Hint, useFormat } from '../controls';
import styles from './ProfilePanel.module.css';
import { useFigures } from './words';

/** The step as a whole: on what, how long, how fast, and how it was timed. */
export function StepFacts({ report }: { report: ProfileReport }) {
  const { t } = useTranslation('profile');
  const format = useFormat();
  const figures = useFigures();
  const sum = sumMilliseconds(report);
  return (
    <dl className={styles.facts} aria-label={t('facts.label')}>
      <Fact name={t('facts.step')} hint={t('facts.stepHint')}>
        {figures.milliseconds(report.stepMilliseconds)}
      </Fact>
      <Fact name={t('facts.sum')} hint={t('facts.sumHint')}>
        {figures.milliseconds(sum)}
      </Fact>
      <Fact name={t('facts.rate')} hint={t('facts.rateHint')}>
        {figures.flopRate(
          rateOf(
            sumOf(report.rows, ({ flops }) => flops),
            sum,
          ),
        )}
      </Fact>
      <Fact name={t('facts.batch')}>{format.number(report.batch)}</Fact>
      <Fact name={t('facts.method')} hint={t(`facts.${report.method}Hint`)}>
        {t(`facts.${report.method}`)}
      </Fact>
      <Fact name={t('facts.device')}>{report.device}</Fact>
    </dl>
  );
}

function Fact({ name, hint, children }: { name: string; hint?: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <Hint text={hint} side="top">
        <dt {...(hint ? { tabIndex: 0 } : {})}>{name}</dt>
      </Hint>
      <dd>{children}</dd>
    </div>
  );
}
