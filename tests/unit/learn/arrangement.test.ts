import { describe, expect, it } from 'vitest';
import { exactSize, nodeOf, strips, stripNode, stripOutput, tapsOf } from '../../../src/ui/learn/chapters/arrangement/arithmetic';
import { mapsOf } from '../../../src/ui/learn/chapters/arrangement/maps';
import { arrangement } from '../../../src/ui/learn/chapters/arrangement';
import { buildGraph } from '../../../src/engine/graph/graph';
import { withDefaults } from '../../../src/state/learnLink';

/** Worked by hand: each output is the first of three numbers less the third. */
const worked = [
  { name: 'seven', stride: 1, padding: 0, gives: [-2, 2, 1, 2, 1] },
  { name: 'seven', stride: 2, padding: 0, gives: [-2, 1, 1] },
  { name: 'seven', stride: 3, padding: 0, gives: [-2, 2] },
  { name: 'seven', stride: 1, padding: 1, gives: [-1, -2, 2, 1, 2, 1, -3] },
  { name: 'seven', stride: 1, padding: 2, gives: [-0, -1, -2, 2, 1, 2, 1, -3, 0] },
  { name: 'six', stride: 1, padding: 0, gives: [-2, 2, 1, 2] },
  { name: 'six', stride: 2, padding: 0, gives: [-2, 1] },
  { name: 'six', stride: 2, padding: 'same', gives: [-2, 1, 1] },
] as const;

describe('the strips', () => {
  it.each(worked)('of $name numbers at stride $stride with padding $padding', ({ name, stride, padding, gives }) => {
    const node = stripNode(strips[name], stride, padding);
    expect(stripOutput(strips[name], node).map((value) => value + 0)).toEqual(gives.map((value) => value + 0));
    // The products that are shown add up to it at every step.
    const sums = gives.map((_, step) => tapsOf(strips[name], node, step).reduce((sum, { value, weight }) => sum + value * weight, 0));
    expect(sums.map((value) => value + 0)).toEqual(gives.map((value) => value + 0));
  });

  it('leave the last of six numbers over at stride 2, which one zero at the end mends', () => {
    const bare = stripNode(strips.six, 2, 0);
    expect(exactSize(bare)).toBe(2.5);
    expect(bare.output.width).toBe(2);
    expect(bare.leftover?.columns).toBe(1);
    const mended = stripNode(strips.six, 2, 'same');
    expect(mended.window?.before.columns).toBe(0);
    expect(mended.window?.after.columns).toBe(1);
    expect(mended.leftover).toBeUndefined();
    expect(exactSize(mended)).toBe(3);
  });

  it('are narrower than what they came from, or wider', () => {
    expect(stripNode(strips.seven, 1, 0).output.width).toBe(7 - 3 + 1);
    expect(stripNode(strips.seven, 1, 2).output.width).toBe(7 + 3 - 1);
  });
});

it('a picture gives a map for each kernel, each value of which is its kernel over its window', () => {
  const pixels = Uint8Array.from({ length: 3072 }, (_, i) => (i * 37) % 256);
  const { node, values } = mapsOf(pixels, { kernel: 5, stride: 3, padding: 1, filters: 2 });
  expect(node.output).toEqual({ channels: 2, height: 10, width: 10 });
  expect(values).toHaveLength(200);
  // The picture's values enter one by one: a picture that is 255 at one point gives the kernel's weight there.
  const point = new Uint8Array(3072);
  point[1024 + 7 * 32 + 9] = 255;
  const { values: responses } = mapsOf(point, { kernel: 3, stride: 1, padding: 0, filters: 1 });
  const touched = [...responses.entries()].filter(([, value]) => value !== 0).map(([place]) => [Math.floor(place / 30), place % 30]);
  expect(touched).toEqual([5, 6, 7].flatMap((row) => [7, 8, 9].map((column) => [row, column])));
  expect(nodeOf({ channels: 3, height: 32, width: 32 }, { kernel: 5, stride: 1, padding: 0, filters: 100 }).output).toEqual({
    channels: 100,
    height: 28,
    width: 28,
  });
});

it('asks what its own arithmetic answers, and builds the layer that it shows', () => {
  expect(arrangement.prediction.right()).toBe('2');
  expect(arrangement.prediction.answers).toContain('2');
  const state = withDefaults(arrangement.fields, { kernel: 5, stride: 2, padding: '2', filters: 4, view: 'picture' });
  const graph = buildGraph(arrangement.network(state));
  expect(graph.nodes[0]?.output).toEqual({ channels: 4, height: 16, width: 16 });
});
