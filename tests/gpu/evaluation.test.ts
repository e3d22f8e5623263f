import { expect, it, vi } from 'vitest';
import { generateShapes } from '../../src/data/shapes';
import { crossEntropy } from '../../src/engine/metrics/calibration';
import { accuracyOf, confusionMatrix, guesses } from '../../src/engine/metrics/evaluation';
import { buildGraph } from '../../src/engine/graph/graph';
import { CIFAR_INPUT, model } from '../../src/engine/graph/spec';
import { deviceTraits } from '../../src/engine/runtime/device';
import { Trainer } from '../../src/engine/runtime/trainer';
import { softmax } from '../../src/engine/metrics/softmax';
import type { NamedTensor } from '../../src/engine/weights/layout';
import { TuningMemory } from '../../src/engine/tuning/memory';
import { settingDefaults } from '../../src/state/settings';
import { DeviceData } from '../../src/worker/deviceData';
import { Evaluating } from '../../src/worker/evaluating';
import type { FromWorker, TrainingSettings } from '../../src/worker/messages';
import { Run } from '../../src/worker/run';
import { Watching } from '../../src/worker/watching';
import { openDevice, sharedPipelines, sharedProver } from '../support/gpu';
import { expectClose } from '../support/numbers';
import { OracleTrainer } from '../support/oracle';
import { normalised } from '../support/pictures';

const dataset = generateShapes({ seed: 1, trainCount: 40, testCount: 20 });
const every = Array.from({ length: 20 }, (_, index) => index);
const network = model([
  ...[{ type: 'maxPool2d', size: 4, stride: 4 } as const, { type: 'conv2d', filters: 4, kernel: 3, padding: 1 } as const],
  ...[{ type: 'relu' } as const, { type: 'flatten' } as const, { type: 'dense', units: 10 } as const],
]);
/** The last of the test pictures' batches is not full. */
const settings: TrainingSettings = { ...settingDefaults, ...{ batchSize: 8, epochs: 2, seed: 3, validateEvery: 5, validationPictures: 20 } };
const STEPS = 10;

/** A run that pauses after so many steps, what it and its evaluation say, and a way to wait until it is there. */
async function begin(training: Partial<TrainingSettings>, steps: number) {
  const device = await openDevice();
  const store = { read: () => Promise.resolve(undefined), write: () => Promise.resolve() };
  const tuning = new TuningMemory(store, { vendor: '', architecture: '', description: '' }, '');
  const beginningTraits = () => Promise.resolve(deviceTraits(device, true));
  const workbench = {
    device,
    newsMilliseconds: 0,
    pipelines: await sharedPipelines(),
    prover: await sharedProver(),
    beginningTraits,
    deviceData: new DeviceData(device),
    tuning,
  };
  const heard: FromWorker[] = [];
  const send = (message: FromWorker) => void heard.push(message);
  const run = new Run({ model: network, training: { ...settings, ...training } }, { workbench, dataset, watching: new Watching([]), send }, steps);
  const ended = run.train();
  const evaluating = new Evaluating(send);
  const of = <T extends FromWorker['type']>(type: T) => heard.filter((message): message is Extract<FromWorker, { type: T }> => message.type === type);
  const reaches = (phase: string, step: number) =>
    expect
      .poll(
        () =>
          of('run')
            .map(({ report }) => [report.phase, report.step])
            .at(-1),
        { timeout: 60_000, interval: 5 },
      )
      .toEqual([phase, step]);
  await reaches('paused', steps);
  return {
    ...{ run, ended, heard, evaluating, of, reaches },
    losses: () => of('points').flatMap(({ points }) => points.map(({ loss }) => loss)),
    weights: async (which: 'present' | 'average') => {
      let found: NamedTensor[] = [];
      await run.lendNetwork(async ({ trainer }) => {
        found = await trainer.readWeights(which);
      });
      return found;
    },
    finish: async () => {
      run.stop();
      await ended;
    },
  };
}

type Begun = Awaited<ReturnType<typeof begin>>;

async function evaluate({ evaluating, run, of }: Begun, most?: number) {
  await evaluating.run(run, most);
  const report = of('evaluation').at(-1)?.report;
  if (!report) throw new Error('nothing was found');
  return report;
}

it('gives the probabilities that TensorFlow.js finds with the running mean of the weights', async () => {
  const begun = await begin({ ema: 0.5, learningRate: 0.1 }, 5);
  const report = await evaluate(begun);
  const inputs = normalised(dataset.test, CIFAR_INPUT, every);
  const byOracle = async (which: 'present' | 'average') => new OracleTrainer(buildGraph(network), await begun.weights(which)).predict(inputs);
  const [mean, present] = [await byOracle('average'), await byOracle('present')];
  const probabilities = softmax(report.logits, 10);
  expectClose(probabilities, mean, 'the probabilities');
  expect(() => expectClose(probabilities, present, 'the probabilities')).toThrow();
  expect(report).toMatchObject({ step: 5, source: 'shapes10', classNames: dataset.classNames, classes: 10 });
  expect([...report.labels]).toEqual(every.map((index) => dataset.test.label(index)));
  expect(begun.of('evaluationProgress').map(({ progress }) => progress)).toEqual([
    ...[
      { done: 0, total: 20 },
      { done: 8, total: 20 },
      { done: 16, total: 20 },
    ],
    undefined,
  ]);
  await begun.finish();
});

it.each([
  [0, 1],
  [2, 1],
  // Logits that lie so far apart that no probability in 32 bits tells them.
  [0, 1e6],
  [2, 1e6],
] as const)(
  'has the loss and the accuracy of a validation of the same step, at level %i of test-time augmentation, weights times %i',
  async (testTimeAugmentation, times) => {
    const begun = await begin({ testTimeAugmentation }, 4);
    await begun.run.lendNetwork(async ({ trainer }) => {
      const weights = await trainer.readWeights();
      trainer.executor.writeWeights(weights.map((tensor) => ({ ...tensor, data: tensor.data.map((weight) => times * weight) })));
    });
    begun.run.setLive({ ...settings, learningRate: 0 });
    begun.run.step();
    await expect.poll(() => begun.of('validation'), { timeout: 60_000, interval: 5 }).toHaveLength(1);
    const report = await evaluate(begun);
    if (times > 1) expect(crossEntropy(report)).toBeGreaterThan(1000);
    const [validation] = begun.of('validation');
    expect(crossEntropy(report)).toBeCloseTo(validation?.point.loss ?? NaN, 9);
    expect(accuracyOf(confusionMatrix(guesses(report), report.classes))).toBe(validation?.point.accuracy);
    await begun.finish();
  },
);

it('leaves the run as it is, bit for bit', async () => {
  // A tuner that goes over in its own time may change last bits; so may a hurried beginning, until it is settled.
  const tune = vi.spyOn(Trainer.prototype, 'tune').mockImplementation(async function* () {
    return new Map();
  });
  const losses = async (between: (begun: Begun) => Promise<unknown>) => {
    const begun = await begin({ ema: 0.5 }, 1);
    await begun.run.lendNetwork(({ trainer }) => trainer.settle());
    const before = await begun.weights('present');
    await between(begun);
    expect(await begun.weights('present')).toEqual(before);
    begun.run.resume();
    await begun.reaches('finished', STEPS);
    await begun.finish();
    return begun.losses();
  };
  const alone = await losses(() => Promise.resolve());
  expect(alone).toHaveLength(STEPS);
  expect(await losses(evaluate)).toEqual(alone);
  tune.mockRestore();
});

it('takes its turn in a run that trains, and serves when that has finished', async () => {
  const begun = await begin({}, 1);
  begun.run.resume();
  const { step } = await evaluate(begun);
  expect(step).toBeGreaterThanOrEqual(1);
  await begun.reaches('finished', STEPS);
  expect(await evaluate(begun)).toMatchObject({ step: STEPS });
  await begun.finish();
});

it('looks at the first pictures alone where that is wanted, and shows those that are asked for', async () => {
  const begun = await begin({}, 1);
  begun.evaluating.show([0]);
  expect(begun.of('testPictures')).toEqual([]);
  const whole = await evaluate(begun);
  const some = await evaluate(begun, 5);
  expect(some.labels).toEqual(whole.labels.slice(0, 5));
  expectClose(some.logits, whole.logits.slice(0, 50), 'the logits');
  // The pictures stay when the run is let go of.
  await begun.finish();
  begun.evaluating.show([7, 2]);
  expect(begun.of('testPictures').map(({ pictures }) => pictures)).toEqual([
    [7, 2].map((index) => ({ index, label: dataset.test.label(index), pixels: dataset.test.picture(index).slice() })),
  ]);
});

it('can be cancelled, and then finds nothing', async () => {
  const begun = await begin({}, 1);
  const cancelling = new Evaluating((message) => {
    begun.heard.push(message);
    if (message.type === 'evaluationProgress' && message.progress?.done === 8) cancelling.cancel();
  });
  await cancelling.run(begun.run);
  expect(begun.of('evaluation')).toEqual([]);
  expect(begun.of('evaluationProblem')).toEqual([]);
  expect(begun.of('evaluationProgress').map(({ progress }) => progress?.done)).toEqual([0, 8, undefined]);
  // The next one is not cancelled by that.
  await cancelling.run(begun.run, 5);
  expect(begun.of('evaluation')).toHaveLength(1);
  await begun.finish();
});

it('tells what is missing', async () => {
  const begun = await begin({}, 1);
  await begun.evaluating.run(undefined);
  await begun.run.lendNetwork(async ({ trainer }) => {
    const weights = await trainer.readWeights();
    trainer.executor.writeWeights(weights.map((tensor) => ({ ...tensor, data: tensor.data.map(() => NaN) })));
  });
  await begun.evaluating.run(begun.run);
  await begun.finish();
  await begun.evaluating.run(begun.run);
  expect(begun.of('evaluationProblem').map(({ problem }) => problem)).toEqual([
    { code: 'evaluation.noNetwork', params: {} },
    { code: 'evaluation.notFinite', params: { step: 1 } },
    { code: 'evaluation.noNetwork', params: {} },
  ]);
  expect(begun.of('evaluation')).toEqual([]);
});
