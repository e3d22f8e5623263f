import { describe, expect, it } from 'vitest';
import { curvesCsv } from '../../../src/state/curvesCsv';
import { RunCurves } from '../../../src/state/runCurves';
import { settingDefaults } from '../../../src/state/settings';
import type { LiveSettings, StepPoint } from '../../../src/worker/messages';

const point = (step: number): StepPoint => ({
  step,
  epoch: step / 100,
  seconds: step * 0.1,
  loss: 2.3 / step,
  accuracy: 1 - 1 / step,
});

function trained(steps: number, from = 1): StepPoint[] {
  return Array.from({ length: steps }, (_, index) => point(from + index));
}

const START: LiveSettings = settingDefaults;

describe('the rows of a chart', () => {
  it('put a validation on the row of its training step', () => {
    const curves = new RunCurves(0, START);
    curves.addPoints(trained(4));
    curves.addValidation({ ...point(3), loss: 0.7, pictures: 1000 });
    const rows = curves.rows('loss', 'step');
    expect(rows.map((row) => row.x)).toEqual([1, 2, 3, 4]);
    expect(rows[2]).toEqual({ step: 3, x: 3, raw: 2.3 / 3, smooth: 2.3 / 3, validation: 0.7 });
    expect(rows[3]).not.toHaveProperty('validation');
  });

  it('keep the order of steps when a validation comes before its training points', () => {
    const curves = new RunCurves(0.9, START);
    curves.addPoints(trained(2));
    curves.addValidation({ ...point(5), pictures: 1000 });
    expect(curves.rows('accuracy', 'epoch').map((row) => row.step)).toEqual([1, 2, 5]);
    curves.addPoints(trained(6, 3));
    expect(curves.rows('accuracy', 'epoch').map((row) => row.step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('stay bounded with 200,000 steps and a validation at each', () => {
    const curves = new RunCurves(0.9, START);
    for (let step = 1; step <= 200_000; step++) {
      curves.addPoints([point(step)]);
      curves.addValidation({ ...point(step), pictures: 10 });
    }
    expect(curves.rows('loss', 'seconds').length).toBeLessThanOrEqual(2004);
  });

  it.each([
    ['step', 7],
    ['epoch', 0.07],
    ['seconds', 0.7],
  ] as const)('stand at %s', (axis, x) => {
    const curves = new RunCurves(0, START);
    curves.addPoints(trained(10));
    expect(curves.rows('loss', axis)[6]?.x).toBeCloseTo(x, 12);
    expect(curves.position(axis, 7)).toBeCloseTo(x, 12);
  });
});

describe('the best validation', () => {
  it('is the first with the highest accuracy', () => {
    const curves = new RunCurves(0, START);
    [0.3, 0.6, 0.5, 0.6].forEach((accuracy, index) => {
      curves.addValidation({ ...point(index + 1), accuracy, pictures: 1000 });
    });
    expect(curves.best).toBe(1);
  });
});

describe('live changes', () => {
  it('mark only what differs, from what to what', () => {
    const curves = new RunCurves(0, START);
    curves.changeLive(10, { ...START, learningRate: 0.001 });
    curves.changeLive(20, { ...START, learningRate: 0.001, weightDecay: 1e-4 });
    curves.changeLive(30, { ...START, learningRate: 0.001, weightDecay: 1e-4 });
    expect(curves.marks).toEqual([
      { step: 10, setting: 'learningRate', from: 0.01, to: 0.001 },
      { step: 20, setting: 'weightDecay', from: 0, to: 1e-4 },
    ]);
  });

  it('are marked for augmentations as well', () => {
    const curves = new RunCurves(0, START);
    curves.changeLive(5, { ...START, flip: 'random', shift: 4 });
    curves.changeLive(8, { ...START, flip: 'random', shift: 4 });
    expect(curves.marks).toEqual([
      { step: 5, setting: 'flip', from: 'none', to: 'random' },
      { step: 5, setting: 'shift', from: 0, to: 4 },
    ]);
  });

  it('are marked for the schedule and what bends it', () => {
    const curves = new RunCurves(0, START);
    curves.changeLive(5, { ...START, schedule: 'oneCycle' });
    curves.changeLive(8, { ...START, schedule: 'oneCycle', warmup: 0.5 });
    expect(curves.marks).toEqual([
      { step: 5, setting: 'schedule', from: 'constant', to: 'oneCycle' },
      { step: 8, setting: 'warmup', from: 0.3, to: 0.5 },
    ]);
  });

  it('are not marked where it is not known what was before', () => {
    const curves = new RunCurves(0);
    curves.changeLive(5, { ...START, learningRate: 1 });
    curves.changeLive(8, { ...START, learningRate: 2 });
    expect(curves.marks).toEqual([{ step: 8, setting: 'learningRate', from: 1, to: 2 }]);
  });

  it('are one mark when they come at the same step', () => {
    const curves = new RunCurves(0, START);
    curves.changeLive(10, { ...START, learningRate: 0.005 });
    curves.changeLive(10, { ...START, learningRate: 0.001 });
    expect(curves.marks).toEqual([{ step: 10, setting: 'learningRate', from: 0.01, to: 0.001 }]);
  });

  it('lie at the last point until their step is drawn', () => {
    const curves = new RunCurves(0, START);
    curves.addPoints(trained(5));
    expect(curves.position('step', 9)).toBe(9);
    expect(curves.position('seconds', 9)).toBeCloseTo(0.5, 12);
  });
});

describe('the CSV', () => {
  it('holds every step and validation with the same bits, in order of steps', () => {
    const curves = new RunCurves(0.9, START);
    const points = trained(50_000).map((each) => ({ ...each, loss: Math.fround(each.loss) }));
    curves.addPoints(points);
    curves.addValidation({ ...point(2), loss: 1.25, accuracy: 0.5, pictures: 1000 });
    curves.addValidation({ ...point(50_000), loss: 0.1 + 0.2, accuracy: 0.75, pictures: 1000 });
    const lines = curvesCsv(curves).join('').trimEnd().split('\n');
    expect(lines[0]).toBe('split,step,epoch,seconds,loss,accuracy');
    expect(lines[2]).toBe(`train,2,0.02,0.2,${Math.fround(1.15)},0.5`);
    expect(lines[3]).toBe('validation,2,0.02,0.2,1.25,0.5');
    expect(lines.at(-1)).toBe('validation,50000,500,5000,0.30000000000000004,0.75');
    const read = lines
      .slice(1)
      .filter((line) => line.startsWith('train'))
      .map((line) => line.split(',').slice(1).map(Number));
    expect(read).toEqual(points.map(({ step, epoch, seconds, loss, accuracy }) => [step, epoch, seconds, loss, accuracy]));
  });

  it('writes a loss that is not a number as NaN', () => {
    const curves = new RunCurves(0, START);
    curves.addPoints([{ ...point(1), loss: Number.NaN }]);
    expect(curvesCsv(curves).join('')).toContain('train,1,0.01,0.1,NaN,0\n');
  });
});
