import { runInNewContext } from 'node:vm';
import { describe as suite, expect, it } from 'vitest';
import { analyse, type GraphNode } from '../../../src/engine/graph/graph';
import { presets } from '../../../src/engine/graph/presets';
import { model, type LayerSpec } from '../../../src/engine/graph/spec';
import type { Shape } from '../../../src/engine/shape';
import { makeFormat } from '../../../src/ui/controls/format';
import { describe, INPUT_FIELD, type Sum } from '../../../src/ui/network/arithmetic';

const write = makeFormat('en').number;

function describeLast(layers: readonly LayerSpec[], input?: Shape): Record<string, string> {
  const { nodes } = analyse(input ? model(layers, input) : model(layers));
  const node = nodes[layers.length - 1] as GraphNode;
  const before = nodes[layers.length - 2]?.receptiveField ?? INPUT_FIELD;
  return Object.fromEntries(describe(node, before, write).map((sum) => [sum.figure, `${sum.expression} = ${sum.result}`]));
}

/** Works an expression out by itself. */
function evaluate({ expression }: Sum): number {
  const script = expression.replaceAll(',', '').replaceAll(/[×·]/g, '*').replaceAll('−', '-').replaceAll('⌊', 'Math.floor(').replaceAll('⌋', ')');
  return Number(runInNewContext(script));
}

suite('the arithmetic of a layer', () => {
  it('is written out for the first convolution of small', () => {
    expect(describeLast([{ type: 'conv2d', filters: 16, kernel: 5, stride: 1, padding: 2 }])).toEqual({
      size: '(32 − 5 + 2·2)/1 + 1 = 32',
      parameters: '16 × 5 × 5 × 3 + 16 = 1,216',
      multiplyAdds: '16 × 5 × 5 × 3 × 32 × 32 = 1,228,800',
      sees: '1 + (5 − 1)·1 = 5',
    });
  });

  it('shows the two sides of a padding that is not the same on both, and rounds down where something is left over', () => {
    expect(describeLast([{ type: 'conv2d', kernel: 4, padding: 'same', bias: false }])).toMatchObject({
      size: '(32 − 4 + 1 + 2)/1 + 1 = 32',
      parameters: '16 × 4 × 4 × 3 = 768',
    });
    expect(describeLast([{ type: 'maxPool2d', size: 3, stride: 2 }])).toEqual({
      size: '⌊(32 − 3 + 2·0)/2⌋ + 1 = 15',
      sees: '1 + (3 − 1)·1 = 3',
    });
  });

  it('takes rows and columns separately where they differ', () => {
    expect(describeLast([{ type: 'maxPool2d', size: 3, stride: 2 }], { channels: 1, height: 9, width: 6 })).toMatchObject({
      rows: '(9 − 3 + 2·0)/2 + 1 = 4',
      columns: '⌊(6 − 3 + 2·0)/2⌋ + 1 = 2',
    });
  });

  it('writes out what a dilated kernel spans', () => {
    expect(
      describeLast([
        { type: 'conv2d', filters: 4, kernel: 3, stride: 2, padding: 0 },
        { type: 'conv2d', kernel: 3, dilation: 4, padding: 4 },
      ]),
    ).toMatchObject({
      size: '(15 − (4·(3 − 1) + 1) + 2·4)/1 + 1 = 15',
      sees: '3 + (3 − 1)·4·2 = 19',
    });
  });

  it('counts the weights of groups, and those that are not shared', () => {
    expect(describeLast([{ type: 'conv2d', filters: 6, groups: 3 }])).toMatchObject({
      parameters: '6 × 3 × 3 × 1 + 6 = 60',
      multiplyAdds: '6 × 3 × 3 × 1 × 32 × 32 = 55,296',
    });
    expect(describeLast([{ type: 'locallyConnected2d', filters: 100, kernel: 5, padding: 0 }])).toMatchObject({
      parameters: '100 × 28 × 28 × 3 × 5 × 5 + 100 = 5,880,100',
      multiplyAdds: '100 × 28 × 28 × 3 × 5 × 5 = 5,880,000',
    });
  });

  it('counts the values that flatten lines up, and the weights of a dense layer', () => {
    expect(describeLast([{ type: 'flatten' }])).toEqual({ values: '3 × 32 × 32 = 3,072' });
    expect(describeLast([{ type: 'flatten' }, { type: 'dense', units: 10 }])).toEqual({
      parameters: '10 × 3,072 + 10 = 30,730',
      multiplyAdds: '10 × 3,072 = 30,720',
    });
  });

  it('leaves running statistics out', () => {
    expect(describeLast([{ type: 'conv2d', filters: 16 }, { type: 'batchNorm' }])).toEqual({
      parameters: '16 + 16 = 32',
      multiplyAdds: '16 × 32 × 32 = 16,384',
    });
  });

  it('says nothing of a layer that only passes values on', () => {
    expect(describeLast([{ type: 'relu' }])).toEqual({});
  });

  const dilated = model([
    { type: 'conv2d', kernel: 4, dilation: 3 },
    { type: 'conv2d', kernel: 3, dilation: 2, stride: 2, padding: 1 },
  ]);
  it.each([...Object.entries(presets), ['dilated layers', dilated] as const])('works out to what the engine says, for every layer of %s', (_name, spec) => {
    const { nodes } = analyse(spec);
    let before = INPUT_FIELD;
    for (const node of nodes) {
      for (const sum of describe(node, before, write)) expect(`${sum.figure} ${evaluate(sum)}`).toBe(`${sum.figure} ${sum.result.replaceAll(',', '')}`);
      before = node.receptiveField;
    }
    expect(nodes).toHaveLength(spec.layers.length);
  });
});
