import { describe, expect, it } from 'vitest';
import { buildProbeGraph } from '../../../src/engine/graph/graph';
import { sightOf } from '../../../src/engine/explain/sight';
import { model, type LayerSpec } from '../../../src/engine/graph/spec';
import { volume, type Shape } from '../../../src/engine/shape';
import { byOracle } from '../../support/oracle';

const shape = (channels: number, height: number, width: number): Shape => ({ channels, height, width });
const conv = (kernel: number, options: Record<string, number | string> = {}): LayerSpec => ({
  type: 'conv2d',
  filters: 2,
  kernel,
  padding: 'same',
  ...options,
});
const graphOf = (layers: readonly LayerSpec[], input = shape(3, 32, 32)) => buildProbeGraph(model(layers, input));
const box = (top: number, bottom: number, left: number, right: number) => ({ top, bottom, left, right });

describe('what a unit sees', () => {
  const small = graphOf([conv(5), { type: 'relu' }, { type: 'maxPool2d' }, conv(3)]);

  it('is its windows walked back', () => {
    // Rows 9 to 11 of the pool's output, 18 to 23 of its input, two more on either side.
    expect(sightOf(small, 'layers[3]', { channel: 0, row: 10, column: 4 }).area).toEqual(box(16, 25, 4, 13));
  });

  it('ends at the border', () => {
    expect(sightOf(small, 'layers[3]', { channel: 0, row: 0, column: 15 }).area).toEqual(box(0, 5, 26, 31));
  });

  it('is told layer by layer, with jumps and sizes', () => {
    const { steps } = sightOf(small, 'layers[3]', { channel: 0, row: 10, column: 4 });
    expect(steps.map(({ node, jump, size, area }) => [node.path, jump, size, area?.top, area?.bottom])).toEqual([
      ['layers[0]', 1, 5, 18, 23],
      ['layers[1]', 1, 5, 18, 23],
      ['layers[2]', 2, 6, 9, 11],
      ['layers[3]', 2, 10, 10, 10],
    ]);
  });

  it('has the gaps of a dilation at the border', () => {
    // Values 2 apart from row −1 on: the first that is there is row 1.
    expect(sightOf(graphOf([conv(3, { dilation: 2, padding: 2 })]), 'layers[0]', { channel: 0, row: 1, column: 5 }).area).toEqual(box(1, 3, 3, 7));
  });

  it('does not reach what a border between has cut off', () => {
    // The last row of 7 is on no window of the pool, and the convolution's last window lies half beyond what the pool gives.
    const graph = graphOf([{ type: 'maxPool2d' }, conv(3, { padding: 1 })], shape(1, 7, 7));
    expect(sightOf(graph, 'layers[1]', { channel: 0, row: 2, column: 2 }).area).toEqual(box(2, 5, 2, 5));
  });

  it('of a flattened picture is one value, of a dense layer all', () => {
    const graph = graphOf([conv(3), { type: 'flatten' }, { type: 'relu' }, { type: 'dense', units: 4 }]);
    expect(sightOf(graph, 'layers[2]', { channel: 1024 + 2 * 32 + 7, row: 0, column: 0 }).area).toMatchObject(box(1, 3, 6, 8));
    const { area, steps } = sightOf(graph, 'layers[3]', { channel: 2, row: 0, column: 0 });
    expect(area).toEqual(box(0, 31, 0, 31));
    expect(steps.map(({ size }) => size)).toEqual([3, 3, 3, undefined]);
  });

  it('of a block is that of both ways, of a channel of zeros nothing', () => {
    const block: LayerSpec = { type: 'residual', layers: [conv(3), conv(3, { filters: 3 })], shortcut: [] };
    expect(sightOf(graphOf([block]), 'layers[0]', { channel: 0, row: 8, column: 8 }).area).toEqual(box(6, 10, 6, 10));
    expect(sightOf(graphOf([block]), 'layers[0].layers[0]', { channel: 0, row: 8, column: 8 }).area).toEqual(box(7, 9, 7, 9));
    expect(sightOf(graphOf([{ type: 'padChannels', channels: 5 }]), 'layers[0]', { channel: 4, row: 8, column: 8 }).area).toBeUndefined();
  });

  it('refuses a layer that is not there', () => {
    expect(() => sightOf(small, 'layers[9]', { channel: 0, row: 0, column: 0 })).toThrow('no layer at layers[9]');
  });
});

/** The least box around the places whose gradient is not zero, by TensorFlow.js with weights of one: nothing cancels. */
function moved(layers: readonly LayerSpec[], input: Shape, unit: { channel: number; row: number; column: number }) {
  const graph = graphOf(layers, input);
  const { output } = graph;
  const weights = graph.nodes.flatMap(({ name, parameters }) =>
    parameters.map((spec) => ({ name: `${name}.${spec.name}`, shape: spec.shape, data: new Float32Array(spec.shape.reduce((a, b) => a * b, 1)).fill(1) })),
  );
  const outputGradient = new Float32Array(volume(output));
  outputGradient[(unit.channel * output.height + unit.row) * output.width + unit.column] = 1;
  const { inputGradient } = byOracle({ graph, batch: 1, input: new Float32Array(volume(input)).fill(1), weights, outputGradient }, 'evaluation');
  const places = [...inputGradient].flatMap((value, at) =>
    value === 0 ? [] : [{ row: Math.floor(at / input.width) % input.height, column: at % input.width }],
  );
  const [rows, columns] = [places.map(({ row }) => row), places.map(({ column }) => column)];
  return box(Math.min(...rows), Math.max(...rows), Math.min(...columns), Math.max(...columns));
}

it.each<[string, readonly LayerSpec[]]>([
  ['strides', [conv(3, { stride: 2 }), conv(3, { stride: 2, padding: 1 }), conv(2)]],
  ['dilations', [conv(3, { dilation: 2 }), conv(3, { dilation: 3, padding: 'valid' })]],
  ['averages with padding', [conv(3), { type: 'avgPool2d', size: 3, stride: 2, padding: 1 }, conv(3)]],
])('is where a gradient arrives: %s', (_, layers) => {
  const input = shape(2, 17, 14);
  const graph = graphOf(layers, input);
  const { height, width } = graph.output;
  const path = graph.nodes.at(-1)?.path ?? '';
  for (const [row, column] of [
    [0, 0],
    [height - 1, width - 1],
    [Math.floor(height / 2), 1],
  ] as const) {
    expect(sightOf(graph, path, { channel: 1, row, column }).area).toEqual(moved(layers, input, { channel: 1, row, column }));
  }
});
