import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeFormat } from '../../../src/ui/controls/format';
import { epochOf, progressText } from '../../../src/ui/frame/progressText';
import training from '../../../src/i18n/en/training.json';
import type { Obstacle } from '../../../src/state/form';
import type { RunReport } from '../../../src/worker/messages';

const running: RunReport = {
  phase: 'running',
  step: 120,
  stepsTotal: 1560,
  stepsPerEpoch: 312,
  epochs: 5,
  picturesPerSecond: 240,
  seconds: 32,
};

describe('the progress of a run in words', () => {
  const words = i18next.createInstance();
  beforeAll(() => words.init({ lng: 'en', resources: { en: { training } }, interpolation: { escapeValue: false } }));
  const say = (run: Partial<RunReport>, batch = 20, obstacle?: Obstacle) =>
    progressText(words.getFixedT('en', 'training'), makeFormat('en'), { ...running, ...run }, obstacle, batch);

  it('gives step, epoch, rate and the time left', () => {
    expect(say({})).toBe('step 120 of 1,560 · epoch 1 of 5 · 240 pictures/s · 2 min left');
  });

  it('says why a run ended early, and which weights it went back to', () => {
    const best = { step: 90, accuracy: 0.4 };
    const early = { phase: 'finished', stoppedEarly: true, best } as const;
    expect(say(early)).toBe('step 120 of 1,560 · epoch 1 of 5 · stopped early after 32 sec: no better validation since step 90');
    expect(say({ phase: 'paused', best, weightsFrom: 90 })).toBe('step 120 of 1,560 · epoch 1 of 5 · paused · weights of step 90');
  });

  it('says that kernels are being tuned', () => {
    expect(say({ tuning: true })).toBe('step 120 of 1,560 · epoch 1 of 5 · 240 pictures/s · 2 min left · tuning kernels');
  });

  it('gives no rate before one is known', () => {
    expect(say({ picturesPerSecond: 0 })).toBe('step 120 of 1,560 · epoch 1 of 5');
  });

  it('says what else a run can be', () => {
    expect(say({ phase: 'paused' })).toBe('step 120 of 1,560 · epoch 1 of 5 · paused');
    expect(say({ phase: 'finished', step: 1560, seconds: 4200 })).toBe('step 1,560 of 1,560 · epoch 5 of 5 · finished in 1 hr 10 min');
    expect(say({ phase: 'failed' })).toBe('step 120 of 1,560 · epoch 1 of 5 · stopped');
    expect(say({ phase: 'preparing', pipelines: { done: 3, total: 9 } })).toBe('preparing · 3 of 9 kernels compiled');
    expect(say({ phase: 'idle' })).toBe('ready');
    expect(say({ phase: 'idle' }, 20, { kind: 'noDevice' })).toBe('no GPU');
  });

  it('counts the last step of an epoch to that epoch', () => {
    expect(epochOf({ ...running, step: 312 })).toBe(1);
    expect(epochOf({ ...running, step: 313 })).toBe(2);
    expect(epochOf({ ...running, step: 0 })).toBe(1);
  });
});
