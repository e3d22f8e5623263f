import { beforeEach, describe, expect, it, vi } from 'vitest';
import { generateShapes } from '../../src/data/shapes';
import { buildGraph } from '../../src/engine/graph/graph';
import { model } from '../../src/engine/graph/spec';
import { kernelNamed } from '../../src/engine/kernels';
import { candidatesFor, operatorKey } from '../../src/engine/kernels/choice';
import type { Precision } from '../../src/engine/precision';
import { planTraining } from '../../src/engine/plan/plan';
import { deviceTraits } from '../../src/engine/runtime/device';
import { DeviceDataset } from '../../src/engine/runtime/dataset';
import { Trainer } from '../../src/engine/runtime/trainer';
import { TuningMemory } from '../../src/engine/tuning/memory';
import { settingDefaults } from '../../src/state/settings';
import { DeviceData } from '../../src/worker/deviceData';
import type { Budget, FromWorker, RateRange, RunConfig, RunReport, TrainingSettings } from '../../src/worker/messages';
import { RangeTesting } from '../../src/worker/rangeTesting';
import { Predictions } from '../../src/worker/predictions';
import { Run } from '../../src/worker/run';
import { Sweeping } from '../../src/worker/sweeping';
import { Watching } from '../../src/worker/watching';
import { openDevice, sharedPipelines, sharedProver } from '../support/gpu';
import { expectClose } from '../support/numbers';

const dataset = generateShapes({ seed: 1, trainCount: 40, testCount: 20 });
const network = model([
  { type: 'maxPool2d', size: 4, stride: 4 },
  { type: 'conv2d', filters: 4, kernel: 3, padding: 1 },
  { type: 'relu' },
  { type: 'flatten' },
  { type: 'dense', units: 10 },
]);
const settings: TrainingSettings = {
  ...settingDefaults,
  ...{ batchSize: 16, epochs: 2, seed: 3, validateEvery: 4, validationPictures: 20 },
};
/** 40 pictures in batches of 16: the third step of an epoch has 8. */
const STEPS = 6;

/** Keeps nothing, so that every run tunes anew. */
const tuning = new TuningMemory(
  { read: () => Promise.resolve(undefined), write: () => Promise.resolve() },
  { vendor: '', architecture: '', description: '' },
  '',
);
let deviceData: DeviceData | undefined;

/** A run, what it says, and a way to wait until it has said something. @param keep not to let go of it as soon as it has finished. */
async function begin(training: Partial<TrainingSettings> = {}, steps = Infinity, remembered = tuning, keep = false) {
  const device = await openDevice();
  const [pipelines, prover] = [await sharedPipelines(), await sharedProver()];
  deviceData ??= new DeviceData(device);
  const heard: FromWorker[] = [];
  const config: RunConfig = { model: network, training: { ...settings, ...training } };
  const send = (message: FromWorker) => {
    heard.push(message);
    if (!keep && message.type === 'run' && message.report.phase === 'finished') run.stop();
  };
  const beginningTraits = async (precision: Precision) => {
    const traits = { ...deviceTraits(device, true), precision };
    return { ...traits, choice: { ...traits.choice, tuned: await remembered.recall() } };
  };
  const workbench = { device, newsMilliseconds: 0, pipelines, prover, beginningTraits, deviceData, tuning: remembered };
  const run = new Run(config, { workbench, dataset, watching: new Watching([new Predictions()]), send }, steps);
  run.announce();
  const ended = run.train();
  const last = (): RunReport | undefined => heard.flatMap((message) => (message.type === 'run' ? [message.report] : [])).at(-1);
  return {
    run,
    ended,
    heard,
    config,
    last,
    losses: () => heard.flatMap((message) => (message.type === 'points' ? message.points.map(({ loss }) => loss) : [])),
    until: (phase: RunReport['phase'], step: number) =>
      expect.poll(() => [last()?.phase, last()?.step], { timeout: 60_000, interval: 5 }).toEqual([phase, step]),
  };
}

it('goes over to what an earlier run found, after its first step, and trains to the same losses', async () => {
  const usual = await begin({ epochs: 1 });
  await usual.ended;
  const device = await openDevice();
  const traits = deviceTraits(device, true);
  const { dispatches } = planTraining(buildGraph(network), settings.batchSize, traits);
  // The last candidate of every operator: workgroup tiles, which nothing else would choose on this adapter.
  const found = dispatches.flatMap(({ kernel, sizes }) => {
    const last = candidatesFor(kernelNamed(kernel), sizes, traits.choice).at(-1);
    return last ? [[operatorKey(kernel, sizes), last.name] as const] : [];
  });
  let text: string | undefined;
  const store = { read: () => Promise.resolve(text), write: (written: string) => Promise.resolve(void (text = written)) };
  const remembered = new TuningMemory(store, { vendor: '', architecture: '', description: '' }, '');
  await remembered.keep(new Map(found));
  const compiled = vi.spyOn(device, 'createShaderModule');
  const tuned = await begin({ epochs: 1 }, Infinity, remembered);
  await tuned.ended;
  expect(compiled.mock.calls.map(([{ label }]) => label)).toContain('conv2d/tiled');
  compiled.mockRestore();
  expectClose(Float32Array.from(tuned.losses()), Float32Array.from(usual.losses()), 'the losses');
});

it('goes over to nothing and measures nothing where it is to be repeatable', async () => {
  const create = vi.spyOn(Trainer, 'create');
  const tune = vi.spyOn(Trainer.prototype, 'tune');
  const [one, two] = [await begin({ repeatable: true }), await begin({ repeatable: true })];
  await Promise.all([one.ended, two.ended]);
  expect(create.mock.calls.map(([, , , { hurry }]) => hurry)).toEqual([false, false]);
  expect(tune).not.toHaveBeenCalled();
  expect(one.losses()).toHaveLength(STEPS);
  expect(two.losses()).toEqual(one.losses());
  vi.restoreAllMocks();
});

it('trains to the last step, tells of each, validates and shows predictions', async () => {
  const { ended, heard, config, last, losses } = await begin();
  await ended;
  expect(heard[0]).toMatchObject({ type: 'run', config, report: { phase: 'preparing', step: 0, stepsTotal: STEPS, stepsPerEpoch: 3, epochs: 2 } });
  expect(last()).toMatchObject({ phase: 'finished', step: STEPS });
  expect(last()?.picturesPerSecond).toBeGreaterThan(0);
  expect(losses()).toHaveLength(STEPS);
  const validations = heard.flatMap((message) => (message.type === 'validation' ? [message.point] : []));
  expect(validations).toMatchObject([
    { step: 4, epoch: 4 / 3, pictures: 20 },
    { step: STEPS, epoch: 2, pictures: 20 },
  ]);
  const predictions = heard.findLast((message) => message.type === 'predictions');
  expect(predictions?.step).toBe(STEPS);
  expect(predictions?.items.map(({ label }) => label)).toEqual(Array.from({ length: 20 }, (_, index) => dataset.test.label(index)));
  for (const { probabilities } of predictions?.items ?? []) {
    expect(probabilities.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 5);
  }
});

it('goes on after pauses and single steps as if there had been none', async () => {
  const whole = await begin();
  await whole.ended;

  const parts = await begin({}, 1);
  await parts.until('paused', 1);
  expect(parts.losses()).toHaveLength(1);
  parts.run.step();
  parts.run.step();
  await parts.until('paused', 3);
  parts.run.resume();
  parts.run.pause();
  await expect.poll(() => parts.last()?.phase).toBe('paused');
  const held = parts.last()?.step ?? 0;
  // Whoever borrows the network wakes the run, which then finds itself paused once more, and says so.
  const told = parts.heard.length;
  await parts.run.lendNetwork(() => Promise.resolve());
  await expect.poll(() => parts.heard.slice(told).some(({ type }) => type === 'run'), { timeout: 60_000 }).toBe(true);
  expect(parts.last()).toMatchObject({ phase: 'paused', step: held });
  parts.run.resume();
  await parts.ended;
  expect(parts.losses()).toEqual(whole.losses());
});

it('takes up live settings at the next step', async () => {
  const { run, ended, heard, until, losses } = await begin({}, 2);
  await until('paused', 2);
  const live = { ...settings, learningRate: 0 };
  run.setLive(live);
  expect(heard.at(-1)).toEqual({ type: 'liveChanged', step: 3, live });
  run.resume();
  await ended;
  const steady = await begin({ learningRate: 0 });
  await steady.ended;
  // Nothing is learned at a rate of 0, so later losses are those of weights that stand still.
  expect(losses()[1]).not.toBe(steady.losses()[1]);
  expect(losses().slice(2)).not.toEqual(steady.losses().slice(2));
  const validations = heard.flatMap((message) => (message.type === 'validation' ? [message.point.loss] : []));
  expect(validations[0]).toBe(validations[1]);
});

it('steps at the rates of its schedule, and follows a new one from the next step on', async () => {
  const spy = vi.spyOn(Trainer.prototype, 'step');
  const rates = () => spy.mock.calls.map(([, , { learningRate }]) => learningRate);
  const triangle = { schedule: 'triangular', warmup: 0.5, startFactor: 0.2, endFactor: 0.1 } as const;
  const { run, ended, heard, until } = await begin({ ...triangle, learningRate: 1 }, 4);
  await until('paused', 4);
  const live = { ...settings, schedule: 'step', learningRate: 8, decayFactor: 0.5, decayEvery: 1 } as const;
  run.setLive(live);
  expect(heard.at(-1)).toEqual({ type: 'liveChanged', step: 5, live });
  run.resume();
  await ended;
  // Up over three of six steps; the fifth step lies in the second epoch of three.
  const wanted = [0.2, 0.2 + 0.8 / 3, 0.2 + 1.6 / 3, 1, 4, 4];
  expect(rates()).toHaveLength(STEPS);
  for (const [at, rate] of rates().entries()) expect(rate).toBeCloseTo(wanted[at] ?? NaN, 12);
  spy.mockRestore();
});

it('augments the training pictures alone, the same way from the same seed, and takes it up live', async () => {
  const still = { learningRate: 0 };
  const plain = await begin(still);
  await plain.ended;
  const augmentation = { flip: 'alternating', shift: 2, shiftPadding: 'reflect', brightness: 0.2, contrast: 0.2, mixup: 1 } as const;
  const augmented = await begin({ ...still, ...augmentation });
  await augmented.ended;
  const again = await begin({ ...still, ...augmentation });
  await again.ended;
  expect(again.losses()).toEqual(augmented.losses());
  for (const [at, loss] of augmented.losses().entries()) expect(loss).not.toBe(plain.losses()[at]);
  // Weights that stand still see the same validation pictures.
  const validations = ({ heard }: typeof plain) => heard.flatMap((message) => (message.type === 'validation' ? [message.point.loss] : []));
  expect(validations(augmented)).toEqual(validations(plain));

  const later = await begin(still, 2);
  await later.until('paused', 2);
  later.run.setLive({ ...settings, ...still, ...augmentation });
  later.run.resume();
  await later.ended;
  expect(later.losses()).toEqual([...plain.losses().slice(0, 2), ...augmented.losses().slice(2)]);
});

it('validates on the mean over several views where that is wanted', async () => {
  const still = { learningRate: 0, epochs: 1, validateEvery: 3 };
  const losses = [];
  for (const testTimeAugmentation of [0, 2] as const) {
    const { ended, heard } = await begin({ ...still, testTimeAugmentation });
    await ended;
    losses.push(...heard.flatMap((message) => (message.type === 'validation' ? [message.point.loss] : [])));
  }
  expect(losses).toHaveLength(2);
  expect(losses[0]).not.toBe(losses[1]);
  expect(Math.abs((losses[0] ?? NaN) - (losses[1] ?? NaN))).toBeLessThan(0.5);
});

it('uploads the pictures once for all runs on the same data, and lets go of them for other data', async () => {
  const device = await openDevice();
  const kept = new DeviceData(device);
  const create = vi.spyOn(device, 'createBuffer');
  const first = await kept.of(dataset);
  expect(first.train).toBeInstanceOf(DeviceDataset);
  expect(create.mock.calls.map(([{ size }]) => size)).toEqual([40 * 3072, 20 * 3072]);
  expect(await kept.of(dataset)).toBe(first);
  expect(create).toHaveBeenCalledTimes(2);
  const destroyed = create.mock.results.map(({ value }) => vi.spyOn(value as GPUBuffer, 'destroy'));
  await kept.of({ ...dataset });
  expect(create).toHaveBeenCalledTimes(4);
  for (const destroy of destroyed) expect(destroy).toHaveBeenCalledOnce();
  create.mockRestore();
});

it('goes the same way, bit for bit, where the device has no room for the pictures', async () => {
  const augmentation = { flip: 'random', shift: 4, cutout: 8, contrast: 0.4 } as const;
  const resident = await begin(augmentation);
  await resident.ended;
  const create = vi.spyOn(DeviceDataset, 'create').mockResolvedValue(undefined);
  const before = deviceData;
  deviceData = new DeviceData(await openDevice());
  const streamed = await begin(augmentation);
  await streamed.ended;
  deviceData = before;
  expect(create).toHaveBeenCalledTimes(2);
  create.mockRestore();
  expect(streamed.losses()).toEqual(resident.losses());
});

it('stops at a loss that is no number, and names the step', async () => {
  const { ended, heard, last, losses } = await begin({ learningRate: 1e30 });
  await ended;
  expect(last()?.phase).toBe('failed');
  const problem = heard.flatMap((message) => (message.type === 'runProblem' ? [message.problem] : []));
  expect(problem).toMatchObject([{ code: 'training.notFinite', params: { step: losses().length + 1 } }]);
  expect(losses().every(Number.isFinite)).toBe(true);
});

it.each([
  ['at the end of a run', { batchSize: 40, epochs: 1, validateEvery: 0 }, Infinity],
  ['at a validation', { batchSize: 40, epochs: 1, validateEvery: 1 }, Infinity],
  ['at a pause', { batchSize: 40, epochs: 2, validateEvery: 0 }, 1],
] as const)('fails where the last update has left no figures, %s', async (_, training, steps) => {
  const { ended, heard, last, losses } = await begin({ ...training, learningRate: 1e38 }, steps);
  await ended;
  expect(last()).toMatchObject({ phase: 'failed', step: 1 });
  expect(last()).not.toHaveProperty('best');
  expect(losses()).toHaveLength(1);
  expect(heard.filter(({ type }) => type === 'validation')).toEqual([]);
  expect(heard.flatMap((message) => (message.type === 'runProblem' ? [message.problem] : []))).toEqual([
    { code: 'training.notFinite', params: { step: 1, context: 'after' } },
  ]);
});

describe('a learning-rate range test', () => {
  const range = { lowest: 1e-4, highest: 1, steps: 12 };

  async function test(training: Partial<TrainingSettings> = {}, tried: RateRange = range, onHeard?: (testing: RangeTesting) => void) {
    const device = await openDevice();
    const [pipelines, prover] = [await sharedPipelines(), await sharedProver()];
    const heard: FromWorker[] = [];
    const beginningTraits = (precision: Precision) => Promise.resolve({ ...deviceTraits(device, true), precision });
    const config = { model: network, training: { ...settings, ...training } };
    const testing = new RangeTesting(config, tried, dataset, { device, pipelines, prover, beginningTraits }, (message) => {
      heard.push(message);
      onHeard?.(testing);
    });
    return { testing, heard, reports: () => heard.flatMap((message) => (message.type === 'rangeTest' ? [message.report] : [])) };
  }

  it('trains at rates that rise, on the batches that a run would begin with', async () => {
    const spy = vi.spyOn(Trainer.prototype, 'step');
    const { testing, reports } = await test();
    await testing.run();
    const rates = spy.mock.calls.map(([, , { learningRate }]) => learningRate);
    expect(rates).toHaveLength(12);
    expect(rates[0]).toBe(1e-4);
    expect(rates[11]).toBeCloseTo(1, 12);
    spy.mockRestore();
    const last = reports().at(-1);
    expect(last).toMatchObject({ over: true, through: true });
    expect(last?.points.map(({ rate }) => rate)).toEqual(rates);
    const run = await begin({ epochs: 1 });
    await run.ended;
    expect(last?.points[0]?.loss).toBe(run.losses()[0]);
  });

  it('leaves a run that waits for it as it was', async () => {
    const alone = await begin();
    await alone.ended;
    const beside = await begin({}, 3);
    await beside.until('paused', 3);
    const { testing, reports } = await test({ batchSize: 8 });
    await beside.run.lend(() => testing.run());
    expect(reports().at(-1)).toMatchObject({ over: true });
    beside.run.resume();
    await beside.ended;
    expect(beside.losses()).toEqual(alone.losses());
  });

  it('ends early when the loss blows up, and when it is cancelled', async () => {
    const blown = await test({}, { lowest: 1e-3, highest: 1e30, steps: 30 });
    await blown.testing.run();
    const found = blown.reports().at(-1);
    expect(found?.over).toBe(true);
    expect(found?.points.length).toBeLessThan(30);
    expect(found?.points.every(({ loss }) => Number.isFinite(loss))).toBe(true);

    const cancelled = await test({}, { ...range, steps: 1000 }, (testing) => testing.cancel());
    await cancelled.testing.run();
    expect(cancelled.reports().at(-1)).toMatchObject({ over: true, through: false, suggestion: undefined });
    expect(cancelled.reports().at(-1)?.points.length).toBeLessThan(1000);
  });

  it('says what is wrong with a network, and is over', async () => {
    const { testing, heard } = await test({ batchSize: 100_000_000 });
    await testing.run();
    expect(heard).toMatchObject([{ type: 'rangeTestProblem' }, { type: 'rangeTest', report: { over: true, points: [] } }]);
  });
});

describe('a sweep', () => {
  async function sweep(changes: readonly Partial<TrainingSettings>[], budget: Budget, onHeard?: (sweeping: Sweeping, message: FromWorker) => void) {
    const device = await openDevice();
    const [pipelines, prover] = [await sharedPipelines(), await sharedProver()];
    const heard: FromWorker[] = [];
    const beginningTraits = (precision: Precision) => Promise.resolve({ ...deviceTraits(device, true), precision });
    const configs = changes.map((change) => ({ model: network, training: { ...settings, ...change } }));
    const sweeping = new Sweeping('sweep', configs, budget, dataset, { device, newsMilliseconds: 0, pipelines, prover, beginningTraits }, (message) => {
      heard.push(message);
      onHeard?.(sweeping, message);
    });
    const reports = () => heard.flatMap((message) => (message.type === 'sweep' ? [message.report] : []));
    return {
      sweeping,
      heard,
      losses: (run: number) => reports().flatMap((report) => (report.run === run ? report.losses : [])),
      outcomes: () => reports().flatMap(({ outcome }) => outcome ?? []),
    };
  }

  // A run's haste and its tuner may alter last bits.
  beforeEach(() => {
    const make = Trainer.create.bind(Trainer);
    vi.spyOn(Trainer, 'create').mockImplementation((device, graph, cache, options) => make(device, graph, cache, { ...options, hurry: false }));
    vi.spyOn(Trainer.prototype, 'tune').mockImplementation(async function* () {
      return new Map();
    });
    return () => vi.restoreAllMocks();
  });

  /** The losses and the last validation of a run of its own. */
  async function alone(change: Partial<TrainingSettings>) {
    const run = await begin(change);
    await run.ended;
    const validation = run.heard.findLast((message) => message.type === 'validation')?.point;
    return { losses: run.losses(), loss: validation?.loss, accuracy: validation?.accuracy };
  }

  it('gives each of its runs the losses and the validation that the run has by itself', async () => {
    const changes = [{ learningRate: 0.01 }, { learningRate: 0.1, schedule: 'cosine' }, { optimizer: 'adam', batchSize: 8, flip: 'random' }] as const;
    const { sweeping, heard, losses, outcomes } = await sweep(changes, { epochs: settings.epochs });
    await sweeping.run();
    for (const [run, change] of changes.entries()) {
      const { losses: wanted, loss, accuracy } = await alone(change);
      expect(losses(run)).toEqual(wanted);
      const outcome = outcomes()[run];
      expect(outcome).toMatchObject({ kind: 'trained', validation: { loss, accuracy, pictures: 20 } });
      expect(outcome?.kind === 'trained' && outcome.validation.right.filter(Boolean).length / 20).toBe(accuracy);
      // So few steps are all among the last.
      expect(outcomes()[run]).toMatchObject({ trainingLoss: wanted.reduce((sum, each) => sum + each, 0) / wanted.length });
    }
    expect(losses(0)).not.toEqual(losses(1));
    expect(heard.at(-1)).toEqual({ type: 'sweepOver', of: 'sweep' });
  });

  it('leaves a run that waits for it as it was', async () => {
    const wanted = await alone({});
    const beside = await begin({}, 3);
    await beside.until('paused', 3);
    const { sweeping, outcomes } = await sweep([{ learningRate: 0.1 }, { batchSize: 8 }], { steps: 2 });
    await beside.run.lend(() => sweeping.run());
    expect(outcomes()).toHaveLength(2);
    beside.run.resume();
    await beside.ended;
    expect(beside.losses()).toEqual(wanted.losses);
  });

  it('goes on behind a run whose loss is no number, and behind one that cannot be', async () => {
    const { sweeping, losses, outcomes, heard } = await sweep([{ learningRate: 1e30 }, { batchSize: 100_000_000 }, {}], { steps: 4 });
    await sweeping.run();
    const [diverged, refused, trained] = outcomes();
    expect(diverged).toEqual({ kind: 'diverged', step: losses(0).length + 1 });
    expect(losses(0).every(Number.isFinite)).toBe(true);
    expect(refused).toMatchObject({ kind: 'refused', problem: { code: 'model.bufferTooLarge' } });
    expect(trained).toMatchObject({ kind: 'trained' });
    expect(losses(2)).toHaveLength(4);
    expect(heard.at(-1)).toEqual({ type: 'sweepOver', of: 'sweep' });
  });

  it('tells of a divergence that the last update alone has made', async () => {
    const { sweeping, losses, outcomes } = await sweep([{ learningRate: 1e30 }], { steps: 1 });
    await sweeping.run();
    expect(losses(0)).toHaveLength(1);
    expect(outcomes()).toEqual([{ kind: 'diverged', step: 2 }]);
  });

  it('stops when it is cancelled, and what is done stands', async () => {
    const cancelInSecond = (sweeping: Sweeping, message: FromWorker) => {
      if (message.type === 'sweep' && message.report.outcome) sweeping.cancel();
    };
    const { sweeping, heard, outcomes } = await sweep([{}, {}, {}], { steps: 2 }, cancelInSecond);
    await sweeping.run();
    expect(outcomes()).toMatchObject([{ kind: 'trained' }]);
    expect(heard.at(-1)).toEqual({ type: 'sweepOver', of: 'sweep' });
  });
});

describe('the best weights', () => {
  /** A validation after every step; the rate is so high that the later ones are no better than an early one. */
  const wild: Partial<TrainingSettings> = { validateEvery: 1, epochs: 10, learningRate: 0.5 };
  type Begun = Awaited<ReturnType<typeof begin>>;
  const validations = ({ heard }: Begun) => heard.flatMap((message) => (message.type === 'validation' ? [message.point] : []));
  const shown = ({ heard }: Begun) => heard.findLast((message) => message.type === 'predictions');

  it('end a run whose validations get no better, where it has a patience, and are told of', async () => {
    const begun = await begin({ ...wild, patience: 3 });
    await begun.ended;
    const points = validations(begun);
    const accuracies = points.map(({ accuracy }) => accuracy);
    const best = accuracies.indexOf(Math.max(...accuracies));
    expect(points).toHaveLength(best + 4);
    expect(points.length).toBeLessThan(30);
    const told = { step: best + 1, accuracy: accuracies[best] };
    expect(begun.last()).toMatchObject({ phase: 'finished', stoppedEarly: true, step: points.length, best: told });
  });

  it('can be gone back to when the run has finished: the same predictions as with them', async () => {
    const begun = await begin({ ...wild, patience: 2 }, Infinity, tuning, true);
    await expect.poll(() => begun.last()?.phase, { timeout: 60_000 }).toBe('finished');
    const best = begun.last()?.best?.step ?? NaN;
    expect(best).toBeLessThan(begun.last()?.step ?? 0);
    const late = shown(begun)?.items.map(({ probabilities }) => probabilities);
    await begun.run.goBack();
    expect(begun.last()).toMatchObject({ phase: 'finished', weightsFrom: best });
    const gone = shown(begun);
    expect(gone?.step).toBe(best);
    expect(gone?.items.map(({ probabilities }) => probabilities)).not.toEqual(late);
    begun.run.stop();
    await begun.ended;

    const there = await begin({ ...wild, patience: 2 }, best);
    await there.until('paused', best);
    await expect.poll(() => shown(there)?.step).toBe(best);
    expect(gone?.items).toEqual(shown(there)?.items);
    there.run.stop();
    await there.ended;
  });

  it('go on from there when a paused run has gone back, until which they are named', async () => {
    const begun = await begin(wild, 8);
    await begun.until('paused', 8);
    const best = begun.last()?.best?.step ?? NaN;
    await begun.run.goBack();
    await expect.poll(() => begun.last()).toMatchObject({ phase: 'paused', step: 8, weightsFrom: best });
    const without = begun.losses().length;
    begun.run.step();
    await begun.until('paused', 9);
    expect(begun.last()).not.toHaveProperty('weightsFrom');
    expect(begun.losses()).toHaveLength(without + 1);
    begun.run.stop();
    await begun.ended;
  });

  it('are not there before a validation, and not after a failure', async () => {
    const early = await begin({ validateEvery: 0 }, 2);
    await early.until('paused', 2);
    await early.run.goBack();
    expect(early.last()).not.toHaveProperty('weightsFrom');
    early.run.stop();
    await early.ended;
    const failed = await begin({ learningRate: 1e30, validateEvery: 1 });
    await failed.ended;
    await failed.run.goBack();
    expect(failed.last()).toMatchObject({ phase: 'failed' });
    expect(failed.last()).not.toHaveProperty('weightsFrom');
  });
});

it('says nothing more once it is let go', async () => {
  const { run, ended, heard, until } = await begin({}, 1);
  await until('paused', 1);
  run.stop();
  const said = heard.length;
  run.resume();
  await ended;
  expect(heard).toHaveLength(said);
});
