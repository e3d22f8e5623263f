import { describe, expect, it } from 'vitest';
import { kernelNamed, type KernelName } from '../../../src/engine/kernels';
import { Random } from '../../../src/engine/random';

type Sizes = Readonly<Record<string, number>>;

/** Sizes of a convolution of stride 1, drawn small and odd, with the partial sums that its weight gradient is made in. */
function drawSizes(random: Random): Sizes {
  const from = (low: number, high: number) => low + random.below(high - low + 1);
  const [KERNEL, IN_H, IN_W] = [from(1, 3), from(3, 9), from(3, 20)];
  const padding = random.below(KERNEL);
  const [OUT_H, OUT_W] = [IN_H + 2 * padding - KERNEL + 1, IN_W + 2 * padding - KERNEL + 1];
  const BATCH = from(1, 4);
  const ROWS = from(1, BATCH * OUT_H);
  return {
    ...{ BATCH, IN_H, IN_W, IN_C4: from(1, 11), OUT_H, OUT_W, OUT_C4: from(1, 11), KERNEL, STRIDE: 1, DILATION: 1 },
    ...{ PAD_TOP: padding, PAD_LEFT: padding, SPLITS: Math.ceil((BATCH * OUT_H) / ROWS), ROWS },
  };
}

/** The same in groups of a channel and a filter each. */
const inGroups = (sizes: Sizes): Sizes => ({ ...sizes, GROUPS: 4, GROUP_INPUTS: 1, GROUP_FILTERS: 1 });
/** The same where sums are over pictures alone. */
const overPictures = (sizes: Sizes): Sizes => ({ ...sizes, ROWS: 2, SPLITS: Math.ceil((sizes['BATCH'] ?? 0) / 2) });

/** Vectors or matrices that an operator makes in all. */
const outputs: Readonly<Partial<Record<KernelName, (s: Sizes) => number>>> = {
  conv2d: ({ BATCH = 0, OUT_H = 0, OUT_W = 0, OUT_C4 = 0 }) => BATCH * OUT_H * OUT_W * OUT_C4,
  conv2dInputGrad: ({ BATCH = 0, IN_H = 0, IN_W = 0, IN_C4 = 0 }) => BATCH * IN_H * IN_W * IN_C4,
  conv2dWeightGrad: ({ SPLITS = 0, KERNEL = 0, IN_C4 = 0, OUT_C4 = 0 }) => SPLITS * KERNEL ** 2 * IN_C4 * OUT_C4,
  groupedConv2d: ({ BATCH = 0, OUT_H = 0, OUT_W = 0, OUT_C4 = 0 }) => BATCH * OUT_H * OUT_W * OUT_C4,
  groupedConv2dInputGrad: ({ BATCH = 0, IN_H = 0, IN_W = 0, IN_C4 = 0 }) => BATCH * IN_H * IN_W * IN_C4,
  groupedConv2dWeightGrad: ({ SPLITS = 0, KERNEL = 0, GROUP_INPUTS = 0, OUT_C4 = 0 }) => SPLITS * KERNEL ** 2 * GROUP_INPUTS * OUT_C4,
  locallyConnected2d: ({ BATCH = 0, OUT_H = 0, OUT_W = 0, OUT_C4 = 0 }) => BATCH * OUT_H * OUT_W * OUT_C4,
  locallyConnected2dInputGrad: ({ BATCH = 0, IN_H = 0, IN_W = 0, IN_C4 = 0 }) => BATCH * IN_H * IN_W * IN_C4,
  locallyConnected2dWeightGrad: ({ SPLITS = 0, OUT_H = 0, OUT_W = 0, KERNEL = 0, IN_C4 = 0, OUT_C4 = 0 }) =>
    SPLITS * OUT_H * OUT_W * KERNEL ** 2 * IN_C4 * OUT_C4,
  maxPool: ({ BATCH = 0, OUT_H = 0, OUT_W = 0, IN_C4 = 0 }) => BATCH * OUT_H * OUT_W * IN_C4,
};

describe('what workgroups make', () => {
  it.each(Object.keys(outputs) as KernelName[])('is every output of %s once, in every variant and tiling', (kernel) => {
    const random = Random.from(1);
    const tried = new Set<string>();
    for (let round = 0; round < 40; round++) {
      const drawn = drawSizes(random);
      const sizes = kernel.startsWith('grouped') ? inGroups(drawn) : kernel === 'locallyConnected2dWeightGrad' ? overPictures(drawn) : drawn;
      for (const { name, tilings, madeBy } of kernelNamed(kernel).variants) {
        for (const { constants, workgroups } of tilings(sizes)) {
          const made = Array.from({ length: workgroups }, (_, workgroup) => madeBy?.({ ...sizes, ...constants }, workgroup) ?? []).flat();
          const expected = Array.from({ length: outputs[kernel]?.(sizes) ?? 0 }, (_, at) => at);
          expect(
            made.toSorted((a, b) => a - b),
            `${name} ${JSON.stringify({ ...sizes, ...constants })}`,
          ).toEqual(expected);
          tried.add(name);
        }
      }
    }
    expect([...tried].toSorted()).toEqual(
      kernelNamed(kernel)
        .variants.map(({ name }) => name)
        .toSorted(),
    );
  });
});
