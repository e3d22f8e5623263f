import { describe, expect, it } from 'vitest';
import { Probe } from '../support/probe';
import type { LayerSpec } from '../../src/engine/graph/spec';
import { volume, type Shape } from '../../src/engine/shape';
import type { AdapterTraits } from '../../src/engine/plan/traits';
import { drawCase, shape } from '../support/cases';
import type { LayerCase, LayerResult } from '../support/layerCase';
import { halfTraits, halfWays, openDevice, sharedPipelines, traitsPreferring, variants } from '../support/gpu';
import { expectClose } from '../support/numbers';
import { byOracle } from '../support/oracle';

/**
 * What is not a number must come out wherever it has a part: one that is lost leaves a broken network that goes on with finite numbers.
 * What depends on a value is told by the oracle: what changes where that value is a large one. So all weights and values are above
 * zero, where every ReLU is on, as PyTorch's passes NaN and its gradient, and a large value wins in max pooling, as NaN does.
 */
const LARGE = 100;
const BATCH = 3;

interface Rule {
  readonly what: string;
  readonly layers: readonly LayerSpec[];
  readonly input: Shape;
  /** Whether the input's gradient follows from its values: else what is not a number among them leaves it as it is beside a large value. */
  readonly curved?: boolean;
  /** Functions whose value at infinity is a number. */
  readonly bounded?: boolean;
  /** What becomes of the gradient at a value that is not a number, where PyTorch is of two minds, or has the slope of values below zero. */
  readonly ownGradient?: 'any';
}

const conv: LayerSpec = { type: 'conv2d', filters: 6, kernel: 3, padding: 1 };
const pool: LayerSpec = { type: 'maxPool2d', size: 3, stride: 2, padding: 1 };
const relu: LayerSpec = { type: 'relu' };

/** Of its kernels there are variants. */
const varied: Rule = { what: 'a convolution between ReLUs', layers: [relu, conv, relu], input: shape(5, 5, 6) };

const single: readonly Rule[] = [
  { what: 'a stride of 2', layers: [{ type: 'conv2d', filters: 6, kernel: 3, stride: 2, padding: 'same' }], input: shape(5, 5, 7) },
  { what: 'a dense layer', layers: [{ type: 'flatten' }, { type: 'dense', units: 7 }], input: shape(3, 2, 3) },
  { what: 'max pooling', layers: [pool], input: shape(5, 6, 7) },
  { what: 'max pooling between ReLUs', layers: [relu, { type: 'maxPool2d', size: 2, stride: 1 }, relu], input: shape(5, 3, 4) },
  { what: 'average pooling', layers: [relu, { type: 'avgPool2d', size: 3, stride: 2, padding: 1 }], input: shape(5, 6, 7) },
  { what: 'the mean of a picture', layers: [relu, { type: 'globalAvgPool' }], input: shape(5, 3, 2) },
  { what: 'a ReLU by itself', layers: [relu], input: shape(5, 3, 2) },
  { what: 'leaky ReLU', layers: [{ type: 'leakyRelu' }], input: shape(5, 3, 2), ownGradient: 'any' },
  { what: 'PReLU', layers: [{ type: 'prelu' }], input: shape(5, 3, 2), ownGradient: 'any' },
  { what: 'PReLU of each channel', layers: [{ type: 'prelu', perChannel: true }], input: shape(5, 3, 2), ownGradient: 'any' },
  { what: 'ELU', layers: [{ type: 'elu' }], input: shape(5, 3, 2), ownGradient: 'any' },
  { what: 'sigmoid', layers: [{ type: 'sigmoid' }], input: shape(5, 3, 2), curved: true, bounded: true },
  { what: 'tanh', layers: [{ type: 'tanh' }], input: shape(5, 3, 2), curved: true, bounded: true },
  { what: 'GELU', layers: [{ type: 'gelu' }], input: shape(5, 3, 2), curved: true },
  { what: 'SiLU', layers: [{ type: 'silu' }], input: shape(5, 3, 2), curved: true },
  { what: 'a scale', layers: [{ type: 'scale', factor: 0.3 }], input: shape(5, 3, 2) },
  { what: 'dropout of nothing', layers: [relu, { type: 'dropout', rate: 0 }], input: shape(5, 3, 2) },
  { what: 'batch normalisation', layers: [{ type: 'batchNorm' }], input: shape(5, 6, 7), curved: true },
  { what: 'batch normalisation of a vector', layers: [{ type: 'flatten' }, { type: 'batchNorm', scale: false }], input: shape(5, 2, 1), curved: true },
  { what: 'group normalisation', layers: [{ type: 'groupNorm', channelGroups: 2 }], input: shape(6, 3, 4), curved: true },
  { what: 'a depthwise convolution', layers: [relu, { type: 'conv2d', filters: 6, groups: 6, padding: 1 }, relu], input: shape(6, 4, 5) },
  { what: 'a dilated convolution in groups', layers: [{ type: 'conv2d', filters: 9, groups: 3, dilation: 2 }], input: shape(6, 7, 6) },
  { what: 'weights that are not shared', layers: [relu, { type: 'locallyConnected2d', filters: 6 }, relu], input: shape(5, 4, 3) },
  { what: 'frozen weights', layers: [{ ...conv, frozen: true }], input: shape(5, 4, 3) },
  { what: 'channels of zeros', layers: [{ type: 'padChannels', channels: 10 }], input: shape(5, 2, 2) },
  { what: 'a residual block', layers: [relu, { type: 'residual', layers: [relu] }, relu], input: shape(5, 3, 2) },
  { what: 'ways that lie differently', layers: [{ type: 'flatten' }, { type: 'residual', layers: [{ type: 'dense', units: 15 }] }], input: shape(5, 3, 1) },
];

const ways = await halfWays();

const positive = (values: Float32Array) => values.map((value) => 0.1 + Math.abs(value));

function positiveCase(rule: Rule): LayerCase {
  const drawn = drawCase(rule.layers, rule.input, BATCH);
  return {
    ...drawn,
    input: positive(drawn.input),
    weights: drawn.weights.map((tensor) => ({ ...tensor, data: positive(tensor.data) })),
    outputGradient: positive(drawn.outputGradient),
  };
}

/** Corners and the middle of the first picture, of one between and of the last, and the last channel, which fills no group. */
function placesOf({ channels, height, width }: Shape): ReadonlyMap<string, number> {
  const at = (picture: number, channel: number, row: number, column: number) => ((picture * channels + channel) * height + row) * width + column;
  return new Map([
    ['first', 0],
    ['in the middle', at(1, channels >> 1, height >> 1, width >> 1)],
    ["at a row's end, in the last channel", at(0, channels - 1, 0, width - 1)],
    ['in the last picture', at(BATCH - 1, 0, height - 1, 0)],
    ['last', volume({ channels, height, width }) * BATCH - 1],
  ]);
}

/** Where something holds of values. */
const where = (values: Float32Array, holds: (value: number, at: number) => boolean) => [...values.keys()].filter((at) => holds(values[at] ?? 0, at));
const changed = (values: Float32Array, from: Float32Array) => where(values, (value, at) => value !== from[at]);

/**
 * The gradients of weights. Kernels may multiply zeros that they hold of the padding by what is not a number, so what more is broken
 * than has to be must lie within the same filter and channel.
 */
function expectKernels(rule: Rule, found: LayerResult, isBroken: (value: number) => boolean, expected: LayerResult, plain: LayerResult): void {
  for (const [at, { name, shape: sides, data }] of found.parameterGradients.entries()) {
    const [now = data, before = data] = [expected, plain].map(({ parameterGradients }) => parameterGradients[at]?.data);
    const [broken, wanted] = [where(data, isBroken), changed(now, before)];
    const kernel = sides.length === 4 ? (sides[2] ?? 1) * (sides[3] ?? 1) : 1;
    const kernelsOf = (places: readonly number[]) => [...new Set(places.map((place) => Math.floor(place / kernel)))];
    // A value that is not a number is not above zero either: it counts for a slope.
    if (!rule.ownGradient) expect(kernelsOf(broken), name).toEqual(kernelsOf(wanted));
    expect(broken, name).toEqual(expect.arrayContaining(wanted));
  }
}

async function expectKept(rule: Rule, traits: AdapterTraits): Promise<void> {
  const drawn = positiveCase(rule);
  const { graph, input, outputGradient, weights } = drawn;
  const plain = byOracle(drawn);
  const probe = await Probe.create(await openDevice(), graph, BATCH, await sharedPipelines(), traits);
  try {
    for (const broken of [NaN, Infinity]) {
      if (rule.bounded && broken === Infinity) continue;
      const isBroken = Number.isNaN(broken) ? Number.isNaN : (value: number) => !Number.isFinite(value);
      for (const [place, at] of placesOf(graph.input)) {
        const found = await probe.run(input.with(at, broken), outputGradient, weights);
        const expected = byOracle({ ...drawn, input: input.with(at, LARGE) });
        expect(where(found.output, isBroken), `the output of ${broken} ${place}`).toEqual(changed(expected.output, plain.output));
        expectKernels(rule, found, isBroken, expected, plain);
        for (const [state, { name, data }] of found.states.entries()) {
          const [now = data, before = data] = [expected, plain].map(({ states }) => states[state]?.data);
          expect(
            where(data, (value) => !Number.isFinite(value)),
            name,
          ).toEqual(changed(now, before));
        }
        if (rule.curved) {
          expect(where(found.inputGradient, isBroken), `the gradient of ${broken} ${place}`).toEqual(changed(expected.inputGradient, plain.inputGradient));
        } else {
          const known = rule.ownGradient ? found.inputGradient.with(at, expected.inputGradient[at] ?? 0) : found.inputGradient;
          expectClose(known, expected.inputGradient, `the gradient of ${broken} ${place}`, 2e-3);
        }
      }
      for (const [place, at] of placesOf(graph.output)) {
        const found = await probe.run(input, outputGradient.with(at, broken), weights);
        const expected = byOracle({ ...drawn, outputGradient: outputGradient.with(at, LARGE) });
        expect(where(found.output, isBroken)).toEqual([]);
        expect(where(found.inputGradient, isBroken), `the gradient by ${broken} ${place}`).toEqual(changed(expected.inputGradient, plain.inputGradient));
        expectKernels(rule, found, isBroken, expected, plain);
      }
    }
  } finally {
    probe.destroy();
  }
}

describe('what is not a number, or infinite, is not lost', () => {
  it.each(variants)(`in ${varied.what}, by %s kernels`, async (variant) => {
    await expectKept(varied, await traitsPreferring(variant));
  });

  it.each(single)('in $what', async (rule) => {
    await expectKept(rule, await traitsPreferring('direct'));
  });

  describe.each(ways)('in half precision, %s', (way) => {
    it.each([varied, ...single])('in $what', async (rule) => {
      await expectKept(rule, await halfTraits('sliding', way));
    });
  });
});
