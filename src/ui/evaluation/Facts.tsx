import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { interval } from '../../engine/metrics/evaluation';
import { useEvaluation, type Evaluated } from '../../state/evaluation';
import { TOP } from '../../state/evaluationFigures';
import { Hint, useFormat } from '../controls';
import { Change, usePoints } from './Change';
import styles from './Facts.module.css';
import type { Comparison } from './useComparison';

/** The evaluation as a whole, and how it differs from the one before. */
export function Facts({ last, comparison }: { last: Evaluated; comparison: Comparison | undefined }) {
  const { t } = useTranslation('evaluation');
  const format = useFormat();
  const points = usePoints();
  const { figures, report } = last;
  const before = comparison?.before.figures;
  const [low, high] = interval(figures.accuracy, report.labels.length).map((bound) => format.percent(bound)) as [string, string];
  const small = (value: number) => format.number(value, 3);
  return (
    <>
      <dl className={styles.facts} aria-label={t('facts.title')}>
        <Fact name={t('facts.accuracy')} hint={t('facts.accuracyHint', { low, high })}>
          {format.percent(figures.accuracy)} <Change before={before?.accuracy} now={figures.accuracy} write={points} />
        </Fact>
        {TOP.map((k, at) => (
          <Fact key={k} name={t('facts.top', { k })} hint={t('facts.topHint', { k })}>
            {format.percent(figures.top[at] ?? 0)} <Change before={before?.top[at]} now={figures.top[at]} write={points} />
          </Fact>
        ))}
        <Fact name={t('facts.loss')} hint={t('facts.lossHint')}>
          {small(figures.loss)} <Change before={before?.loss} now={figures.loss} write={small} isLessBetter />
        </Fact>
        <Fact name={t('facts.calibration')} hint={t('facts.calibrationHint')}>
          {format.percent(figures.calibrationError)} <Change before={before?.calibrationError} now={figures.calibrationError} write={points} isLessBetter />
        </Fact>
        <Fact name={t('facts.brier')} hint={t('facts.brierHint')}>
          {small(figures.brier)} <Change before={before?.brier} now={figures.brier} write={small} isLessBetter />
        </Fact>
      </dl>
      <Compared comparison={comparison} />
    </>
  );
}

/** In words: against which evaluation, and what became of the pictures. */
function Compared({ comparison }: { comparison: Comparison | undefined }) {
  const { t } = useTranslation('evaluation');
  const format = useFormat();
  const { last, before } = useEvaluation();
  if (!before) return null;
  if (!comparison) return <p className={styles.compared}>{t('compared.otherPictures')}</p>;
  const { gained, lost } = comparison;
  const words = { step: format.number(before.report.step), gained: format.number(gained), lost: format.number(lost) };
  return <p className={styles.compared}>{t(before.run === last?.run ? 'compared.sameRun' : 'compared.otherRun', words)}</p>;
}

function Fact({ name, hint, children }: { name: string; hint: string; children: ReactNode }) {
  return (
    <div>
      <Hint text={hint} side="top">
        <dt tabIndex={0}>{name}</dt>
      </Hint>
      <dd>{children}</dd>
    </div>
  );
}
