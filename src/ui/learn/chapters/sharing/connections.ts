import { buildProbeGraph, type GraphNode } from '../../../../engine/graph/graph';
import { model, type LayerSpec, type ModelSpec } from '../../../../engine/graph/spec';
import { volume, type Shape } from '../../../../engine/shape';
import type { Contender } from '../../../../state/comparison';

/** How the values of two layers are connected: all with all, each with a window, each with a window by the same weights. */
export const kinds = ['full', 'local', 'shared'] as const;
export type Kind = (typeof kinds)[number];

/** A layer of kernels over a square input. */
export interface Setting {
  readonly size: number;
  readonly channels: number;
  readonly kernels: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
}

export interface Counts {
  readonly weights: number;
  readonly biases: number;
  /** For one picture. */
  readonly multiplyAdds: number;
}

/** The layers of a connection that gives `units` values, be it full. */
function layersOf(kind: Kind, window: LayerSpec, units: () => number): readonly LayerSpec[] {
  if (kind === 'full') return [{ type: 'flatten' }, { type: 'dense', units: units() }];
  return [{ ...window, type: kind === 'local' ? 'locallyConnected2d' : 'conv2d' }];
}

function lastNode(layers: readonly LayerSpec[], input: Shape): GraphNode {
  const node = buildProbeGraph(model(layers, input)).nodes.at(-1);
  if (!node) throw new RangeError('no layers');
  return node;
}

/** What the layer gives, as it is where windows slide; a full connection gives as many values. @throws ProblemError where no window fits */
export function outputOf(setting: Setting): Shape {
  return connected('shared', setting).output;
}

function connected(kind: Kind, setting: Setting): GraphNode {
  const { size, channels, kernels, kernel, stride, padding } = setting;
  const window: LayerSpec = { type: 'conv2d', filters: kernels, kernel, stride, padding };
  return lastNode(
    layersOf(kind, window, () => volume(outputOf(setting))),
    { channels, height: size, width: size },
  );
}

/** What a kind of connection costs, by the engine's graph. @throws ProblemError where no window fits */
export function countsOf(kind: Kind, setting: Setting): Counts {
  const { parameters, multiplyAdds } = connected(kind, setting);
  const elements = (name: string) =>
    parameters.filter((each) => each.name === name).reduce((sum, { shape }) => sum + shape.reduce((product, side) => product * side, 1), 0);
  return { weights: elements('weight'), biases: elements('bias'), multiplyAdds };
}

/** The text's example. */
export const HUNDRED_KERNELS: Setting = { size: 32, channels: 3, kernels: 100, kernel: 5, stride: 1, padding: 0 };
/** From a picture to as many values. */
export const SAME_SIZE: Setting = { size: 32, channels: 3, kernels: 3, kernel: 5, stride: 1, padding: 2 };

/** Of the three that are trained. */
const FILTERS = 8;

/** A small network with one such connection: the picture halved, the connection from 16 × 16 × 3 to 16 × 16 × 8 values, ReLU, and the same head. */
export function networkOf(kind: Kind, kernel: number): ModelSpec {
  const halved: LayerSpec = { type: 'avgPool2d', size: 2, stride: 2 };
  const window: LayerSpec = { type: 'conv2d', filters: FILTERS, kernel, padding: 'same' };
  const units = () => volume(buildProbeGraph(model([halved, window])).output);
  return model([halved, ...layersOf(kind, window, units), { type: 'relu' }, { type: 'flatten' }, { type: 'dense', units: 10 }]);
}

export function contendersOf(kernel: number): readonly Contender[] {
  return kinds.map((name) => ({ name, model: networkOf(name, kernel) }));
}
