import { CHANNELS, fileOrder } from '../data/batches';
import { batchesOf, stepsOf, stepsPerEpochOf, type Batch, type Course } from '../data/course';
import type { Dataset } from '../data/types';
import { drawChanges } from '../engine/augmentation';
import { BestWeights } from '../engine/optim/bestWeights';
import { rateAt } from '../engine/optim/schedule';
import { updateOptions } from '../engine/optim/update';
import { fail } from '../engine/problem';
import { profile } from '../engine/profile/profiler';
import type { ProfileReport } from '../engine/profile/report';
import { adapterName } from '../engine/runtime/adapters';
import type { PictureSource } from '../engine/runtime/batch';
import { DeviceDataset } from '../engine/runtime/dataset';
import { deviceTraits, identify, requestDevice } from '../engine/runtime/device';
import { PipelineCache } from '../engine/runtime/pipelines';
import { Trainer, type Metrics } from '../engine/runtime/trainer';
import { TuningMemory } from '../engine/tuning/memory';
import { TUNING_BUDGET } from '../engine/tuning/tune';
import { TuningTurns } from '../engine/tuning/turns';
import { loadData } from './data';
import { lost, openAdapter } from './device';
import { from } from './errors';
import { checkWritable, loadModel, loadWeights, modelGraph, saveWeights } from './files';
import { parseOptions, type TrainOptions } from './options';
import { runProgram } from './program';
import { jsonReport, plainReport, type Report } from './report';
import { fileStore, tuningFile } from './tuningFile';

/** Steps that are on their way before the oldest is waited for: the GPU is never idle, and memory stays bounded. */
const IN_FLIGHT = 8;

const now = () => performance.now();

/** Everything that can be refused is refused before the first step. @returns the exit status */
async function run(options: TrainOptions): Promise<number> {
  const model = await loadModel(options.model);
  const graph = await from(options.model, () => modelGraph(model));
  if (options.save !== undefined) await checkWritable('--save', options.save);
  const weights = options.init === undefined ? undefined : await loadWeights(options.init);
  const adapter = await openAdapter(options.adapter);
  if (typeof adapter === 'number') return adapter;

  const data = await loadData(options);
  const device = await requestDevice(adapter);
  const tuning = options.tune ? tuningMemory(adapter) : undefined;
  const tuned = await tuning?.recall();
  const pipelines = new PipelineCache(device);
  const traits = { ...deviceTraits(device, identify(adapter).software), precision: options.precision };
  const settings = {
    batch: options.batch,
    normalisation: CHANNELS,
    traits: tuned ? { ...traits, choice: { ...traits.choice, tuned } } : traits,
    update: updateOptions(options),
  };
  const { seed, tune: hurry } = options;
  const trainer = await from(options.init ?? options.model, () =>
    Trainer.create(device, graph, pipelines, { ...settings, seed, hurry, ...(weights ? { weights } : {}) }),
  );
  const report = makeReport(options);
  const train = (await DeviceDataset.create(device, data.train, graph.input)) ?? data.train;
  try {
    report.start(adapterName(adapter), graph, stepsOf(courseOf(options, data)));
    await Promise.race([trainAll(trainer, train, data, options, report, tuning), lost(device)]);
    if (options.save !== undefined) await saveWeights(options.save, await trainer.readWeights('average'), model);
    if (options.profile) {
      const { traits: trained } = trainer;
      trainer.destroy();
      const measuring = profile(device, graph, pipelines, { ...settings, traits: trained, adapter: adapterName(adapter), now });
      const result = await Promise.race([finish(measuring), lost(device)]);
      if (result) report.profile(result);
    }
  } finally {
    report.close();
    // Dawn does not survive the end of a process with work under way.
    await Promise.race([Promise.all([trainer.settle(), device.queue.onSubmittedWorkDone()]), device.lost]);
  }
  return 0;
}

async function finish(measuring: ReturnType<typeof profile>): Promise<ProfileReport | undefined> {
  for (;;) {
    const { done, value } = await measuring.next();
    if (done) return value;
  }
}

function makeReport({ json }: TrainOptions): Report {
  const write = (line: string) => void process.stdout.write(line);
  if (json) return jsonReport(write);
  return plainReport(write, process.stderr.isTTY && process.stdout.isTTY ? process.stderr : undefined);
}

function courseOf({ batch, accumulate, shuffle, seed, steps, epochs }: TrainOptions, data: Dataset): Course {
  const length = { ...(steps === undefined ? {} : { steps }), ...(epochs === undefined ? {} : { epochs }) };
  return { records: data.train.count, batch: batch * accumulate, shuffle, seed, ...length };
}

function tuningMemory(adapter: GPUAdapter): TuningMemory {
  // Dawn names the driver with its version in the description.
  return new TuningMemory(fileStore(tuningFile()), identify(adapter), `Dawn ${process.version}`);
}

/**
 * @param train the training set of `data`, where the device may hold it.
 * @param memory keeps what the tuner finds between the steps; none where nothing is to be tuned.
 */
async function trainAll(
  trainer: Trainer,
  train: PictureSource,
  data: Dataset,
  options: TrainOptions,
  report: Report,
  memory?: TuningMemory,
): Promise<void> {
  const course = courseOf(options, data);
  const length = { steps: stepsOf(course), stepsPerEpoch: stepsPerEpochOf(course) };
  const best = new BestWeights(options.patience);
  const pending: { readonly step: number; readonly epoch: number; readonly metrics: Promise<Metrics> }[] = [];
  let images = 0;
  let steps = 0;
  /** Milliseconds that are no training. */
  let validating = 0;
  const tellOldest = async () => {
    const oldest = pending.shift();
    if (!oldest) return;
    const { step, epoch } = oldest;
    const { loss, accuracy, finite } = await oldest.metrics;
    if (!finite) fail('training.notFinite', { step });
    report.step({ step, epoch, loss, accuracy });
  };
  const validate = async ({ step, epoch }: Batch) => {
    while (pending.length > 0) await tellOldest();
    const from = performance.now();
    const indices = fileOrder(Math.min(options.validationPictures, data.test.count));
    const { loss, accuracy } = await trainer.evaluate(data.test, indices, { weights: 'average', level: options.tta });
    report.validation({ step, epoch, images: indices.length, loss, accuracy });
    await best.take(step, accuracy, () => trainer.readWeights('average'));
    validating += performance.now() - from;
  };
  const turns = memory && new TuningTurns(trainer.tune(TUNING_BUDGET, now), memory, now);
  const began = performance.now();
  for (const batch of batchesOf(course)) {
    const { step, epoch, first, indices } = batch;
    const changes = drawChanges({ seed: options.seed, epoch, first }, indices, trainer.graph.input, options.augment);
    const learningRate = rateAt({ ...options, learningRate: options.lr }, length, step);
    const metrics = trainer.step(train, indices, { ...options, learningRate }, changes);
    // It is awaited in its turn; a failure that comes sooner must not end the process unheard.
    metrics.catch(() => undefined);
    pending.push({ step, epoch, metrics });
    images += indices.length;
    steps = step;
    if (pending.length >= IN_FLIGHT) await tellOldest();
    if (turns?.isDue()) {
      while (pending.length > 0) await tellOldest();
      await turns.take();
    }
    const isDue = options.validateEvery > 0 && (step % options.validateEvery === 0 || step === length.steps);
    if (isDue) await validate(batch);
    if (best.isStale) break;
  }
  await turns?.stop();
  while (pending.length > 0) await tellOldest();
  const seconds = (performance.now() - began - validating) / 1000;
  if (options.best && best.kept) trainer.writeWeights(best.kept.weights);

  if (options.eval !== undefined) {
    const indices = fileOrder(options.eval === 'all' ? data.test.count : options.eval);
    const metrics = await trainer.evaluate(data.test, indices, { weights: 'average', level: options.tta });
    report.eval({ images: indices.length, ...metrics });
  }
  report.end({ steps, images, seconds });
}

await runProgram(async (words) => {
  const options = parseOptions(words);
  return options ? run(options) : 0;
});
