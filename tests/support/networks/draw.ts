import { buildProbeGraph } from '../../../src/engine/graph/graph';
import { model, type LayerSpec } from '../../../src/engine/graph/spec';
import type { OptionValue } from '../../../src/engine/layers/types';
import { volume, type Shape } from '../../../src/engine/shape';
import { ProblemError } from '../../../src/engine/problem';
import { Random } from '../../../src/engine/random';
import { CLASSES, graphOf, type NetworkCase } from './case';

/** Around the groups of four, the tiles of 8 and 16, and the 32 channels of a workgroup's lanes. */
const CHANNELS = [1, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 8, 9, 10, 12, 13, 14, 15, 16, 16, 17, 20, 31, 33, 36, 63, 64, 65];
const SIDES = [1, 2, 3, 4, 5, 5, 6, 7, 7, 8, 9, 9, 11, 13];
const BATCHES = [1, 1, 2, 2, 3, 4, 5, 5, 7, 8, 8, 11, 17, 20, 28, 28, 32, 33];
const PARALLELISM = [1, 16, 30, 50, 100, 150, 200, 300, 400, 600, 1024, 4096, 32_768];
const PADDINGS: readonly OptionValue[] = ['same', 'same', 'valid', 'valid', 0, 0, 1, 1, 2, 3];
const MOST_SECTIONS = 3;

/** Draws the case of a seed: a network of any layers and options, small, and a batch. Those that cannot work, or cost too much, are drawn again. */
export function drawNetwork(seed: number): NetworkCase {
  for (let attempt = 0; ; attempt++) {
    const drawn = new Drawing(Random.from(seed, attempt)).network(seed);
    if (drawn && graphOf(drawn)) return drawn;
  }
}

class Drawing {
  constructor(private readonly random: Random) {}

  network(seed: number): NetworkCase | undefined {
    const batch = this.pick(BATCHES);
    const pictures = this.chance(0.6) ? batch : 1 + this.random.below(batch);
    const height = this.pick(SIDES);
    const input = { channels: this.pick([1, 3, 3, 3, 4, 5, 8]), height, width: this.chance(0.3) ? height : this.pick(SIDES) };
    let layers: readonly LayerSpec[] = [];
    let shape: Shape | undefined = input;
    for (let count = 1 + this.random.below(MOST_SECTIONS); count > 0 && shape; count--) {
      layers = [...layers, ...this.section(shape)];
      shape = endOf(layers, input);
    }
    if (!shape) return undefined;
    return { seed, model: model([...layers, ...this.head(shape)], input), batch, pictures, parallelism: this.pick(PARALLELISM) };
  }

  /** A layer or a few that belong together. */
  private section(shape: Shape, depth = 0): readonly LayerSpec[] {
    const isVector = shape.height * shape.width === 1;
    const sections: [share: number, draw: () => readonly LayerSpec[]][] = [
      [isVector ? 6 : 24, () => this.activated((bias) => this.convolution(bias))],
      [isVector ? 3 : 14, () => this.activated((bias) => this.grouped(shape, bias))],
      [isVector ? 1 : 6, () => this.activated((bias) => this.local(bias))],
      [isVector ? 3 : 8, () => [this.pool('maxPool2d'), ...this.maybe(0.3, { type: 'relu' })]],
      [isVector ? 3 : 7, () => [this.pool('avgPool2d'), ...this.maybe(0.3, { type: 'relu' })]],
      [isVector ? 1 : 2, () => [{ type: 'globalAvgPool' }]],
      [isVector ? 1 : 4, () => [{ type: 'flatten' }]],
      [isVector ? 24 : 0, () => this.activated((bias) => ({ type: 'dense', units: this.pick([16, this.channels()]), ...bias, ...this.frozen() }))],
      [3, () => [{ type: 'padChannels', channels: shape.channels + this.random.below(7) }]],
      [6, () => [this.activation()]],
      [3, () => [this.normalisation(), ...this.maybe(0.5, { type: 'relu' })]],
      [3, () => [this.groupNormalisation(shape), ...this.maybe(0.5, { type: 'relu' })]],
      [4, () => [{ type: 'dropout', rate: this.pick([0.1, 0.3, 0.5]) }]],
      [2, () => [{ type: 'scale', factor: this.pick([0.1, -0.7, 2]) }]],
      [depth < 2 ? 14 : 0, () => [this.residual(shape, depth), ...this.maybe(0.6, { type: 'relu' })]],
    ];
    let left = this.random.between(
      0,
      sections.reduce((sum, [share]) => sum + share, 0),
    );
    const [, draw] = sections.find(([share]) => (left -= share) < 0) ?? sections[0] ?? [0, () => []];
    return draw();
  }

  /** A layer with weights; behind it perhaps a normalisation, which makes a bias useless, and a function. */
  private activated(layer: (bias: { readonly bias?: false }) => LayerSpec): readonly LayerSpec[] {
    const normalised = this.chance(0.2);
    const bias = this.chance(normalised ? 0.85 : 0.25) ? ({ bias: false } as const) : {};
    return [
      layer(bias),
      ...(normalised ? [this.normalisation()] : []),
      ...this.maybe(0.6, { type: 'relu' }),
      ...(this.chance(0.15) ? [this.activation()] : []),
    ];
  }

  private convolution(bias: object): LayerSpec {
    // Four groups of filters keep the four invocations of a quad busy, which a weight's gradient asks for.
    if (this.chance(0.3)) return { type: 'conv2d', filters: 16, ...this.window([1, 2, 2, 3, 4]), stride: 1, ...bias };
    const dilation = this.chance(0.25) ? { dilation: this.pick([2, 2, 3]) } : {};
    return { type: 'conv2d', filters: this.channels(), ...this.window([1, 1, 2, 3, 3, 3, 4, 5]), ...dilation, ...bias, ...this.frozen() };
  }

  /** A convolution in groups: depthwise, or of any number that divides both channels and filters. */
  private grouped({ channels }: Shape, bias: object): LayerSpec {
    const divisors = Array.from({ length: channels }, (_, at) => at + 1).filter((groups) => channels % groups === 0 && groups > 1);
    const groups = divisors.length === 0 || this.chance(0.5) ? channels : this.pick(divisors);
    const filters = groups * this.pick([1, 1, 1, 2, 3, 4, 5]);
    const dilation = this.chance(0.25) ? { dilation: 2 } : {};
    return { type: 'conv2d', filters, groups, ...this.window([1, 2, 3, 3]), ...dilation, ...bias, ...this.frozen() };
  }

  private local(bias: object): LayerSpec {
    return { type: 'locallyConnected2d', filters: this.pick([1, 2, 3, 4, 5, 7, 8, 9]), ...this.window([1, 2, 3]), ...bias, ...this.frozen() };
  }

  private pool(type: 'maxPool2d' | 'avgPool2d'): LayerSpec {
    const size = this.pick([1, 2, 2, 3, 3, 4]);
    const padding = this.pick<OptionValue>(['same', 'same', 'valid', 0, 0, Math.floor(size / 2)]);
    return { type, size, stride: this.pick([1, 1, 2, 2, 3, 4]), padding };
  }

  private window(kernels: readonly number[]) {
    return { kernel: this.pick(kernels), stride: this.pick([1, 1, 1, 2, 2, 3]), padding: this.pick(PADDINGS) };
  }

  private frozen(share = 0.15): { readonly frozen?: true } {
    return this.chance(share) ? { frozen: true } : {};
  }

  private normalisation(): LayerSpec {
    return { type: 'batchNorm', ...(this.chance(0.3) ? { scale: false } : {}), ...(this.chance(0.2) ? { momentum: 0.4, epsilon: 1e-3 } : {}) };
  }

  /** Groups of several channels, and of four values at least: a bias before one channel by itself has no gradient, and that of two values all but cancels. */
  private groupNormalisation({ channels, height, width }: Shape): LayerSpec {
    const isSound = (groups: number) => channels % groups === 0 && groups < channels && (channels / groups) * height * width >= 4;
    const divisors = Array.from({ length: channels }, (_, at) => at + 1).filter(isSound);
    if (divisors.length === 0) return { type: 'scale', factor: 0.5 };
    return { type: 'groupNorm', channelGroups: this.pick(divisors), ...(this.chance(0.3) ? { affine: false } : {}) };
  }

  private activation(): LayerSpec {
    return this.pick<() => LayerSpec>([
      () => ({ type: 'relu' }),
      () => ({ type: 'gelu' }),
      () => ({ type: 'silu' }),
      () => ({ type: 'sigmoid' }),
      () => ({ type: 'tanh' }),
      () => ({ type: 'leakyRelu', slope: this.pick([0.01, 0.3]) }),
      () => ({ type: 'prelu', perChannel: this.chance(0.6) }),
      () => ({ type: 'elu', alpha: this.pick([1, 0.4]) }),
    ])();
  }

  /** A block: on a picture, of ways that end as they began, or as the mean of whatever they come to; on a vector, of dense layers. */
  private residual(shape: Shape, depth: number): LayerSpec {
    const isVector = shape.height * shape.width === 1;
    if (isVector && this.chance(0.5)) return this.denseBlock(shape);
    return this.chance(0.5) ? this.blockOfMeans(shape, depth) : this.blockOfPictures(shape, depth);
  }

  private denseBlock({ channels }: Shape): LayerSpec {
    const first = [...this.maybe(0.2, { type: 'relu' }), ...this.activated((bias) => ({ type: 'dense', units: this.channels(), ...bias, ...this.frozen() }))];
    if (this.chance(0.5)) return { type: 'residual', layers: [...first, { type: 'dense', units: channels, ...this.noBias() }] };
    const units = this.channels();
    return { type: 'residual', layers: [...first, { type: 'dense', units }], shortcut: [{ type: 'dense', units, ...this.noBias(), ...this.frozen() }] };
  }

  private blockOfMeans(shape: Shape, depth: number): LayerSpec {
    const [layers, shortcut] = [0, 1].map(() => [...this.section(shape, depth + 1), ...(this.chance(0.3) ? this.section(shape, depth + 1) : [])]);
    const ends = [layers, shortcut].map((way) => endOf(way ?? [], shape));
    const channels = Math.max(...ends.map((end) => end?.channels ?? 0));
    const ended = (way: readonly LayerSpec[] = []): readonly LayerSpec[] => [...way, { type: 'globalAvgPool' }, { type: 'padChannels', channels }];
    return { type: 'residual', layers: ended(layers), shortcut: ended(shortcut) };
  }

  private blockOfPictures(shape: Shape, depth: number): LayerSpec {
    const inside = this.chance(0.35) ? this.section(shape, depth + 1) : [];
    const end = endOf(inside, shape);
    const keepsSize = end?.height === shape.height && end.width === shape.width;
    const first = [...this.maybe(0.2, { type: 'relu' }), ...(keepsSize ? inside : [])];
    const isProjected = this.chance(0.5);
    const stride = isProjected ? this.pick([1, 2, 2, 3]) : 1;
    const filters = isProjected ? this.channels() : shape.channels;
    const last = { type: 'conv2d', filters, kernel: this.pick([1, 2, 3, 3]), stride, padding: 'same', ...this.noBias() } as const;
    const layers = [...first, last, ...this.maybe(0.2, { type: 'batchNorm' })];
    if (!isProjected) return { type: 'residual', layers };
    const widens = filters >= shape.channels && this.chance(0.4);
    const shortcut: readonly LayerSpec[] = widens
      ? [
          { type: this.pick(['maxPool2d', 'avgPool2d']), size: 1, stride },
          { type: 'padChannels', channels: filters },
        ]
      : [{ type: 'conv2d', filters, kernel: this.pick([1, 2, 3]), stride, padding: 'same', ...this.noBias() }];
    return { type: 'residual', layers, shortcut };
  }

  private noBias(): { readonly bias?: false } {
    return this.chance(0.25) ? { bias: false } : {};
  }

  /** What gives the logits. Most heads have kernels that compile soon: what is in front of them is what matters. */
  private head(shape: Shape): readonly LayerSpec[] {
    const logits: LayerSpec = { type: 'dense', units: CLASSES, ...this.noBias() };
    const { channels, height, width } = shape;
    const groups = [10, 5, 2].find((divisor) => channels % divisor === 0);
    const kernel = Math.min(height, width);
    const whole = { filters: CLASSES, kernel, padding: 0, stride: 2, ...this.noBias() };
    const [dense, local, grouped] = [{ type: 'flatten' }, { type: 'locallyConnected2d', ...whole }, { type: 'conv2d', ...whole, groups: groups ?? 1 }] as const;
    const mean: readonly LayerSpec[] = height === width ? [] : [{ type: 'globalAvgPool' }];
    const light = (): readonly LayerSpec[] => [groups === undefined ? local : grouped, ...mean];
    if (height * width === 1) return this.chance(0.3) ? [{ type: 'flatten' }, logits] : light();
    return this.pick<() => readonly LayerSpec[]>([
      ...[light, light, light, light],
      () => [dense, logits],
      () => [dense, ...this.maybe(0.5, { type: 'batchNorm' }), logits],
      () => [{ type: 'conv2d', filters: CLASSES, kernel: this.pick([1, 2, 3]), ...this.noBias() }, { type: 'globalAvgPool' }],
      () => (channels > CLASSES ? light() : [{ type: 'padChannels', channels: CLASSES }, { type: 'globalAvgPool' }]),
      // Logits that are a picture made a vector: the device keeps them in another order, with gaps between.
      () => [{ type: 'locallyConnected2d', filters: 5, kernel, padding: 0, stride: 2 }, { type: 'flatten' }],
      () => [dense, this.residual({ channels: volume(shape), height: 1, width: 1 }, 0), ...this.maybe(0.5, { type: 'relu' }), logits],
    ])();
  }

  private channels(): number {
    return this.pick(CHANNELS);
  }

  private maybe(share: number, layer: LayerSpec): readonly LayerSpec[] {
    return this.chance(share) ? [layer] : [];
  }

  private chance(share: number): boolean {
    return this.random.between(0, 1) < share;
  }

  private pick<T>(values: readonly T[]): T {
    const [first] = values;
    if (first === undefined) throw new RangeError('nothing to pick from');
    return values[this.random.below(values.length)] ?? first;
  }
}

/** The shape in which layers end; undefined where one of them cannot work. */
function endOf(layers: readonly LayerSpec[], input: Shape): Shape | undefined {
  try {
    return buildProbeGraph(model(layers, input)).output;
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}
