import { expect, it } from 'vitest';
import type { Change, Mixing } from '../../src/engine/pictures/augmentation';
import { packTensor } from '../../src/engine/runtime/tensors';
import { buildGraph } from '../../src/engine/graph/graph';
import { model } from '../../src/engine/graph/spec';
import { volume, type Shape } from '../../src/engine/shape';
import { planTraining } from '../../src/engine/plan/plan';
import { Random } from '../../src/engine/random';
import { BatchLoader, type PictureSource } from '../../src/engine/runtime/batch';
import { DeviceDataset, type ChunkLimits } from '../../src/engine/runtime/dataset';
import { Executor } from '../../src/engine/runtime/executor';
import { deviceBytes, scalesAndShifts, type ChannelStatistics, type Pictures } from '../../src/engine/pictures/pictures';
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

/** A plane with `pad` more on every side: zeros, or rows and columns mirrored at the border as torch.nn.functional.pad does by `reflect`. */
function padded(plane: readonly number[][], pad: number, padding: 'zero' | 'reflect'): number[][] {
  const around = <T>(line: readonly T[], nothing: T) => {
    if (padding === 'zero') return [...new Array<T>(pad).fill(nothing), ...line, ...new Array<T>(pad).fill(nothing)];
    return [...line.slice(1, pad + 1).reverse(), ...line, ...line.slice(-pad - 1, -1).reverse()];
  };
  const wide = plane.map((line) => around(line, 0));
  return around(wide, new Array<number>(wide[0]?.length ?? 0).fill(0));
}

/**
 * One picture as torchvision would make it: contrast and brightness changed, cut out of a padded canvas, mirrored,
 * normalised, a square set to 0. Each of them is done to whole planes, one after the other.
 */
function expectedPicture(bytes: Uint8Array, input: Shape, statistics: readonly ChannelStatistics[], change: Change): number[] {
  const { channels, height, width } = input;
  const { contrast = 1, brightness = 1, shift, cutout } = change;
  const clamp = (value: number) => Math.max(0, Math.min(1, value));
  let planes = Array.from({ length: channels }, (_c, c) =>
    Array.from({ length: height }, (_r, r) => Array.from({ length: width }, (_x, x) => (bytes[(c * height + r) * width + x] ?? 0) / 255)),
  );
  const shares = channels === 3 ? [0.2989, 0.587, 0.114] : planes.map(() => 1 / channels);
  const greys = Array.from({ length: height * width }, (_, at) =>
    planes.reduce((sum, plane, c) => sum + (shares[c] ?? 0) * (plane[Math.floor(at / width)]?.[at % width] ?? 0), 0),
  );
  const mean = greys.reduce((sum, grey) => sum + grey, 0) / greys.length;
  const recolour = (value: number) => clamp(brightness * clamp(contrast * value + (1 - contrast) * mean));
  planes = planes.map((plane) => plane.map((line) => line.map(recolour)));
  if (shift) {
    const pad = shift.padding === 'zero' ? 8 : Math.max(Math.abs(shift.row), Math.abs(shift.column));
    const [top, left] = [pad + shift.row, pad + shift.column];
    planes = planes.map((plane) =>
      padded(plane, pad, shift.padding)
        .slice(top, top + height)
        .map((line) => line.slice(left, left + width)),
    );
  }
  if (change.flip) planes = planes.map((plane) => plane.map((line) => line.toReversed()));
  return planes.flatMap((plane, c) => {
    const { mean: middle, deviation } = statistics[c] ?? { mean: 0, deviation: 1 };
    const normalised = plane.map((line) => line.map((value) => (value - middle) / deviation));
    if (cutout) {
      const before = Math.floor(cutout.size / 2);
      const [top, left] = [cutout.row - before, cutout.column - before];
      for (const line of normalised.slice(Math.max(top, 0), Math.max(top + cutout.size, 0))) line.fill(0, Math.max(left, 0), Math.max(left + cutout.size, 0));
    }
    return normalised.flat();
  });
}

const centre = (row: number, column: number, size = 8) => ({ cutout: { row, column, size } });
const shift = (row: number, column: number) => ({ shift: { row, column, padding: 'zero' } }) as const;
/** Reflection needs as many pixels within the border as it puts beyond. */
const reflect = (row: number, column: number) => ({ shift: { row, column, padding: 'reflect' } }) as const;

/** Each for one batch, of which the last is not full. */
const batches: readonly (readonly [string, readonly Change[], Mixing?])[] = [
  ['as they are', [{}, {}, {}, {}, {}, {}]],
  ['mirrored', [{ flip: true }, {}, { flip: true }]],
  ['shifted', [shift(-4, -4), shift(8, 8), shift(0, 1), shift(1, 0), shift(-3, 2), shift(-8, -7)]],
  [
    'shifted with reflection',
    [reflect(-2, -2), reflect(2, 2), reflect(0, 1), reflect(-1, 0), { flip: true, ...reflect(-1, 2) }, { flip: true, ...reflect(1, -1) }],
  ],
  ['with a square cut out', [centre(0, 0), centre(4, 2), centre(2, 1), centre(1, 2, 1), centre(2, 0, 3), centre(0, 1, 32)]],
  ['darker and brighter', [{ brightness: 0 }, { brightness: 0.4 }, { brightness: 1.6 }]],
  [
    'with less and more contrast',
    [{ contrast: 0 }, { contrast: 0.4 }, { contrast: 1.9 }, { contrast: 0.7, brightness: 1.5 }, { contrast: 1.5, ...shift(2, -1) }],
  ],
  ['mixed', [{}, {}, {}, {}, {}, {}], { partner: 1, share: 0.3 }],
  [
    'with all that may be done',
    [
      { flip: true, ...shift(1, -2), ...centre(3, 0), contrast: 1.3 },
      { flip: true, ...shift(-1, 3), brightness: 0.8 },
      { flip: true, ...centre(1, 2), ...reflect(1, 1) },
      { ...reflect(-2, 0), contrast: 0.5, brightness: 1.4 },
    ],
    { partner: 3, share: 0.85 },
  ],
];

it.each(
  sources.flatMap(([name, source]) =>
    [shape(3, 12, 16), shape(3, 5, 3), shape(1, 5, 6), shape(6, 3, 3)].map(
      (input) => [name, `${input.channels} × ${input.height} × ${input.width}`, source, input] as const,
    ),
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
    executor.write(plan.ports.normalisation, scalesAndShifts(statistics));
    for (const [at, [name, changes, mixing]] of batches.entries()) {
      const indices = Uint32Array.from(changes, (_change, slot) => (slot * 7 + at * 3 + 2) % COUNT);
      loader.load(source, indices, STEP, { pictures: changes, ...(mixing ? { mixing } : {}) });
      executor.run(0, 1);
      const changed = changes.map((change, slot) => expectedPicture(pictures.picture(indices[slot] ?? 0), input, statistics, change));
      const { partner, share } = mixing ?? { partner: 0, share: 0 };
      const expected = changed.flatMap((own, slot) => {
        const other = changed[(slot + partner) % changed.length] ?? [];
        return own.map((value, place) => (1 - share) * value + share * (other[place] ?? 0));
      });
      // All that the device holds is compared, zeros between and behind the pictures included.
      const packed = packTensor(
        plan.input,
        BATCH,
        Float32Array.from({ length: BATCH * volume(input) }, (_value, index) => expected[index] ?? 0),
      );
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
