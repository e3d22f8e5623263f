import { describe, expect, it } from 'vitest';
import { withDefaults } from '../../../src/state/learnLink';
import { topology } from '../../../src/ui/learn/chapters/topology';
import { centreOf, fieldSteps, seenByCentre } from '../../../src/ui/learn/chapters/topology/field';
import { layOut, UNIT } from '../../../src/ui/learn/chapters/topology/layOut';
import { blocksOf, patternOf, topologyOf } from '../../../src/ui/learn/chapters/topology/topology';
import type { ChapterState } from '../../../src/ui/learn/chapters/types';

const at = (state: ChapterState = {}) => topologyOf(patternOf(withDefaults(topology.fields, state)));

/** r ← r + (F − 1) j, j ← j S over the layers of the pattern, written out anew. */
function recursion(m: number, n: number, kernel: number, pools: number): readonly (readonly [size: number, jump: number])[] {
  const found: (readonly [number, number])[] = [];
  let [r, j] = [1, 1];
  const slide = (window: number, stride: number) => {
    r += (window - 1) * j;
    j *= stride;
    found.push([r, j]);
  };
  for (let block = 0; block < n; block++) {
    for (let i = 0; i < m; i++) slide(kernel, 1);
    if (block < pools) slide(2, 2);
  }
  return found;
}

/** The rows of the picture on which a value depends: every row is changed by itself, layer by layer in ones and zeros. */
function rowsOnWhichItDepends(state: ChapterState, index: number): readonly number[] {
  const { nodes } = at(state).analysis;
  const last = nodes[index];
  if (!last) throw new RangeError('no such layer');
  const reaches = (row: number) => {
    let reached = Array.from({ length: 32 }, (_, place) => place === row);
    for (const { window, output } of nodes.slice(0, index + 1)) {
      if (!window) continue;
      const before = reached;
      const under = (place: number) => Array.from({ length: window.kernel }, (_, tap) => before[place * window.stride - window.before.rows + tap] ?? false);
      reached = Array.from({ length: output.height }, (_, place) => under(place).some(Boolean));
    }
    return reached[centreOf(last)] === true;
  };
  return Array.from({ length: 32 }, (_, row) => row).filter(reaches);
}

describe('the receptive field', () => {
  it.each([
    [2, 2, 3, 'yes', 2],
    [1, 3, 5, 'yes', 3],
    [3, 2, 3, 'no', 0],
    // Of a side of 32 nothing is left to halve behind five pools.
    [1, 6, 3, 'yes', 5],
    [4, 5, 7, 'yes', 5],
  ] as const)('follows the recursion for m = %i, n = %i, F = %i, pools: %s', (m, n, kernel, pool, pools) => {
    const steps = fieldSteps(at({ m, n, kernel, pool }).analysis.nodes);
    expect(steps.map(({ size, jump }) => [size, jump])).toEqual(recursion(m, n, kernel, pools));
    // Each line of the table adds up.
    for (const { kernel: side, stride, before, size, jump } of steps) {
      expect(before.size + (side - 1) * before.jump).toBe(size);
      expect(before.jump * stride).toBe(jump);
    }
  });

  it.each([
    [{}, 3],
    [{ m: 1, n: 3, kernel: 4 }, 6],
    [{ kernel: 5, padding: 'valid' }, 8],
    [{ m: 3, n: 4 }, 20],
    [{ m: 1, n: 6, kernel: 2 }, 14],
  ] as const)('on the picture is where a value depends on it: %o, layer %i', (state, index) => {
    const rows = rowsOnWhichItDepends(state, index);
    const { from, to } = seenByCentre(at(state).analysis.nodes.slice(0, index + 1));
    expect([from, to]).toEqual([rows[0], rows.at(-1)]);
  });

  it('of the centre unit in the second block, by hand', () => {
    // Layer 8 is the second convolution of the second block, unit 8 of 16: 7 … 9 before it, 6 … 10 before that; 12 … 21 before the pool; 10 … 23.
    const nodes = at().analysis.nodes.slice(0, 8);
    expect(nodes.at(-1)?.spec.type).toBe('conv2d');
    expect(seenByCentre(nodes)).toEqual({ from: 10, to: 23 });
  });

  it('of a dense unit is the whole picture, of a flattened value that of the middle', () => {
    const { nodes } = at().analysis;
    const flat = nodes.findIndex(({ spec }) => spec.type === 'flatten');
    expect(seenByCentre(nodes)).toEqual({ from: 0, to: 31 });
    expect(seenByCentre(nodes.slice(0, flat + 1))).toEqual(seenByCentre(nodes.slice(0, flat)));
  });

  it('asks for what the recursion gives', () => {
    const [right] = recursion(2, 2, 3, 2).at(-2) ?? [];
    expect(topology.prediction.right()).toBe(String(right));
    expect(new Set(topology.prediction.answers).size).toBe(4);
    expect(topology.prediction.answers).toContain(String(right));
  });
});

describe('the network as blocks', () => {
  it('is the pattern with its numbers', () => {
    const { spec, analysis } = at({ m: 1, n: 2, k: 1, filters: 4, activation: 'tanh', kernel: 5 });
    expect(spec.layers.map(({ type }) => type)).toEqual([...['conv2d', 'tanh', 'maxPool2d', 'conv2d', 'tanh', 'maxPool2d'], 'flatten', 'dense']);
    // 5·5·3·4 + 4, 5·5·4·8 + 8, 8·8·8·10 + 10
    expect(analysis.graph?.parameterCount).toBe(304 + 808 + 5130);
    const blocks = blocksOf(analysis.nodes);
    expect(blocks.map(({ node }) => node?.spec.type ?? 'input')).toEqual(['input', 'conv2d', 'maxPool2d', 'conv2d', 'maxPool2d', 'flatten', 'dense']);
    expect(blocks.map(({ activation }) => activation?.spec.type)).toEqual([undefined, 'tanh', undefined, 'tanh', undefined, undefined, undefined]);
  });

  it.each([320, 860])('is drawn to one scale in %i pixels', (width) => {
    for (const state of [{}, { m: 4, n: 6, k: 3, filters: 32 }, { n: 0 }]) {
      const blocks = blocksOf(at(state).analysis.nodes);
      const places = layOut(blocks, width);
      const last = places.at(-1);
      expect((last?.x ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual(width);
      const scales = blocks.flatMap(({ node, output }, index) => {
        const place = places[index];
        if (!place || node?.spec.type === 'flatten') return [];
        expect(place.height).toBe(UNIT * output.height);
        // Those at the least width are as wide as can be seen.
        return place.width > 3 ? [place.width / output.channels] : [];
      });
      for (const scale of scales) expect(scale).toBeCloseTo(scales[0] ?? 0, 9);
    }
  });

  it('takes every state to a network or to a reason', () => {
    for (const filters of [1, 32]) {
      for (const padding of ['same', 'valid']) {
        const { graph, problem } = at({ m: 4, n: 6, k: 3, kernel: 7, filters, padding }).analysis;
        if (padding === 'same') expect(graph?.output.channels).toBe(10);
        // 32 − 4·6 = 8, halved to 4: no room for 7×7.
        else expect(problem).toEqual({ code: 'model.kernelTooLarge', params: { kernel: 7, rows: 4, columns: 4 }, path: 'layers[9]' });
      }
    }
  });
});
