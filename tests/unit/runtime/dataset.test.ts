import { describe, expect, it } from 'vitest';
import { planChunks } from '../../../src/engine/runtime/dataset';

const PICTURE = 3072;
const limits = (maxStorageBufferBindingSize: number, maxBufferSize = Infinity) => ({ maxStorageBufferBindingSize, maxBufferSize });

describe('a data set in buffers', () => {
  it('takes two for the training set of CIFAR-10 where a binding holds no more than every adapter allows', () => {
    const chunks = planChunks(50_000, PICTURE, limits(2 ** 27, 2 ** 28));
    expect(chunks?.picturesPerChunk).toBe(43_690);
    expect(chunks?.sizes).toEqual([43_690 * PICTURE, 6310 * PICTURE]);
  });

  it('takes one where that is enough, and none too large', () => {
    expect(planChunks(50_000, PICTURE, limits(2 ** 30))?.sizes).toEqual([50_000 * PICTURE]);
    expect(planChunks(50_000, PICTURE, limits(2 ** 30, 25_000 * PICTURE))?.sizes).toEqual([25_000 * PICTURE, 25_000 * PICTURE]);
  });

  it.each([
    ['that four buffers do not hold', 9, limits(2 * PICTURE)],
    ['of which a buffer does not hold one', 1, limits(PICTURE - 1)],
    ['that takes more memory than its share', 200_000, limits(2 ** 31)],
    ['without pictures', 0, limits(2 ** 27)],
  ])('refuses one %s', (_, count, allowed) => {
    expect(planChunks(count, PICTURE, allowed)).toBeUndefined();
  });
});
