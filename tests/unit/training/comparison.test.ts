import { beforeEach, describe, expect, it, vi } from 'vitest';
import { buildGraph } from '../../../src/engine/graph/graph';
import { presets } from '../../../src/engine/graph/presets';
import { hearComparison, secondsLeft, trainingOf, useComparison, workIn, type Comparison } from '../../../src/state/comparison';
import type { ListedRun } from '../../../src/state/listedRuns';
import * as session from '../../../src/state/session';
import { useSweep } from '../../../src/state/sweep';
import { accuracyScatter, findingsOf } from '../../../src/ui/learn/comparison/findings';
import type { SweepOutcome, SweepPurpose, ToWorker } from '../../../src/worker/messages';

const contenders = [
  { name: 'lenet', model: presets.lenet },
  { name: 'mlp', model: presets.mlp },
];
const length = { steps: 10, batch: 4, seed: 7 };
const state = () => useComparison.getState();
const result = () => state().results['here'] as Comparison;
const trained = (accuracy: number): SweepOutcome => ({
  kind: 'trained',
  trainingLoss: 2,
  seconds: 1.5,
  validation: { loss: 1, accuracy, pictures: 100, right: new Uint8Array() },
});
const report = (run: number, losses: readonly number[], outcome?: SweepOutcome, of: SweepPurpose = 'comparison') =>
  hearComparison({ type: 'sweep', of, report: { run, losses, ...(outcome ? { outcome } : {}) } });
let sent: ToWorker[] = [];

beforeEach(() => {
  sent = [];
  vi.stubGlobal(
    'Worker',
    class {
      postMessage(message: ToWorker) {
        sent.push(message);
      }
      addEventListener() {}
    },
  );
  session.startSession();
  sent = [];
  useComparison.setState({ results: {}, underWay: undefined });
  state().begin('here', contenders, length);
  return () => vi.unstubAllGlobals();
});

describe('a comparison of networks', () => {
  it('trains them one after another, alike, and says whom that serves', () => {
    const training = trainingOf(length);
    expect(training).toMatchObject({ batchSize: 4, seed: 7 });
    expect(sent).toEqual([{ type: 'sweep', of: 'comparison', runs: contenders.map(({ model }) => ({ model, training })), budget: { steps: 10 } }]);
    expect(result().runs.map(({ name, parameters, multiplyAdds, steps }) => [name, parameters, multiplyAdds, steps])).toEqual([
      // LeCun et al. 1998, with ReLU and a picture of three colours.
      ['lenet', 62_006, 28 ** 2 * 6 * 75 + 10 ** 2 * 16 * 150 + 400 * 120 + 120 * 84 + 84 * 10, 10],
      ['mlp', 3072 * 512 + 512 + 512 * 10 + 10, 3072 * 512 + 512 * 10, 10],
    ]);
  });

  it('takes in its own losses and outcomes, and no sweep takes them', () => {
    useSweep.setState({ runs: [], underWay: true });
    report(0, [2.3, 2.2]);
    report(0, [9], undefined, 'sweep');
    report(0, [2.1], trained(0.25));
    hearComparison({ type: 'sweepOver', of: 'sweep' });
    expect(state().underWay).toBe('here');
    expect(result().runs.map(({ losses, outcome }) => [losses, outcome?.kind])).toEqual([
      [[2.3, 2.2, 2.1], 'trained'],
      [[], undefined],
    ]);
    hearComparison({ type: 'sweepOver', of: 'comparison' });
    expect(state().underWay).toBeUndefined();
    expect(useSweep.getState().underWay).toBe(true);
  });

  it('is the only one at a time, and each subject keeps what its last one reached', () => {
    sent = [];
    state().begin('there', contenders, length);
    expect(sent).toEqual([]);
    report(0, [2.3]);
    state().stop();
    expect(sent).toEqual([{ type: 'cancelSweep', of: 'comparison' }]);
    hearComparison({ type: 'sweepOver', of: 'comparison' });
    state().begin('there', contenders, length);
    expect(state().underWay).toBe('there');
    report(1, [1]);
    expect(result().runs.map(({ losses }) => losses)).toEqual([[2.3], []]);
    hearComparison({ type: 'sweepOver', of: 'comparison', problem: { code: 'training.workerFailed', params: { detail: 'x' } } });
    expect(state().results['there']?.problem).toEqual({ code: 'training.workerFailed', params: { detail: 'x' } });
    expect(result().problem).toBeUndefined();
    sent = [];
    state().stop();
    expect(sent).toEqual([]);
  });

  it('is over where the device is lost', () => {
    hearComparison({ type: 'device', report: { status: 'lost', reason: 'unknown', detail: '' } });
    expect(state().underWay).toBeUndefined();
  });

  it('knows its work, how much of it is done, and what the rest takes at this speed', () => {
    const [lenet = NaN, mlp = NaN] = contenders.map(({ model }) => buildGraph(model).multiplyAdds);
    expect(workIn(result())).toEqual({ whole: 3 * 10 * 4 * (lenet + mlp), done: 0 });
    expect(secondsLeft(result())).toBeUndefined();
    report(0, [2, 2, 2, 2]);
    const done = (0.4 * lenet) / (lenet + mlp);
    expect(workIn(result()).done).toBeCloseTo(done, 12);
    expect(secondsLeft({ ...result(), elapsed: 3000 })).toBeCloseTo((3 / done) * (1 - done), 9);
    // One that is over is done with, however far it got.
    report(0, [], { kind: 'diverged', step: 5 });
    expect(workIn(result()).done).toBeCloseTo(lenet / (lenet + mlp), 12);
  });
});

describe('what the curves show', () => {
  const run = (losses: readonly number[], outcome: SweepOutcome | undefined = trained(0.5)): ListedRun => ({ steps: losses.length, losses, outcome });
  const line = (from: number, to: number, steps = 50) => Array.from({ length: steps }, (_, at) => from + ((to - from) * at) / (steps - 1));

  it('is who comes first to a loss that all reach', () => {
    const found = findingsOf([run(line(2.3, 2)), run(line(2.3, 1))]);
    const smooth = (losses: readonly number[], step: number) => {
      const shares = losses.slice(0, step).map((_, at) => 0.9 ** (step - 1 - at));
      return losses.slice(0, step).reduce((sum, loss, at) => sum + loss * (shares[at] ?? 0), 0) / shares.reduce((sum, share) => sum + share, 0);
    };
    expect(found?.level).toBeCloseTo(smooth(line(2.3, 2), 50), 6);
    const [first, second] = found?.reached ?? [];
    expect(second).toEqual({ index: 0, step: 50 });
    expect(first?.index).toBe(1);
    const step = first?.step ?? NaN;
    expect(smooth(line(2.3, 1), step)).toBeLessThanOrEqual(found?.level ?? NaN);
    expect(smooth(line(2.3, 1), step - 1)).toBeGreaterThan(found?.level ?? NaN);
  });

  it('is whose loss has not fallen, in whose place no level means anything', () => {
    expect(findingsOf([run(line(2.3, 2)), run(line(2, 2.3)), run(line(2, 2))])?.notFallen).toEqual([1, 2]);
    // A lucky first batch is no level.
    const lucky = findingsOf([run([0.1, ...line(2.3, 2, 49)]), run(line(2.3, 1))]);
    expect(lucky?.reached.map(({ step }) => step).every((step) => step >= 10)).toBe(true);
  });

  it('is how far the others end above the best, on the same batches', () => {
    const noise = Array.from({ length: 50 }, (_, at) => Math.sin(at * 7.3));
    const best = noise.map((each) => 1 + each);
    const far = noise.map((each, at) => 1.5 + each + (at % 2) * 0.1);
    const close = noise.map((each, at) => 1.001 + each + (at % 2 === 0 ? 0.1 : -0.1));
    const found = findingsOf([run(far), run(best), run(close)]);
    expect(found).toMatchObject({ best: 1, lastSteps: 10 });
    const [near, distant] = found?.others ?? [];
    expect(near).toMatchObject({ index: 2, difference: expect.closeTo(0.001, 9) });
    // Five differences of 0.101, five of -0.099: s² = 10 · 0.1² / 9.
    expect(near?.scatter).toBeCloseTo(2 * Math.sqrt((10 * 0.01) / 9 / 10), 9);
    expect(near?.scatter).toBeGreaterThan(near?.difference ?? NaN);
    expect(distant).toMatchObject({ index: 0, difference: expect.closeTo(0.55, 9) });
    expect(distant?.scatter).toBeLessThan(distant?.difference ?? NaN);
  });

  it('is nothing where a run is short, broken off or came to nothing', () => {
    const whole = run(line(2, 1));
    expect(findingsOf([whole, run(line(2, 1, 9))])).toBeUndefined();
    expect(findingsOf([whole, { ...run(line(2, 1)), outcome: undefined }])).toBeUndefined();
    expect(findingsOf([whole, run(line(2, 1), { kind: 'diverged', step: 3 })])).toBeUndefined();
    expect(findingsOf([whole])).toBeUndefined();
  });

  it('has a share of right answers with twice its standard error', () => {
    expect(accuracyScatter(0.5, 100)).toBeCloseTo(0.1, 12);
    expect(accuracyScatter(0.1, 900)).toBeCloseTo(0.02, 12);
  });
});
