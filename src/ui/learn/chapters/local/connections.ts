import { buildProbeGraph, type GraphNode } from '../../../../engine/graph/graph';
import { CIFAR_INPUT, model, type LayerSpec, type ModelSpec } from '../../../../engine/graph/spec';
import { volume, type Shape } from '../../../../engine/shape';

export type Kind = 'full' | 'local';

export function kindOf(choice: string): Kind {
  return choice === 'full' ? 'full' : 'local';
}

/** What one neuron is connected with, and a layer of them. */
export interface Connections {
  /** Values of the input that one neuron weighs: as many weights. */
  readonly ofNeuron: number;
  /** Neurons of the layer. */
  readonly neurons: number;
  /** Weights of the layer, each neuron with its own. */
  readonly ofLayer: number;
  /** One for each neuron of a full layer, one for each map of a local one. */
  readonly biases: number;
  /** The kernel of one neuron, [channels, rows, columns]. */
  readonly kernel: Shape;
  /** The neurons in rows and columns. */
  readonly output: Shape;
}

/** A picture, or a feature map of the same size, of `depth` channels. */
export function inputOf(depth: number): Shape {
  return { ...CIFAR_INPUT, channels: depth };
}

/** One map of neurons with receptive fields of F × F, stride 1, no padding. */
function locally(kernel: number): LayerSpec {
  return { type: 'locallyConnected2d', filters: 1, kernel, padding: 0 };
}

function lastNode(layers: readonly LayerSpec[], input: Shape): GraphNode {
  const node = buildProbeGraph(model(layers, input)).nodes.at(-1);
  if (!node) throw new RangeError('no layers');
  return node;
}

function elementsOf({ parameters }: GraphNode, name: string): number {
  const tensor = parameters.find((candidate) => candidate.name === name);
  return tensor ? tensor.shape.reduce((product, side) => product * side, 1) : 0;
}

/** Connections of a layer over an input of `depth` channels: a full one has as many neurons as the local one with F × F. */
export function connectionsOf(kind: Kind, kernel: number, depth: number): Connections {
  const input = inputOf(depth);
  const local = lastNode([locally(kernel)], input);
  const node = kind === 'local' ? local : lastNode([{ type: 'flatten' }, { type: 'dense', units: volume(local.output) }], input);
  const neurons = volume(node.output);
  const ofNeuron = node.multiplyAdds / neurons;
  const ofLayer = elementsOf(node, 'weight');
  const window = node.window?.kernel;
  return {
    ...{ ofNeuron, neurons, ofLayer, output: local.output },
    biases: elementsOf(node, 'bias'),
    kernel: window === undefined ? input : { channels: ofNeuron / window ** 2, height: window, width: window },
  };
}

/** Such a layer in a network that can be trained; a feature map of `depth` channels is made by a convolution before it. */
export function networkOf(kind: Kind, kernel: number, depth: number): ModelSpec {
  const before: readonly LayerSpec[] = depth === CIFAR_INPUT.channels ? [] : [{ type: 'conv2d', filters: depth }, { type: 'relu' }];
  const layer: readonly LayerSpec[] =
    kind === 'local'
      ? [locally(kernel), { type: 'relu' }, { type: 'flatten' }]
      : [{ type: 'flatten' }, { type: 'dense', units: connectionsOf('local', kernel, depth).neurons }, { type: 'relu' }];
  return model([...before, ...layer, { type: 'dense', units: 10 }]);
}
