import { expect, it } from 'vitest';
import { packChange, type Change } from '../../src/engine/augmentation';
import { packTensor } from '../../src/engine/check/tensors';
import { buildGraph } from '../../src/engine/graph/graph';
import { model, volume, type Shape } from '../../src/engine/graph/spec';
import { planTraining } from '../../src/engine/plan/plan';
import { Random } from '../../src/engine/random';
import { BatchLoader, type PictureSource } from '../../src/engine/runtime/batch';
import { DeviceDataset, type ChunkLimits } from '../../src/engine/runtime/dataset';
import { Executor } from '../../src/engine/runtime/executor';
import { deviceBytes, scalesAndShifts, type ChannelStatistics, type Pictures } from '../../src/engine/runtime/pictures';
import { shape } from '../support/cases';
import { openDevice, sharedPipelines, traitsPreferring } from '../support/gpu';
import { expectClose } from '../support/numbers';
import { drawPictures } from '../support/pictures';

const COUNT = 10;
const BATCH = 6;
const STEP = { settings: { learningRate: 0, momentum: 0, weightDecay: 0 }, seed: 0 };

const upload = async (pictures: Pictures, input: Shape, limits?: ChunkLimits): Promise<DeviceDataset> => {
  const dataset = await DeviceDataset.create(await openDevice(), { ...pictures, count: COUNT }, input, limits);
  if (!dataset) throw new Error('the pictures do not fit');
  return dataset;
};

/** Where a batch may come from. */
const sources: readonly (readonly [string, (pictures: Pictures, input: Shape) => Promise<PictureSource>])[] = [
  ['the host', (pictures) => Promise.resolve(pictures)],
  ['one buffer', (pictures, input) => upload(pictures, input)],
  // Ten pictures lie as 3, 3, 3 and 1.
  ['four buffers', (pictures, input) => upload(pictures, input, { maxStorageBufferBindingSize: 4 * deviceBytes(input) - 1, maxBufferSize: Infinity })],
];

/** One picture as torchvision would make it: cut out of a canvas with 4 black pixels on every side, mirrored, normalised, a square set to 0. */
function expectedPicture(bytes: Uint8Array, input: Shape, statistics: readonly ChannelStatistics[], change: Change): number[] {
  const { channels, height, width } = input;
  const values: number[] = [];
  for (let channel = 0; channel < channels; channel++) {
    const { mean, deviation } = statistics[channel] ?? { mean: 0, deviation: 1 };
    const canvas = Array.from({ length: height + 8 }, () => new Array<number>(width + 8).fill(0));
    for (let at = 0; at < height * width; at++) {
      const line = canvas[Math.floor(at / width) + 4] ?? [];
      line[(at % width) + 4] = bytes[channel * height * width + at] ?? 0;
    }
    const [top, left] = [4 + (change.shift?.row ?? 0), 4 + (change.shift?.column ?? 0)];
    const rows = canvas.slice(top, top + height).map((line) => line.slice(left, left + width).map((byte) => (byte / 255 - mean) / deviation));
    if (change.flip) for (const line of rows) line.reverse();
    if (change.cutout) {
      const { row, column } = change.cutout;
      for (const line of rows.slice(Math.max(row - 4, 0), row + 4)) line.fill(0, Math.max(column - 4, 0), column + 4);
    }
    values.push(...rows.flat());
  }
  return values;
}

const centre = (row: number, column: number) => ({ cutout: { row, column } });
const shift = (row: number, column: number) => ({ shift: { row, column } });

/** Each for one batch, of which the last is not full. */
const batches: readonly (readonly [string, readonly Change[]])[] = [
  ['as they are', [{}, {}, {}, {}, {}, {}]],
  ['mirrored', [{ flip: true }, {}, { flip: true }]],
  ['shifted', [shift(-4, -4), shift(4, 4), shift(0, 1), shift(1, 0), shift(-3, 2), shift(2, -3)]],
  ['with a square cut out', [centre(0, 0), centre(4, 2), centre(2, 1)]],
  ['with all that may be done', [{ flip: true, ...shift(1, -2), ...centre(3, 0) }, { flip: true, ...shift(-1, 3) }, { flip: true, ...centre(1, 2) }]],
];

it.each(
  sources.flatMap(([name, source]) =>
    [shape(3, 12, 16), shape(3, 5, 3), shape(1, 5, 6), shape(6, 3, 3)].map((input) => [name, `${input.channels} × ${input.height} × ${input.width}`, source, input] as const),
  ),
)('makes batches out of bytes from %s, pictures of %s', async (_, _size, makeSource, input) => {
  const random = Random.from(4);
  const pictures = drawPictures(random, input, COUNT);
  const statistics = Array.from({ length: input.channels }, () => ({ mean: random.between(0.4, 0.5), deviation: random.between(0.2, 0.3) }));
  const graph = buildGraph(model([{ type: 'flatten' }, { type: 'dense' }], input));
  const plan = planTraining(graph, BATCH, await traitsPreferring('direct'));
  const executor = await Executor.create(await openDevice(), plan, await sharedPipelines());
  const loader = new BatchLoader(executor, input);
  const source = await makeSource(pictures, input);
  try {
    executor.write(plan.ports.normalisation ?? -1, scalesAndShifts(statistics));
    for (const [at, [name, changes]] of batches.entries()) {
      const indices = Uint32Array.from(changes, (_change, slot) => (slot * 7 + at * 3 + 2) % COUNT);
      loader.load(source, indices, STEP, Uint32Array.from(changes, packChange));
      executor.run(0, 1);
      const expected = changes.flatMap((change, slot) => expectedPicture(pictures.picture(indices[slot] ?? 0), input, statistics, change));
      // All that the device holds is compared, zeros between and behind the pictures included.
      const packed = packTensor(plan.input, BATCH, Float32Array.from({ length: BATCH * volume(input) }, (_value, index) => expected[index] ?? 0));
      const found = new Float32Array(await executor.read(plan.input.storage)).subarray(0, packed.length);
      expectClose(found, packed, `the pictures, ${name}`);
      expect(found.map((value) => Number(value === 0))).toEqual(packed.map((value) => Number(value === 0)));
    }
  } finally {
    if (source instanceof DeviceDataset) source.destroy();
    loader.destroy();
    executor.destroy();
  }
});

it('refuses more pictures than a batch has, and one that is not there', async () => {
  const input = shape(3, 4, 4);
  const pictures = drawPictures(Random.from(1), input, COUNT);
  const plan = planTraining(buildGraph(model([{ type: 'flatten' }, { type: 'dense' }], input)), BATCH, await traitsPreferring('direct'));
  const executor = await Executor.create(await openDevice(), plan, await sharedPipelines());
  const loader = new BatchLoader(executor, input);
  const dataset = await upload(pictures, input);
  try {
    expect(() => loader.load(dataset, new Uint32Array(BATCH + 1), STEP)).toThrow('7 pictures in a batch of 6');
    expect(() => loader.load(dataset, Uint32Array.of(COUNT), STEP)).toThrow('picture 10 of 10');
  } finally {
    dataset.destroy();
    loader.destroy();
    executor.destroy();
  }
});

it('leaves a data set on the host where the device has no room for it', async () => {
  const input = shape(3, 4, 4);
  const pictures = { ...drawPictures(Random.from(1), input, COUNT), count: COUNT };
  const device = await openDevice();
  const tight = { maxStorageBufferBindingSize: 2 * deviceBytes(input), maxBufferSize: Infinity };
  expect(await DeviceDataset.create(device, pictures, input, tight)).toBeUndefined();

  const scope = device.popErrorScope.bind(device);
  // What a device says whose memory is full; the inner of the two scopes is asked first.
  device.popErrorScope = () => {
    device.popErrorScope = scope;
    return scope().then(() => new GPUOutOfMemoryError('no room'));
  };
  expect(await DeviceDataset.create(device, pictures, input)).toBeUndefined();
});
