import { expect, it } from 'vitest';
import { CHANNELS, epochOrder } from '../../src/data/batches';
import { generateShapes } from '../../src/data/shapes';
import { drawChanges, noAugmentation, type Augmentation } from '../../src/engine/pictures/augmentation';
import { changedPicture, mixed } from '../../src/engine/check/reference';
import { CIFAR_INPUT } from '../../src/engine/graph/spec';
import { deviceTraits } from '../../src/engine/runtime/device';
import { Preview } from '../../src/worker/preview';
import { openDevice, sharedPipelines, sharedProver } from '../support/gpu';

const dataset = generateShapes({ seed: 1, trainCount: 40, testCount: 10 });
const SEED = 3;

async function show(augmentation: Partial<Augmentation>, epoch = 1) {
  const device = await openDevice();
  const workbench = { device, pipelines: await sharedPipelines(), prover: await sharedProver(), traitsFor: () => deviceTraits(device, true) };
  const preview = await Preview.create(workbench);
  return preview.show(dataset, { augmentation: { ...noAugmentation, ...augmentation }, seed: SEED, epoch });
}

/** The first pictures that a run with this seed trains on. */
const first = epochOrder(40, SEED, 0).subarray(0, 8);

it('shows the first pictures of a run as they are where nothing is done to them', async () => {
  const pictures = await show({});
  expect(pictures.map(({ index, label }) => [index, label])).toEqual(Array.from(first, (index) => [index, dataset.train.label(index)]));
  for (const { index, pixels } of pictures) expect(pixels).toEqual(Uint8Array.from(dataset.train.picture(index)));
});

it.each([1, 2])('shows what a run does to them in epoch %i', async (epoch) => {
  const augmentation: Augmentation = { flip: 'alternating', shift: 3, shiftPadding: 'reflect', cutout: 9, brightness: 0.5, contrast: 0.5, mixup: 1 };
  const pictures = await show(augmentation, epoch);
  const { pictures: changes, mixing } = drawChanges({ seed: SEED, epoch, first: 0 }, first, CIFAR_INPUT, augmentation);
  if (!mixing) throw new Error('nothing is mixed');
  const changed = Array.from(first, (index, slot) => changedPicture(dataset.train.picture(index), CIFAR_INPUT, CHANNELS, changes[slot] ?? {}));
  for (const [slot, { pixels, partner }] of pictures.entries()) {
    const other = (slot + mixing.partner) % first.length;
    expect(partner).toEqual({ label: dataset.train.label(first[other] ?? -1), share: mixing.share });
    const bytes = mixed(changed[slot] ?? [], changed[other] ?? [], mixing.share).map((value, at) => {
      const { mean, deviation } = CHANNELS[Math.floor(at / 1024)] ?? { mean: 0, deviation: 1 };
      return 255 * (value * deviation + mean);
    });
    // Rounded to whole bytes, after sums in single precision.
    const worst = Math.max(...bytes.map((byte, at) => Math.abs(byte - (pixels[at] ?? NaN))));
    expect(worst).toBeLessThan(0.51);
  }
});
