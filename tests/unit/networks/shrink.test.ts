import { describe, expect, it } from 'vitest';
import { everyNode } from '../../../src/engine/graph/graph';
import { graphOf, type NetworkCase } from '../../support/networks/case';
import { drawNetwork } from '../../support/networks/draw';
import { shrink } from '../../support/networks/shrink';

const nodesOf = (drawn: NetworkCase) => everyNode(graphOf(drawn)?.nodes ?? []);

describe('a case that fails', () => {
  it('shrinks to what makes it fail', async () => {
    const drawn: NetworkCase = {
      ...{ seed: 1, batch: 8, pictures: 7, parallelism: 64 },
      model: {
        ...{ format: 'kernelgarten-model', version: 1, input: { channels: 3, height: 6, width: 5 } },
        layers: [
          { type: 'conv2d', filters: 8, kernel: 3, bias: false },
          { type: 'residual', layers: [{ type: 'relu' }, { type: 'conv2d', filters: 8, kernel: 3, stride: 1, padding: 'same' }] },
          { type: 'maxPool2d', size: 3 },
          { type: 'flatten' },
          { type: 'dense', units: 10 },
        ],
      },
    };
    // As a fault would that needs three pictures and a convolution inside a block.
    const fails = async (smaller: NetworkCase) =>
      smaller.pictures >= 3 && nodesOf(smaller).some(({ path, spec }) => path.includes('.layers') && spec.type === 'conv2d');
    const smallest = await shrink(drawn, fails);
    expect(smallest).toMatchObject({ seed: 1, batch: 3, pictures: 3, parallelism: 1024 });
    expect(smallest.model.input).toEqual({ channels: 1, height: 1, width: 1 });
    expect(nodesOf(smallest).map(({ spec }) => spec)).toMatchObject([{ type: 'residual' }, { type: 'conv2d', filters: 1 }, { type: 'dense', units: 10 }]);
  });

  it.each([1, 2, 3, 4, 5])('stays one that can be trained (seed %d)', async (seed) => {
    const smallest = await shrink(drawNetwork(seed), async (smaller) => {
      expect(graphOf(smaller)).toBeDefined();
      return true;
    });
    expect(nodesOf(smallest).length).toBeLessThanOrEqual(2);
  });
});
