import type { Change, Mixing } from '../augmentation';
import { buildGraph } from '../graph/graph';
import { model, volume } from '../graph/spec';
import { planTraining } from '../plan/plan';
import type { AdapterTraits } from '../plan/traits';
import { Random } from '../random';
import { BatchLoader } from '../runtime/batch';
import { Executor } from '../runtime/executor';
import { scalesAndShifts, type Pictures } from '../runtime/pictures';
import type { PipelineCache } from '../runtime/pipelines';
import { verdictOn, type Verdict } from './verdict';
import { gradientsOf } from './probe';
import { changedPicture, crossEntropy, mixed } from './reference';
import { relativeError } from './relativeError';
import { unpackTensor } from '../runtime/tensors';
import { fromDevice } from '../weights/layout';

const BATCH = 4;
const INPUT = { channels: 3, height: 6, width: 7 };
/** One for each picture. */
const CHANGES: readonly Change[] = [
  { flip: true, brightness: 1.3 },
  { flip: true, shift: { row: -1, column: 2, padding: 'zero' }, contrast: 0.6 },
  { shift: { row: 2, column: -3, padding: 'reflect' }, cutout: { row: 5, column: 0, size: 5 } },
];
const MIXING: Mixing = { partner: 2, share: 0.3 };
/** The batch is not full. */
const PICTURES = CHANGES.length;
const CLASSES = 3;
const CHANNELS = [
  { mean: 0.5, deviation: 0.25 },
  { mean: 0.4, deviation: 0.2 },
  { mean: 0.3, deviation: 0.3 },
];
const [RATE, MOMENTUM, DECAY] = [0.1, 0.9, 0.01];

/**
 * Compares the kernels around the layers (loading a batch, the loss, the optimiser) with plain arithmetic, each on what
 * the device itself gave to it, so that the one at fault is told from those behind it.
 */
export async function checkStep(device: GPUDevice, pipelines: PipelineCache, traits: AdapterTraits): Promise<Verdict[]> {
  const graph = buildGraph(model([{ type: 'flatten' }, { type: 'dense', units: CLASSES }], INPUT), CLASSES);
  const plan = planTraining(graph, BATCH, traits);
  const { normalisation = -1, segments = -1, optimiserStates: [velocity = -1] = [], probabilities = -1, metrics = -1 } = plan.ports;
  const executor = await Executor.create(device, plan, pipelines);
  const loader = new BatchLoader(executor, INPUT);
  try {
    const random = Random.from(2);
    const pictures = Array.from({ length: PICTURES }, () => Uint8Array.from({ length: volume(INPUT) }, () => random.below(256)));
    const classes = Uint32Array.from({ length: PICTURES }, () => random.below(CLASSES));
    const floats = (storage: number) => Float32Array.from({ length: (plan.storages[storage]?.bytes ?? 0) / 4 }, () => random.between(-1, 1));
    const [weightsBefore, speedBefore] = [floats(plan.ports.parameters), floats(velocity)];
    executor.write(normalisation, scalesAndShifts(CHANNELS));
    executor.write(segments, plan.segments);
    executor.write(plan.ports.parameters, weightsBefore);
    if (plan.ports.halves !== undefined) executor.writeValues(plan.ports.halves, weightsBefore);
    executor.write(velocity, speedBefore);
    const read = (storage: number) => executor.readValues(storage);

    const source: Pictures = { label: (index) => classes[index] ?? 0, picture: (index) => pictures[index] ?? new Uint8Array() };
    const settings = { learningRate: RATE, momentum: MOMENTUM, weightDecay: DECAY };
    loader.load(source, Uint32Array.from(CHANGES.keys()), { settings, seed: 0 }, { pictures: CHANGES, mixing: MIXING });
    executor.run(0, 1);
    const loaded = unpackTensor(plan.input, BATCH, await read(plan.input.storage));
    const expected = new Float64Array(loaded.length);
    const partnerOf = (slot: number) => (slot + MIXING.partner) % PICTURES;
    const changed = CHANGES.map((change, slot) => changedPicture(pictures[slot] ?? new Uint8Array(), INPUT, CHANNELS, change));
    for (const [slot, picture] of changed.entries()) {
      expected.set(mixed(picture, changed[partnerOf(slot)] ?? [], MIXING.share), slot * volume(INPUT));
    }

    executor.run(1, plan.forwardCount - 1);
    const logits = unpackTensor(plan.output, BATCH, await read(plan.output.storage));
    executor.run(plan.forwardCount - 1, plan.forwardCount);
    const losses = Array.from({ length: PICTURES }, (_, picture) => {
      const own = logits.subarray(picture * CLASSES, (picture + 1) * CLASSES);
      const lossAs = (labelled: number) => crossEntropy(own, classes[labelled] ?? 0, PICTURES);
      const [asSelf, asPartner] = [lossAs(picture), lossAs(partnerOf(picture))];
      const [loss = 0] = mixed([asSelf.loss], [asPartner.loss], MIXING.share);
      return { ...asSelf, loss, gradient: mixed(asSelf.gradient, asPartner.gradient, MIXING.share) };
    });
    const gradientStorage = plan.dispatches[plan.forwardCount - 1]?.bindings[3]?.storage ?? -1;
    const lossErrors = [
      relativeError((await read(probabilities)).subarray(0, PICTURES * CLASSES), losses.flatMap((loss) => loss.probabilities)),
      relativeError((await read(metrics)).subarray(0, 1), [losses.reduce((sum, { loss }) => sum + loss, 0)]),
      relativeError(
        unpackTensor(plan.output, BATCH, await read(gradientStorage)).subarray(0, PICTURES * CLASSES),
        losses.flatMap((loss) => loss.gradient.map((slope) => slope * plan.lossScale)),
      ),
    ];

    executor.run(plan.forwardCount, plan.dispatches.length);
    const gradients = gradientsOf(plan, await read(plan.ports.gradients));
    const weightsAfter = await read(plan.ports.parameters);
    const updateErrors = plan.parameters.map(({ offset, bytes: size, layout }, index) => {
      const gradient = gradients[index]?.data ?? new Float32Array();
      const part = (from: Float32Array) => fromDevice(layout, from.subarray(offset / 4, (offset + size) / 4), gradient.length);
      const [weight, speed] = [part(weightsBefore), part(speedBefore)];
      const expected = Array.from(gradient, (slope, at) => {
        const before = weight[at] ?? 0;
        return before - RATE * (MOMENTUM * (speed[at] ?? 0) + slope / plan.lossScale + DECAY * before);
      });
      return relativeError(part(weightsAfter), expected);
    });
    return [
      verdictOn(plan, 'loadBatch', relativeError(loaded, expected)),
      verdictOn(plan, 'softmaxCrossEntropy', Math.max(...lossErrors)),
      verdictOn(plan, 'sgd', Math.max(...updateErrors)),
    ];
  } finally {
    loader.destroy();
    executor.destroy();
  }
}
