import { describe, expect, it } from 'vitest';
import { chooseVariant, kernelNamed, kernels, type VariantChoice } from '../../../src/engine/kernels';

const choice = (preferred: VariantChoice['preferred'], ...excluded: string[]): VariantChoice => ({ preferred, excluded: new Set(excluded) });
const chosen = (kernel: string, made: VariantChoice) => chooseVariant(kernelNamed(kernel), made)?.name;

describe('the variant of a kernel', () => {
  it('is the preferred one', () => {
    for (const kernel of ['conv2d', 'conv2dInputGrad', 'conv2dWeightGrad']) {
      expect(chosen(kernel, choice('direct'))).toBe('direct');
      expect(chosen(kernel, choice('tiled'))).toBe('tiled');
    }
  });

  it('is the only one where a kernel has no other', () => {
    expect(chosen('maxPool', choice('tiled'))).toBe('direct');
  });

  it('is another where the preferred one is left out, for that kernel alone', () => {
    expect(chosen('conv2d', choice('tiled', 'conv2d/tiled'))).toBe('direct');
    expect(chosen('conv2d', choice('direct', 'conv2d/direct'))).toBe('tiled');
    expect(chosen('conv2dInputGrad', choice('tiled', 'conv2d/tiled'))).toBe('tiled');
  });

  it('is none where all are left out', () => {
    expect(chosen('conv2d', choice('tiled', 'conv2d/tiled', 'conv2d/direct'))).toBeUndefined();
    expect(chosen('sgd', choice('tiled', 'sgd/direct'))).toBeUndefined();
  });

  it('goes by a name of its own', () => {
    expect(new Set(kernels.map(({ name }) => name)).size).toBe(kernels.length);
    expect(() => kernelNamed('conv3d')).toThrow('conv3d');
  });
});

describe('every kernel', () => {
  it.each(kernels.flatMap((kernel) => kernel.variants.map(({ name, source }) => [kernel, name, source] as const)))(
    'declares in its shader what it binds: $0.name, %s',
    (kernel, _name, source) => {
      const declared = [...source.matchAll(/@binding\((\d+)\) var<(uniform|storage, read|storage, read_write)>/g)];
      const uses = { uniform: 'uniform', 'storage, read': 'read', 'storage, read_write': 'write' } as const;
      expect(declared.map(([, at]) => Number(at))).toEqual([...kernel.bindings.keys()]);
      expect(declared.map(([, , use]) => uses[use as keyof typeof uses])).toEqual(kernel.bindings);
    },
  );
});
