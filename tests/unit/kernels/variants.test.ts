import { describe, expect, it } from 'vitest';
import { kernelNamed, kernels, type KernelName } from '../../../src/engine/kernels';
import { candidatesFor, chooseCandidate, GPU_ORDER, operatorKey, SOFTWARE_ORDER, type VariantChoice } from '../../../src/engine/kernels/choice';
import { specialise } from '../../../src/engine/kernels/expand';

const sizes = {
  ...{ BATCH: 3, IN_H: 9, IN_W: 9, IN_C4: 2, OUT_H: 9, OUT_W: 9, OUT_C4: 8, KERNEL: 3, STRIDE: 1, DILATION: 1, PAD_TOP: 1, PAD_LEFT: 1 },
  ...{ BIAS: 1, RELU: 0, MASK: 0, SPLITS: 2, ROWS: 14, GROUP_INPUTS: 2, GROUP_FILTERS: 8 },
};
const strided = { ...sizes, STRIDE: 2, OUT_H: 5, OUT_W: 5 };
const dilated = { ...sizes, DILATION: 2, OUT_H: 7, OUT_W: 7 };
const convolutions = ['conv2d', 'conv2dInputGrad', 'conv2dWeightGrad'] as const;

const choice = (order: VariantChoice['order'], ...excluded: string[]): VariantChoice => ({
  order,
  features: new Set(['subgroups']),
  excluded: new Set(excluded),
});
const chosen = (kernel: KernelName, made: VariantChoice, of = sizes) => chooseCandidate(kernelNamed(kernel), of, made)?.variant.name;

describe('the variant of a kernel', () => {
  it.each(convolutions)('is the first in the order of the adapter: %s', (kernel) => {
    expect(chosen(kernel, choice(SOFTWARE_ORDER))).toBe('quad');
    expect(chosen(kernel, choice(GPU_ORDER))).toBe('tiled');
  });

  it.each(convolutions)('is one that the sizes and the device allow: %s', (kernel) => {
    expect(chosen(kernel, { ...choice(SOFTWARE_ORDER), features: new Set() })).toBe('sliding');
    expect(chosen(kernel, choice(SOFTWARE_ORDER), strided)).toBe('direct');
    expect(chosen(kernel, choice(SOFTWARE_ORDER), dilated)).toBe('direct');
    expect(chosen(kernel, choice(GPU_ORDER), dilated)).toBe('tiled');
  });

  it('is the only one where a kernel has no other', () => {
    expect(chosen('relu', choice(GPU_ORDER), { ...sizes, COUNT: 1 } as typeof sizes)).toBe('direct');
  });

  it('is another where the first is left out, for that kernel alone', () => {
    expect(chosen('conv2d', choice(GPU_ORDER, 'conv2d/tiled'))).toBe('quad');
    expect(chosen('conv2d', choice(SOFTWARE_ORDER, 'conv2d/quad'))).toBe('sliding');
    expect(chosen('conv2dInputGrad', choice(GPU_ORDER, 'conv2d/tiled'))).toBe('tiled');
  });

  it('is none where all are left out', () => {
    const all = ['tiled', 'quad', 'sliding', 'direct'].map((name) => `conv2d/${name}`);
    expect(chosen('conv2d', choice(GPU_ORDER, ...all))).toBeUndefined();
    expect(chosen('sgd', choice(GPU_ORDER, 'sgd/direct'))).toBeUndefined();
  });

  it('goes by the name that its kernel is found by', () => {
    for (const kernel of kernels) expect(kernelNamed(kernel.name as KernelName)).toBe(kernel);
  });
});

describe('what the tuner found', () => {
  const conv2d = kernelNamed('conv2d');
  const tuned = (key: string, name: string) => ({ ...choice(SOFTWARE_ORDER), tuned: new Map([[key, name]]) });
  const last = candidatesFor(conv2d, sizes, choice(SOFTWARE_ORDER)).at(-1)?.name ?? '';

  it('is used for the operator that it was found for', () => {
    expect(chooseCandidate(conv2d, sizes, tuned(operatorKey('conv2d', sizes), last))?.name).toBe(last);
    expect(chooseCandidate(conv2d, { ...sizes, BATCH: 4 }, tuned(operatorKey('conv2d', sizes), last))?.name).not.toBe(last);
  });

  it('is passed over where it no longer applies', () => {
    const gone = tuned(operatorKey('conv2d', sizes), 'quad PIXELS=99');
    expect(chooseCandidate(conv2d, sizes, gone)?.name).toBe(candidatesFor(conv2d, sizes, gone)[0]?.name);
  });

  it('does not depend on the order in which sizes were written', () => {
    const turned = Object.fromEntries(Object.entries(sizes).toReversed());
    expect(operatorKey('conv2d', turned)).toBe(operatorKey('conv2d', sizes));
  });
});

describe.each(convolutions)('the candidates of %s', (kernel) => {
  const candidates = candidatesFor(kernelNamed(kernel), sizes, choice(SOFTWARE_ORDER));

  it('have names of their own, and tilings that differ', () => {
    expect(candidates.length).toBeGreaterThan(4);
    expect(new Set(candidates.map(({ name }) => name)).size).toBe(candidates.length);
  });

  it('cover the work with their workgroups', () => {
    for (const { workgroups, name } of candidates) expect(workgroups, name).toBeGreaterThan(0);
  });
});

describe('every kernel', () => {
  // Both parts of a choice in the file are looked at.
  const written = kernels.flatMap((kernel) =>
    kernel.variants.map(({ name, source, tilings }) => {
      const loss = { CLASSES: 1, PLACE_0: 0, PLACES: 2, CLASS_0: 0, CLASS_1: 1, LOSS_SCALE: 1 };
      const activations = { LEAKY_RELU: 1, SIGMOID: 1, TANH: 1, GELU: 1, SILU: 1, ELU: 1, SCALE: 1 };
      const constants = { HALF: 0, F16: 0, ...sizes, GROUP_CHANNELS: 3, ...loss, ...activations, COUNT: 1, POSITIONS: 1, ...tilings(sizes)[0]?.constants };
      return [kernel, name, specialise(source, constants)] as const;
    }),
  );

  it.each(written)('declares in its shader what it binds: $0.name, %s', (kernel, _name, source) => {
    const declared = [...source.matchAll(/@binding\((\d+)\) var<(uniform|storage, read|storage, read_write)>/g)];
    const uses = { uniform: 'uniform', 'storage, read': 'read', 'storage, read_write': 'write' } as const;
    expect(declared.map(([, at]) => Number(at))).toEqual([...kernel.bindings.keys()]);
    expect(declared.map(([, , use]) => uses[use as keyof typeof uses])).toEqual(kernel.bindings);
  });
});
