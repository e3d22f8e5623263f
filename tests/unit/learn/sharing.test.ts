import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../src/engine/graph/graph';
import { sharing } from '../../../src/ui/learn/chapters/sharing';
import {
  contendersOf,
  countsOf,
  HUNDRED_KERNELS,
  kinds,
  networkOf,
  outputOf,
  SAME_SIZE,
  type Setting,
} from '../../../src/ui/learn/chapters/sharing/connections';
import { settingFields, settingOf } from '../../../src/ui/learn/chapters/sharing/fields';
import { freeWeights, INPUTS, KERNEL, OUTPUTS } from '../../../src/ui/learn/chapters/sharing/strip';
import { withDefaults } from '../../../src/state/learnLink';

describe('the counts of the three kinds of connection', () => {
  it('are those of the text', () => {
    expect(countsOf('full', SAME_SIZE).weights).toBe(9_437_184);
    expect(outputOf(SAME_SIZE)).toEqual({ channels: 3, height: 32, width: 32 });
    expect(outputOf(HUNDRED_KERNELS)).toEqual({ channels: 100, height: 28, width: 28 });
    // The text prints 5,888,000; its own factors make this.
    expect(countsOf('local', HUNDRED_KERNELS).weights).toBe(28 * 28 * 100 * 75);
    expect(countsOf('local', HUNDRED_KERNELS).weights).toBe(5_880_000);
    expect(countsOf('shared', HUNDRED_KERNELS)).toEqual({ weights: 7500, biases: 100, multiplyAdds: 5_880_000 });
  });

  it.each<Setting>([
    { size: 32, channels: 3, kernels: 100, kernel: 5, stride: 1, padding: 0 },
    { size: 31, channels: 7, kernels: 11, kernel: 4, stride: 3, padding: 2 },
    { size: 4, channels: 1, kernels: 1, kernel: 1, stride: 1, padding: 0 },
    { size: 9, channels: 32, kernels: 128, kernel: 9, stride: 4, padding: 4 },
  ])('are those of plain arithmetic for %j', (setting) => {
    const { size, channels, kernels, kernel, stride, padding } = setting;
    const side = Math.floor((size - kernel + 2 * padding) / stride) + 1;
    const [inputs, outputs, field] = [size ** 2 * channels, side ** 2 * kernels, kernel ** 2 * channels];
    expect(countsOf('full', setting)).toEqual({ weights: inputs * outputs, biases: outputs, multiplyAdds: inputs * outputs });
    expect(countsOf('local', setting)).toEqual({ weights: outputs * field, biases: kernels, multiplyAdds: outputs * field });
    expect(countsOf('shared', setting)).toEqual({ weights: kernels * field, biases: kernels, multiplyAdds: outputs * field });
  });

  it('are refused where no window fits', () => {
    expect(() => countsOf('shared', { ...HUNDRED_KERNELS, size: 4 })).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'model.kernelTooLarge' }) }),
    );
  });

  it('follow sliders that begin at the example of the text', () => {
    expect(settingOf(withDefaults(settingFields, {}))).toEqual(HUNDRED_KERNELS);
  });
});

describe('the drawing of few inputs and outputs', () => {
  it('has as many free weights as there are', () => {
    expect([INPUTS, KERNEL, OUTPUTS]).toEqual([6, 3, 4]);
    expect(kinds.map((kind) => freeWeights(kind).length)).toEqual([6 * 4, 3 * 4, 3]);
  });

  it.each(kinds)('has every connection of a %s one once', (kind) => {
    const drawn = freeWeights(kind)
      .flat()
      .map(({ input, output }) => `${input}-${output}`);
    const wanted = Array.from({ length: 24 }, (_, at) => [at % 6, Math.floor(at / 6)] as const)
      .filter(([input, output]) => kind === 'full' || (input >= output && input < output + 3))
      .map(([input, output]) => `${input}-${output}`);
    expect(drawn.toSorted()).toEqual(wanted.toSorted());
  });

  it('lets every output share a weight at the same distance', () => {
    for (const [place, connections] of freeWeights('shared').entries()) {
      expect(connections.map(({ input, output }) => input - output)).toEqual([place, place, place, place]);
    }
  });
});

describe('the networks that train', () => {
  it('give as many values and end in the same head', () => {
    const graphs = contendersOf(5).map(({ model }) => buildGraph(model));
    for (const { nodes } of graphs) {
      expect(nodes.map(({ spec }) => spec.type).slice(-3)).toEqual(['relu', 'flatten', 'dense']);
      expect(nodes.at(-1)?.parameterCount).toBe(16 * 16 * 8 * 10 + 10);
    }
    const head = 20_490;
    const [full, local, shared] = graphs.map(({ parameterCount }) => parameterCount - head);
    expect(full).toBe(16 * 16 * 3 * 2048 + 2048);
    expect(local).toBe(2048 * 75 + 8);
    expect(shared).toBe(75 * 8 + 8);
  });

  it.each([1, 2, 9])('work with kernels of %i', (kernel) => {
    for (const kind of kinds) expect(buildGraph(networkOf(kind, kernel)).output.channels).toBe(10);
  });

  it('are what the button builds', () => {
    const state = withDefaults(sharing.fields, { connection: 'local', kernel: 3 });
    expect(sharing.network(state)).toEqual(networkOf('local', 3));
  });
});

it('asks for the weights of the example, and knows', () => {
  expect(sharing.prediction.answers).toEqual(['2500', '7500', '78400', '5880000']);
  expect(sharing.prediction.right()).toBe('7500');
});
