import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { model } from '../../../src/engine/graph/spec';
import { hearCurves, useCurves } from '../../../src/state/curves';
import { hearPredictions, isRight, ranked, usePredictions } from '../../../src/state/predictions';
import { settingDefaults } from '../../../src/state/settings';
import type { DataSummary, FromWorker, Prediction, RunConfig } from '../../../src/worker/messages';

const config: RunConfig = {
  model: model([{ type: 'flatten' }, { type: 'dense', units: 10 }]),
  training: { ...settingDefaults, epochs: 1, validateEvery: 100, validationPictures: 1000 },
};
const report = { phase: 'running', step: 0, stepsTotal: 10, stepsPerEpoch: 10, epochs: 1, picturesPerSecond: 0, seconds: 0 } as const;
const begin: FromWorker = { type: 'run', report, config };
const points = (step: number): FromWorker => ({
  type: 'points',
  points: [{ step, epoch: step / 10, seconds: step, loss: 2, accuracy: 0.2 }],
});

describe('the curves as messages come', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    hearCurves(begin);
  });
  afterEach(() => {
    vi.runAllTimers();
    vi.useRealTimers();
  });

  it('are cleared by a run that begins, and not by reports of the run that goes on', () => {
    hearCurves(points(1));
    hearCurves({ type: 'run', report: { ...report, phase: 'paused', step: 1 } });
    expect(useCurves.getState().frame.curves.training.length).toBe(1);
    useCurves.getState().setCursor(0);
    hearCurves(begin);
    expect(useCurves.getState().frame.curves.training.length).toBe(0);
    expect(useCurves.getState().cursor).toBeUndefined();
  });

  it('are drawn once for many messages, and again for the next', () => {
    const frames = new Set<unknown>();
    const stop = useCurves.subscribe((state) => frames.add(state.frame));
    for (let step = 1; step <= 1000; step++) hearCurves(points(step));
    expect(frames.size).toBe(0);
    vi.advanceTimersByTime(250);
    expect(frames.size).toBe(1);
    hearCurves(points(1001));
    vi.advanceTimersByTime(250);
    expect(frames.size).toBe(2);
    expect(useCurves.getState().frame.curves.training.length).toBe(1001);
    stop();
  });

  it('mark a live change against what the run started with', () => {
    hearCurves({ type: 'liveChanged', step: 5, live: { ...config.training, learningRate: 0.001 } });
    expect(useCurves.getState().frame.curves.marks).toEqual([{ step: 5, setting: 'learningRate', from: 0.01, to: 0.001 }]);
  });

  it('keep the smoothing for the next run', () => {
    useCurves.getState().setSmoothing(0.5);
    hearCurves(begin);
    hearCurves({ type: 'points', points: [1, 3].map((loss, at) => ({ step: at + 1, epoch: 0, seconds: 0, loss, accuracy: 0 })) });
    expect(useCurves.getState().frame.curves.smoothed('loss', 1)).toBeCloseTo((0.5 * 1 + 3) / 1.5, 12);
  });
});

describe('the predictions', () => {
  const prediction = (label: number, likeliest: number): Prediction => ({
    index: label,
    label,
    pixels: new Uint8Array(3072),
    probabilities: Float32Array.from({ length: 10 }, (_, at) => (at === likeliest ? 0.55 : 0.05)),
  });
  const data = (name: string): FromWorker => ({
    type: 'data',
    summary: {
      source: 'cifar10',
      classNames: Array.from({ length: 10 }, (_, at) => `${name}${at}`),
      files: [],
      trainCount: 1,
      testCount: 1,
      balance: [],
      samples: [],
      kept: false,
    } satisfies DataSummary,
  });

  it('rank classes by probability', () => {
    const probabilities = Float32Array.from([0.1, 0.5, 0.1, 0.3]);
    expect(ranked(probabilities).map((each) => each.label)).toEqual([1, 3, 0, 2]);
  });

  it('are right when the likeliest class is the true one', () => {
    expect(isRight(prediction(3, 3))).toBe(true);
    expect(isRight(prediction(3, 4))).toBe(false);
  });

  it('keep the class names of the data that the run was started with', () => {
    hearPredictions(data('old'));
    hearPredictions(begin);
    hearPredictions({ type: 'predictions', step: 7, items: [prediction(1, 2)] });
    hearPredictions(data('new'));
    expect(usePredictions.getState()).toMatchObject({ step: 7, items: [{ label: 1 }] });
    expect(usePredictions.getState().classNames[1]).toBe('old1');
    hearPredictions(begin);
    expect(usePredictions.getState().classNames[1]).toBe('new1');
    expect(usePredictions.getState().items).toEqual([]);
  });
});
