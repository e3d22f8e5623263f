import { beforeEach, expect, it, vi, type MockInstance } from 'vitest';
import { presets } from '../../../src/engine/graph/presets';
import * as session from '../../../src/state/session';
import { areOfSamePictures, hearEvaluation, useEvaluation } from '../../../src/state/evaluation';
import { settingDefaults } from '../../../src/state/settings';
import type { EvaluationReport, RunReport } from '../../../src/worker/messages';

const pixels = new Uint8Array(3072);
/** Two pictures, both taken for class 0. */
const report = (step: number, ...labels: number[]): EvaluationReport => ({
  ...{ step, source: 'shapes10', classNames: ['disc', 'ring'], classes: 2, labels: Uint8Array.from(labels) },
  logits: Float32Array.from(labels.flatMap(() => [Math.log(3), 0])),
});
const phase: RunReport = { phase: 'preparing', step: 0, stepsTotal: 9, stepsPerEpoch: 9, epochs: 1, picturesPerSecond: 0, seconds: 0 };
const begin = () => hearEvaluation({ type: 'run', report: phase, config: { model: presets.small, training: settingDefaults } });
const evaluated = () => useEvaluation.getState();
let sent: MockInstance<typeof session.send>;

beforeEach(() => {
  useEvaluation.setState(useEvaluation.getInitialState(), true);
  // Other pictures than those of the test before, so that nothing that was asked for counts any more.
  hearEvaluation({ type: 'evaluation', report: report(0, 1, 1, 1) });
  useEvaluation.setState({ last: undefined, before: undefined });
  sent = vi.spyOn(session, 'send');
  sent.mockClear();
});

it('asks for the first thousand pictures or for all, and is free again at the end', () => {
  evaluated().evaluate();
  expect(sent).toHaveBeenLastCalledWith({ type: 'evaluate', pictures: 1000 });
  hearEvaluation({ type: 'evaluationProgress', progress: { done: 16, total: 20 } });
  expect(evaluated()).toMatchObject({ isAsked: true, progress: { done: 16, total: 20 } });
  hearEvaluation({ type: 'evaluationProgress' });
  expect(evaluated()).toMatchObject({ isAsked: false, progress: undefined });
  evaluated().setScope('all');
  evaluated().evaluate();
  expect(sent).toHaveBeenLastCalledWith({ type: 'evaluate' });
});

it('keeps the evaluation before, with the run that each is of', () => {
  begin();
  hearEvaluation({ type: 'evaluation', report: report(3, 0, 1) });
  expect(evaluated()).toMatchObject({
    last: {
      run: 1,
      figures: {
        accuracy: 0.5,
        matrix: [
          [1, 0],
          [1, 0],
        ],
      },
    },
    before: undefined,
  });
  begin();
  hearEvaluation({ type: 'evaluation', report: report(5, 0, 1) });
  expect(evaluated()).toMatchObject({ last: { run: 2, report: { step: 5 } }, before: { run: 1, report: { step: 3 } } });
});

it('compares evaluations of the same pictures alone', () => {
  const compared = (first: EvaluationReport, second: EvaluationReport) => {
    hearEvaluation({ type: 'evaluation', report: first });
    hearEvaluation({ type: 'evaluation', report: second });
    const { last, before } = evaluated();
    return last && before && areOfSamePictures(last, before);
  };
  expect(compared(report(1, 0, 1), report(2, 0, 1))).toBe(true);
  expect(compared(report(1, 0, 1), report(2, 0, 1, 1))).toBe(false);
  expect(compared(report(1, 0, 1), report(2, 1, 0))).toBe(false);
  expect(compared(report(1, 0, 1), { ...report(2, 0, 1), source: 'cifar10' })).toBe(false);
  expect(compared(report(1, 0, 1), { ...report(2, 0, 1), classNames: ['ring', 'disc'] })).toBe(false);
});

it('asks once for the bytes of a picture, and anew where the data are others', () => {
  hearEvaluation({ type: 'evaluation', report: report(1, 0, 1) });
  evaluated().choose({ label: 1, taken: 0 });
  evaluated().want([1, 0]);
  evaluated().want([0, 1]);
  expect(sent.mock.calls).toEqual([[{ type: 'showTestPictures', indices: [1, 0] }]]);
  hearEvaluation({ type: 'testPictures', pictures: [{ index: 1, label: 1, pixels }] });
  // The first pictures of the same data stay.
  hearEvaluation({ type: 'evaluation', report: report(2, 0, 1, 1) });
  expect(evaluated().pixels.get(1)).toBe(pixels);
  expect(evaluated().chosen).toEqual({ label: 1, taken: 0 });
  hearEvaluation({ type: 'evaluation', report: report(3, 1, 1) });
  expect(evaluated().pixels.size).toBe(0);
  expect(evaluated().chosen).toBeUndefined();
  evaluated().want([1]);
  expect(sent).toHaveBeenLastCalledWith({ type: 'showTestPictures', indices: [1] });
});

it('keeps what there is through a problem, and does not wait for a device that is lost', () => {
  hearEvaluation({ type: 'evaluation', report: report(1, 0, 1) });
  evaluated().evaluate();
  hearEvaluation({ type: 'evaluationProblem', problem: { code: 'evaluation.noNetwork', params: {} } });
  expect(evaluated()).toMatchObject({ last: { report: { step: 1 } }, problem: { code: 'evaluation.noNetwork' } });
  evaluated().evaluate();
  expect(evaluated().problem).toBeUndefined();
  hearEvaluation({ type: 'device', report: { status: 'lost', reason: 'unknown', detail: '' } });
  expect(evaluated().isAsked).toBe(false);
});
