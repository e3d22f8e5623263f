import type { TFunction } from 'i18next';
import type { Obstacle } from '../../state/form';
import type { RunReport } from '../../worker/messages';
import type { Format } from '../controls';

/** Seconds until the last step at the present rate; undefined before the rate is known. */
export function secondsLeft(run: RunReport, picturesOfStep: number): number | undefined {
  if (run.picturesPerSecond <= 0) return undefined;
  return ((run.stepsTotal - run.step) * picturesOfStep) / run.picturesPerSecond;
}

/** The epoch that a step belongs to, from 1. */
export function epochOf({ step, stepsPerEpoch, epochs }: RunReport): number {
  return Math.min(epochs, Math.max(1, Math.ceil(step / Math.max(1, stepsPerEpoch))));
}

/** What the run does now, as in `step 120 of 1,560 · epoch 1 of 5 · 240 pictures/s · 2 min left`. */
export function progressText(t: TFunction<'training'>, format: Format, run: RunReport, obstacle: Obstacle | undefined, picturesOfStep: number): string {
  if (run.phase === 'idle') return t(`status.${obstacle?.kind ?? 'ready'}`);
  if (run.phase === 'preparing') return run.pipelines ? t('status.preparingKernels', run.pipelines) : t('status.preparing');
  const parts = [
    t('status.step', { step: format.number(run.step), total: format.number(run.stepsTotal) }),
    t('status.epoch', { epoch: format.number(epochOf(run)), total: format.number(run.epochs) }),
  ];
  if (run.phase === 'running') {
    const left = secondsLeft(run, picturesOfStep);
    if (left !== undefined) {
      parts.push(t('status.rate', { rate: format.significant(run.picturesPerSecond) }));
      parts.push(t('status.left', { time: format.duration(left) }));
    }
    if (run.tuning) parts.push(t('status.tuning'));
  } else if (run.phase === 'finished' && run.stoppedEarly) {
    parts.push(t('status.stoppedEarly', { time: format.duration(run.seconds), step: format.number(run.best?.step ?? 0) }));
  } else if (run.phase === 'finished') parts.push(t('status.finished', { time: format.duration(run.seconds) }));
  else parts.push(t(`status.${run.phase}`));
  if (run.weightsFrom !== undefined) parts.push(t('status.weightsFrom', { step: format.number(run.weightsFrom) }));
  return parts.join(' · ');
}
