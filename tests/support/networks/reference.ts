import { convolution, pooling, slidingOf, type Reference, type ReferenceInputs } from '../../../src/engine/check/reference';
import { scalarFunction } from '../../../src/engine/check/scalarFunctions';
import type { Graph, GraphNode } from '../../../src/engine/graph/graph';
import { volume, type Shape } from '../../../src/engine/shape';
import type { LayerType } from '../../../src/engine/layers';
import { numeric } from '../../../src/engine/layers/options';
import { exact, type Arithmetic } from './arithmetic';
import { normalisation } from './normalisation';
import { channelMeans, crossEntropy, dropped, groupNormalisation, sloped, widened } from '../references';

/** Tensors by PyTorch's names and in its layouts. */
export type Tensors = ReadonlyMap<string, Float64Array>;

/** What one training step goes by. */
export interface StepInputs {
  readonly graph: Graph;
  /** Pictures that the plan has room for; no fewer than there are. */
  readonly batch: number;
  /** Normalised, NCHW. */
  readonly input: Float64Array;
  readonly labels: readonly number[];
  readonly weights: Tensors;
  /** The step's random bits, from which dropout draws. */
  readonly seed: number;
}

/** What it comes to. */
export interface StepResult {
  /** Mean over the pictures. */
  readonly loss: number;
  /** Of the mean loss, with respect to every tensor that is trained. */
  readonly gradients: Tensors;
  /** Running statistics after the step. */
  readonly states: Tensors;
}

/** A batch between two layers. */
interface Batch {
  readonly values: Float64Array;
  readonly shape: Shape;
  /** The picture as which it lies on the device, where it was flattened since: dropout draws by places there. */
  readonly lies: Shape;
  gradient?: Float64Array;
}

/** Functions whose derivative the device takes from what it has stored of their output. */
const slopesByOutput: Readonly<Partial<Record<LayerType, (y: number, node: GraphNode) => number>>> = {
  leakyRelu: (y, { options }) => (y > 0 ? 1 : numeric(options, 'slope')),
  sigmoid: (y) => y * (1 - y),
  tanh: (y) => 1 - y * y,
  elu: (y, { options }) => (y > 0 ? 1 : y + numeric(options, 'alpha')),
  scale: (_, { options }) => numeric(options, 'factor'),
};

/** One training step of a whole network by plain arithmetic: forward, softmax cross-entropy, backward. */
export function trainingStep(inputs: StepInputs, arithmetic: Arithmetic = exact): StepResult {
  return new Step(inputs, arithmetic).run();
}

class Step {
  private readonly pictures: number;
  private readonly tape: (() => void)[] = [];
  private readonly gradients = new Map<string, Float64Array>();
  private readonly states = new Map<string, Float64Array>();
  /** Layers so far that draw random bits. */
  private streams = 0;

  constructor(
    private readonly inputs: StepInputs,
    private readonly arithmetic: Arithmetic,
  ) {
    this.pictures = inputs.labels.length;
  }

  run(): StepResult {
    const { graph, input, labels, batch } = this.inputs;
    const logits = this.sequence(graph.nodes, { values: this.arithmetic.stored(input), shape: graph.input, lies: graph.input });
    const classes = graph.output.channels;
    const scale = this.arithmetic.lossScale(batch);
    const losses = labels.map((label, at) => crossEntropy(logits.values.subarray(at * classes, (at + 1) * classes), label, this.pictures));
    this.give(logits, this.arithmetic.stored(Float64Array.from(losses.flatMap(({ gradient }) => gradient.map((slope) => slope * scale)))));
    for (const back of this.tape.toReversed()) back();
    return {
      loss: losses.reduce((sum, { loss }) => sum + loss, 0) / this.pictures,
      gradients: new Map([...this.gradients].map(([name, values]) => [name, values.map((value) => value / scale)])),
      states: this.states,
    };
  }

  private sequence(nodes: readonly GraphNode[], input: Batch): Batch {
    return nodes.reduce((batch, node) => this.layer(node, batch), input);
  }

  /** Hands a batch its gradient; those of several readers are added two at a time. */
  private give(to: Batch, gradient: Float64Array): void {
    to.gradient = to.gradient ? this.sum(to.gradient, gradient) : gradient;
  }

  private sum(a: Float64Array, b: Float64Array): Float64Array {
    return this.arithmetic.stored(a.map((value, at) => value + (b[at] ?? NaN)));
  }

  private layer(node: GraphNode, input: Batch): Batch {
    return this.rules[node.spec.type](node, input);
  }

  /** How each layer goes, forward and back. */
  private readonly rules: Readonly<Record<LayerType, (node: GraphNode, input: Batch) => Batch>> = {
    conv2d: (node, input) => this.weighing(node, input, (inputs) => convolution(slidingOf(node, this.pictures), inputs)),
    locallyConnected2d: (node, input) => this.weighing(node, input, (inputs) => convolution(slidingOf(node, this.pictures), inputs, true)),
    dense: (node, input) => {
      const window = { kernel: 1, stride: 1, dilation: 1, before: { rows: 0, columns: 0 }, after: { rows: 0, columns: 0 } };
      const point = { batch: this.pictures, input: node.input, output: node.output, window };
      return this.weighing(node, input, (inputs) => convolution(point, inputs));
    },
    maxPool2d: (node, input) => this.passing(node, input, (inputs) => pooling(slidingOf(node, this.pictures), 'max', inputs)),
    avgPool2d: (node, input) => this.passing(node, input, (inputs) => pooling(slidingOf(node, this.pictures), 'average', inputs)),
    globalAvgPool: (node, input) => this.passing(node, input, (inputs) => channelMeans(node.input, inputs)),
    padChannels: (node, input) => this.passing(node, input, (inputs) => widened(node.input, node.output.channels, inputs)),
    dropout: (node, input) => {
      const stream = this.streams++;
      return this.passing(node, input, (inputs) => dropped(input.lies, numeric(node.options, 'rate'), this.inputs.seed, stream, inputs));
    },
    batchNorm: (node, input) => this.normalising(node, input),
    groupNorm: (node, input) => this.weighing(node, input, (inputs) => groupNormalisation(node, inputs)),
    flatten: (node, input) => {
      const output: Batch = { values: input.values, shape: node.output, lies: input.lies };
      this.tape.push(() => this.give(input, gradientOf(output)));
      return output;
    },
    residual: (node, input) => {
      const ways = [this.sequence(node.inner['layers'] ?? [], input), this.sequence(node.inner['shortcut'] ?? [], input)] as const;
      const [one, other] = ways;
      // Where the two lie differently, both are brought into the order of their channels.
      const lies = volume(one.lies) === volume(other.lies) && one.lies.channels === other.lies.channels ? one.lies : node.output;
      const output: Batch = { values: this.sum(one.values, other.values), shape: node.output, lies };
      this.tape.push(() => {
        for (const way of ways) this.give(way, gradientOf(output));
      });
      return output;
    },
    scale: (node, input) => this.elementwise(node, input),
    relu: (node, input) => this.elementwise(node, input),
    leakyRelu: (node, input) => this.elementwise(node, input),
    prelu: (node, input) => this.weighing(node, input, (inputs) => sloped(node.output, inputs)),
    elu: (node, input) => this.elementwise(node, input),
    gelu: (node, input) => this.elementwise(node, input),
    silu: (node, input) => this.elementwise(node, input),
    sigmoid: (node, input) => this.elementwise(node, input),
    tanh: (node, input) => this.elementwise(node, input),
  };

  /** A layer with weights, from a function that makes everything of them, the input and a gradient at the output. */
  private weighing(node: GraphNode, input: Batch, make: (inputs: ReferenceInputs) => Reference): Batch {
    const parameters = node.parameters.map(({ name }) => this.arithmetic.weights(this.tensor(`${node.name}.${name}`)));
    return this.passing(node, input, make, parameters);
  }

  /** A layer, from a function that makes everything of the input and a gradient at the output. */
  private passing(node: GraphNode, input: Batch, make: (inputs: ReferenceInputs) => Reference, parameters: readonly Float64Array[] = []): Batch {
    const given = { batch: this.pictures, input: input.values, parameters };
    const none = new Float64Array(this.pictures * volume(node.output));
    const output = this.following(node, input, this.arithmetic.stored(make({ ...given, outputGradient: none }).output));
    this.tape.push(() => {
      const { inputGradient, parameterGradients } = make({ ...given, outputGradient: gradientOf(output) });
      this.keep(node, parameterGradients);
      this.give(input, this.arithmetic.stored(inputGradient));
    });
    return output;
  }

  private normalising(node: GraphNode, input: Batch): Batch {
    const { arithmetic, pictures } = this;
    const tensors = new Map(
      node.parameters.map(({ name, isState }) => {
        const values = this.tensor(`${node.name}.${name}`);
        return [name, isState ? values : arithmetic.weights(values)];
      }),
    );
    const made = normalisation(node, { pictures, input: input.values, tensors });
    for (const [name, values] of Object.entries(made.states)) this.states.set(`${node.name}.${name}`, values);
    const output = this.following(node, input, arithmetic.stored(made.output));
    this.tape.push(() => {
      const { inputGradient, parameterGradients, largest } = made.back(gradientOf(output));
      this.keep(node, parameterGradients);
      this.give(input, arithmetic.stored(inputGradient, largest));
    });
    return output;
  }

  private elementwise(node: GraphNode, input: Batch): Batch {
    const { value, slope } = scalarFunction(node.spec);
    const output = this.following(node, input, this.arithmetic.stored(input.values.map(value)));
    const byOutput = slopesByOutput[node.spec.type];
    this.tape.push(() => {
      const slopes = byOutput ? output.values.map((y) => byOutput(y, node)) : input.values.map(slope);
      this.give(input, this.arithmetic.stored(gradientOf(output).map((gradient, at) => gradient * (slopes[at] ?? NaN))));
    });
    return output;
  }

  /** What a layer gives. It lies as its input does where a vector stays a vector of as many values, and else as it is. */
  private following(node: GraphNode, input: Batch, values: Float64Array): Batch {
    const staysVector = volume(input.lies) !== input.lies.channels && node.input.height * node.input.width === 1;
    const keeps = !WEIGHING.has(node.spec.type) && node.spec.type !== 'padChannels' && staysVector;
    return { values, shape: node.output, lies: keeps ? input.lies : node.output };
  }

  private keep(node: GraphNode, parameterGradients: readonly Float64Array[]): void {
    const trained = node.parameters.filter(({ isState }) => !isState);
    for (const [at, { name, isFrozen }] of trained.entries()) {
      const gradient = parameterGradients[at];
      if (gradient && !isFrozen) this.gradients.set(`${node.name}.${name}`, gradient);
    }
  }

  private tensor(name: string): Float64Array {
    const found = this.inputs.weights.get(name);
    if (!found) throw new Error(`no tensor ${name}`);
    return found;
  }
}

/** Layers whose output lies in the order of its channels whatever their input does. */
const WEIGHING: ReadonlySet<LayerType> = new Set(['conv2d', 'locallyConnected2d', 'dense']);

function gradientOf({ gradient }: Batch): Float64Array {
  if (!gradient) throw new Error('no gradient arrives');
  return gradient;
}
