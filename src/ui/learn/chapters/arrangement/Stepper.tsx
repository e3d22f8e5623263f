import { ArrowLeft, ArrowRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton, useFormat } from '../../../controls';
import styles from './Arrangement.module.css';

/** Steps the window: back, on, and which step of how many. */
export function Stepper({ step, count, onStep }: { step: number; count: number; onStep: (step: number) => void }) {
  const { t } = useTranslation('learn');
  const format = useFormat();
  const to = (next: number) => next >= 0 && next < count && onStep(next);
  return (
    <div className={styles.stepper}>
      <IconButton size="small" label={t('arrangement.stepBack')} icon={<ArrowLeft />} aria-disabled={step === 0} onClick={() => to(step - 1)} />
      <span>{t('arrangement.step', { step: format.number(step + 1), count: format.number(count) })}</span>
      <IconButton size="small" label={t('arrangement.stepOn')} icon={<ArrowRight />} aria-disabled={step === count - 1} onClick={() => to(step + 1)} />
    </div>
  );
}
