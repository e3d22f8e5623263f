import { describe, expect, it } from 'vitest';
import type { Pattern } from '../../../src/engine/graph/pattern';
import { presets } from '../../../src/engine/graph/presets';
import { defaultPattern, patternLimits, previewPattern, shapesAlong } from '../../../src/ui/network/patternPreview';
import { presetOf } from '../../../src/state/networkEdits';
import { createNetworkStore } from '../../../src/state/network';

const whole = (pattern: Parameters<typeof previewPattern>[0]) => {
  const preview = previewPattern(pattern);
  if (!('spec' in preview)) throw new Error(`refused: ${preview.problem.code}`);
  return preview;
};

describe('the classic pattern', () => {
  it('gives the shapes and counts of vgg from its numbers', () => {
    const { spec, analysis } = whole({ ...defaultPattern, m: 2, n: 2, k: 2, kernel: 3, filters: 32, units: 256 });
    expect(spec.layers.map((layer) => layer.type)).toEqual(presets.vgg.layers.map((layer) => layer.type));
    // 896 + 9,248 + 18,496 + 36,928 + 1,048,832 + 2,570
    expect(analysis.graph?.parameterCount).toBe(1_116_970);
    expect(shapesAlong(spec, analysis, String)).toEqual([...['3×32×32', '32×32×32', '32×16×16', '64×16×16', '64×8×8'], ...['4096', '256', '10']]);
    expect(presetOf(spec)).toBeUndefined();
  });

  it('keeps filters and size where nothing doubles or pools', () => {
    const { spec, analysis } = whole({ ...defaultPattern, m: 1, n: 3, k: 1, doubling: false, pool: false });
    expect(shapesAlong(spec, analysis, String)).toEqual(['3×32×32', '32×32×32', '32768', '10']);
    expect(spec.layers).toHaveLength(3 * 2 + 2);
  });

  it('without blocks is dense layers alone', () => {
    const { spec } = whole({ ...defaultPattern, n: 0, k: 3 });
    expect(spec.layers.map((layer) => layer.type)).toEqual(['flatten', 'dense', 'relu', 'dense', 'relu', 'dense']);
  });

  it('stops pooling when there is nothing left to halve', () => {
    const { analysis } = whole({ ...defaultPattern, m: 1, n: 8, filters: 4 });
    expect(analysis.nodes.filter((node) => node.spec.type === 'maxPool2d')).toHaveLength(5);
    expect(analysis.nodes.find((node) => node.spec.type === 'flatten')?.input).toEqual({ channels: 512, height: 1, width: 1 });
  });

  it('is refused with a reason where doubling goes too far', () => {
    // Five blocks of three layers, one without a pool, then the convolution of 32·2⁶ filters.
    expect(previewPattern({ ...defaultPattern, m: 1, n: 8, filters: 32 })).toEqual({
      problem: { code: 'model.outOfRange', params: { value: '2048', min: 1, max: 1024 }, path: 'layers[17].filters' },
    });
  });

  it('gives a network or a reason at every corner of its limits', () => {
    const ends = ({ min, max }: { min: number; max: number }) => [min, max];
    for (const n of ends(patternLimits.n)) {
      for (const kernel of ends(patternLimits.kernel)) {
        for (const pool of [false, true]) {
          const preview = previewPattern({ ...defaultPattern, m: 1, n, kernel, pool, filters: 1, k: patternLimits.k.max });
          expect('spec' in preview ? preview.analysis.graph?.output.channels : preview.problem.code).toBe(10);
        }
      }
    }
  });

  it('puts the chosen activation between layers, none behind the last', () => {
    const { spec } = whole({ ...defaultPattern, m: 1, n: 1, k: 2, activation: 'tanh' });
    expect(spec.layers.map((layer) => layer.type)).toEqual(['conv2d', 'tanh', 'maxPool2d', 'flatten', 'dense', 'tanh', 'dense']);
  });

  it('loses kernel − 1 rows and columns to each convolution without padding, and says where nothing fits any more', () => {
    const pattern: Pattern = { ...defaultPattern, m: 1, n: 2, kernel: 5, filters: 4, padding: 'valid' };
    const { spec, analysis } = whole(pattern);
    expect(shapesAlong(spec, analysis, String)).toEqual(['3×32×32', '4×28×28', '4×14×14', '8×10×10', '8×5×5', '200', '128', '10']);
    // 5 − 4 = 1: there is nothing to halve, and then nothing for the fourth convolution's 5×5.
    expect(previewPattern({ ...pattern, n: 4 })).toEqual({
      problem: { code: 'model.kernelTooLarge', params: { kernel: 5, rows: 1, columns: 1 }, path: 'layers[8]' },
    });
  });

  it('replaces the network in one step of undo', () => {
    const { getState } = createNetworkStore();
    const { spec } = whole(defaultPattern);
    getState().replace(spec);
    expect(getState().spec).toBe(spec);
    getState().undo();
    expect(getState().spec).toEqual(presets.small);
  });
});
