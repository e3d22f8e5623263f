import type { GraphNode } from '../graph/graph';
import type { Shape } from '../graph/spec';
import type { ParameterSpec } from '../layers/types';
import type { Constants } from '../kernels/expand';
import { stepStruct } from '../kernels/shared';
import type { Precision } from '../precision';
import { groupsOf, layoutBytes, VEC4_BYTES, type ParameterLayout, type VectorLayout } from './layout';
import { inOrder } from './reorder';

/** Values of a batch on the device: [picture][row][column][channel group] of four channels, padded with zeros to a multiple of four. */
export interface Tensor {
  readonly storage: number;
  readonly shape: Shape;
  /** Groups of four channels at each position. */
  readonly channelGroups: number;
  /**
   * Where each channel lies among the padded ones, when that is not simply its own number: a flattened picture keeps
   * its order on the device and only its channels are counted anew, in NCHW order.
   */
  readonly channelMap?: readonly number[];
  /** Positions of the picture that was flattened, where there were several: its channels lie [position][channel]. */
  readonly positions?: number;
  /** Whether anything behind it wants its gradient. */
  readonly differentiable: boolean;
}

/** A piece of memory that dispatches read and write. */
export interface Storage {
  readonly name: string;
  readonly bytes: number;
  /** Holds values in half precision. */
  readonly half?: boolean;
  /**
   * `transient` lives from its first to its last dispatch and shares memory; `lent` is memory of someone else, which is
   * handed to the executor and bound whole; the rest live as long as the plan.
   */
  readonly kind: 'transient' | 'lent' | 'parameters' | 'state' | 'optimiser' | 'gradients' | 'step' | 'input' | 'constant' | 'output';
}

export interface Binding {
  readonly storage: number;
  readonly offset: number;
  readonly size: number;
}

export type Pass = 'load' | 'forward' | 'loss' | 'backward' | 'update';

/** A kernel to run on some bindings; which variant runs it is settled later. */
export interface Operator {
  readonly kernel: string;
  /** The layer it serves, `layers[0]`, or `batch`, `loss`, `update`. */
  readonly path: string;
  readonly pass: Pass;
  sizes: Constants;
  bindings: Binding[];
  /** Floating-point operations, a multiply-add counted as two; 0 for kernels that only move data. */
  readonly flops: number;
}

/** Where a parameter tensor lies and how its PyTorch layout maps to the device's. */
export interface PlannedParameter {
  /** `0.weight`. */
  readonly name: string;
  readonly spec: ParameterSpec;
  /** Bytes into the parameters and what the optimiser remembers, which is laid out alike; half of it in the copy in half precision. */
  readonly offset: number;
  readonly bytes: number;
  /** Bytes into the gradients, where `splits` partial sums of `bytes` each lie one behind the other. */
  readonly gradientOffset: number;
  readonly splits: number;
  readonly layout: ParameterLayout;
}

/** Where a tensor lies that is kept beside the parameters, such as a running mean. */
export type PlannedState = Pick<PlannedParameter, 'name' | 'spec' | 'offset' | 'bytes' | 'layout'>;

/** What a lowering is for. */
export interface LoweringOptions {
  readonly batch: number;
  /**
   * `train`: batch bytes in, loss and update; `probe`: a gradient handed in at the output, gradients out; `inspection`: the same
   * with nothing done in passing, so that what every layer gives, and the gradient there, stand by themselves.
   */
  readonly mode: 'train' | 'probe' | 'inspection';
  /** See `AdapterTraits`. */
  readonly parallelism: number;
  readonly precision: Precision;
}

/** Storages of weights that nothing changes. */
interface FrozenStorages {
  readonly frozen: number;
  readonly frozenHalves?: number;
}

/**
 * Collects the operators of one step while layers are lowered: forward in order, backward on a tape that is played in reverse.
 * Everything here is plain data; no GPU is touched.
 */
export class Lowering {
  readonly storages: Storage[] = [];
  readonly operators: Operator[] = [];
  readonly parameters: PlannedParameter[] = [];
  readonly states: PlannedState[] = [];
  /** Weights that nothing changes. */
  readonly frozen: PlannedState[] = [];
  /** What each layer gives, by its path. */
  readonly outputs = new Map<string, Tensor>();
  private readonly tape: (() => void)[] = [];
  private readonly gradients = new Map<Tensor, Tensor>();
  /** The last operator that wrote a storage. */
  private readonly producers = new Map<number, Operator>();
  /** Tensors that several layers read, and the block to which the sum of their gradients belongs. */
  private readonly shared = new Map<Tensor, string>();
  /** Parameters, and partial gradients of them, lie in one storage each; they grow as parameters are reserved. */
  readonly parameterStorage: number;
  readonly stepStorage: number;
  readonly gradientStorage: number;
  /** A copy of the parameters in half precision, which the kernels read; none where they read the parameters themselves. */
  readonly halvesStorage: number | undefined;
  /** Bytes of four values of a tensor. */
  private readonly vectorBytes: number;
  private scratchStorage: number | undefined;
  private randomStreams = 0;
  private stateStorageOrNone: number | undefined;
  private frozenStorages: FrozenStorages | undefined;

  /** @param blockBytes parameter tensors begin at multiples of this. */
  constructor(
    readonly options: LoweringOptions,
    private readonly blockBytes: number,
  ) {
    this.stepStorage = this.storage({ name: 'step', bytes: stepStruct.bytes, kind: 'step' });
    this.parameterStorage = this.storage({ name: 'parameters', bytes: 0, kind: 'parameters' });
    this.gradientStorage = this.storage({ name: 'gradients', bytes: 0, kind: 'gradients' });
    const half = options.precision === 'f16';
    this.halvesStorage = half ? this.storage({ name: 'half-precision parameters', bytes: 0, kind: 'parameters', half }) : undefined;
    this.vectorBytes = half ? VEC4_BYTES / 2 : VEC4_BYTES;
  }

  storage(storage: Storage): number {
    this.storages.push(storage);
    return this.storages.length - 1;
  }

  resize(index: number, bytes: number): void {
    const storage = this.storages[index];
    if (!storage) throw new Error(`no storage ${index}`);
    this.storages[index] = { ...storage, bytes };
  }

  /** A storage for the values of tensors, in the precision that these have. */
  values(name: string, bytes: number, kind: Storage['kind'] = 'transient'): number {
    return this.storage({ name, bytes, kind, ...(this.options.precision === 'f16' ? { half: true } : {}) });
  }

  /** A new transient tensor. */
  tensor(name: string, shape: Shape, like: Pick<Tensor, 'differentiable'> & Partial<Pick<Tensor, 'channelGroups' | 'channelMap' | 'positions'>>): Tensor {
    const channelGroups = like.channelGroups ?? groupsOf(shape.channels);
    const bytes = this.options.batch * shape.height * shape.width * channelGroups * this.vectorBytes;
    return {
      storage: this.values(name, bytes),
      shape,
      channelGroups,
      differentiable: like.differentiable,
      ...(like.channelMap ? { channelMap: like.channelMap } : {}),
      ...(like.positions === undefined ? {} : { positions: like.positions }),
    };
  }

  /** A tensor of the same shape and layout as another. */
  tensorLike(name: string, other: Tensor): Tensor {
    return { ...other, storage: this.values(name, this.bytesOf(other)) };
  }

  bytesOf(tensor: Tensor): number {
    return this.storages[tensor.storage]?.bytes ?? 0;
  }

  /** Vectors of four values that a tensor holds: what a kernel works on that takes values one by one. */
  vectorsOf(tensor: Tensor): number {
    return this.bytesOf(tensor) / this.vectorBytes;
  }

  /** A number for each layer that draws random bits, so that no two draw the same. */
  randomStream(): number {
    return this.randomStreams++;
  }

  /** What kernels are told of the step, as a binding. */
  get step(): Binding {
    return { storage: this.stepStorage, offset: 0, size: stepStruct.bytes };
  }

  /** The whole of a storage, as a binding. */
  whole(storage: number): Binding {
    return { storage, offset: 0, size: this.storages[storage]?.bytes ?? 0 };
  }

  /** Adds an operator; `written` names the storages it writes. */
  emit(operator: Operator, written: readonly number[]): void {
    if (this.options.precision === 'f16') operator.sizes = { ...operator.sizes, HALF: 1 };
    this.operators.push(operator);
    for (const storage of written) this.producers.set(storage, operator);
  }

  /** Registers what the backward pass does at this point; called in reverse order of registration. */
  onBackward(play: () => void): void {
    this.tape.push(play);
  }

  gradientOf(tensor: Tensor): Tensor | undefined {
    return this.gradients.get(tensor);
  }

  /** Hands a tensor its gradient; where it has one already, from another layer that reads it, the two are added. */
  setGradient(tensor: Tensor, gradient: Tensor): void {
    const before = this.gradients.get(tensor);
    const path = this.shared.get(tensor);
    if (before && path === undefined) throw new Error('a tensor with several readers must be shared');
    this.gradients.set(tensor, before ? this.add(before, gradient, path ?? '', 'backward') : gradient);
  }

  /** Lowers layers one behind the other. */
  sequence(nodes: readonly GraphNode[], input: Tensor): Tensor {
    return nodes.reduce((tensor, node) => {
      const output = node.definition.lower(this, tensor, node);
      this.outputs.set(node.path, output);
      return output;
    }, input);
  }

  /** Sum of two tensors of the same shape and layout; no gradient flows through it by itself. */
  private add(a: Tensor, b: Tensor, path: string, pass: Pass): Tensor {
    const sum = this.tensorLike(`${path} sum`, a);
    const sizes = { COUNT: this.vectorsOf(a), RELU: 0, MASK: 0 };
    // The binding before the last is the mask's; until a ReLU asks for one it repeats the first.
    const bindings = [a, b, a, sum].map(({ storage }) => this.whole(storage));
    this.emit({ kernel: 'add', path, pass, sizes, bindings, flops: 0 }, [sum.storage]);
    return sum;
  }

  /** Sum of two ways through the network, of the same shape; its gradient goes back both of them. */
  join(one: Tensor, other: Tensor, path: string): Tensor {
    const [a, b] = one.positions === other.positions ? [one, other] : [inOrder(this, one, path), inOrder(this, other, path)];
    const sum = { ...this.add(a, b, path, 'forward'), differentiable: a.differentiable || b.differentiable };
    this.onBackward(() => {
      const gradient = this.gradientOf(sum);
      if (!gradient) return;
      this.share(gradient, path);
      for (const way of [a, b]) if (way.differentiable) this.setGradient(way, gradient);
    });
    return sum;
  }

  /** Says that several layers of a block read a tensor: none of them may have it changed in place by its producer. */
  share(tensor: Tensor, path: string): void {
    this.producers.delete(tensor.storage);
    this.shared.set(tensor, path);
  }

  playBackward(): void {
    for (const play of this.tape.toReversed()) play();
  }

  /** Reserves a parameter tensor; `splits` partial gradients are kept for it. */
  parameter(name: string, spec: ParameterSpec, layout: ParameterLayout, splits: number): PlannedParameter {
    const bytes = layoutBytes(layout);
    const offset = this.grow(this.parameterStorage, bytes, this.blockBytes);
    if (this.halvesStorage !== undefined) this.grow(this.halvesStorage, bytes / 2, this.blockBytes / 2);
    const gradientOffset = this.grow(this.gradientStorage, bytes * splits, this.blockBytes);
    const parameter = { name, spec, offset, bytes, gradientOffset, splits, layout };
    this.parameters.push(parameter);
    return parameter;
  }

  /** Reserves a tensor that steps keep up to date by themselves, without a gradient: running statistics. In 32 bits. */
  state(name: string, spec: ParameterSpec, layout: VectorLayout): PlannedState {
    this.stateStorageOrNone ??= this.storage({ name: 'running statistics', bytes: 0, kind: 'state' });
    const bytes = layoutBytes(layout);
    const offset = this.grow(this.stateStorageOrNone, bytes, this.blockBytes);
    const state = { name, spec, offset, bytes, layout };
    this.states.push(state);
    return state;
  }

  /** Where states lie; undefined where there are none. */
  get stateStorage(): number | undefined {
    return this.stateStorageOrNone;
  }

  /** A state, as a binding. */
  stateRange({ offset, bytes }: PlannedState): Binding {
    return { storage: this.stateStorageOrNone ?? -1, offset, size: bytes };
  }

  /** Reserves weights that nothing changes, and that nothing is kept for beside them. @returns what kernels read, as a binding. */
  freeze(name: string, spec: ParameterSpec, layout: ParameterLayout): Binding {
    const half = this.options.precision === 'f16';
    this.frozenStorages ??= {
      frozen: this.storage({ name: 'frozen weights', bytes: 0, kind: 'parameters' }),
      ...(half ? { frozenHalves: this.storage({ name: 'half-precision frozen weights', bytes: 0, kind: 'parameters', half }) } : {}),
    };
    const { frozen, frozenHalves } = this.frozenStorages;
    const bytes = layoutBytes(layout);
    const offset = this.grow(frozen, bytes, this.blockBytes);
    this.frozen.push({ name, spec, offset, bytes, layout });
    if (frozenHalves === undefined) return { storage: frozen, offset, size: bytes };
    return { storage: frozenHalves, offset: this.grow(frozenHalves, bytes / 2, this.blockBytes / 2), size: bytes / 2 };
  }

  /** Where frozen weights lie, and their copy in half precision; nothing where there are none. */
  get frozenPorts(): Partial<FrozenStorages> {
    return this.frozenStorages ?? {};
  }

  /** The parameter as kernels read it, as a binding. */
  parameterRange({ offset, bytes }: PlannedParameter): Binding {
    if (this.halvesStorage !== undefined) return { storage: this.halvesStorage, offset: offset / 2, size: bytes / 2 };
    return { storage: this.parameterStorage, offset, size: bytes };
  }

  /** Its partial gradients, as a binding. */
  gradientRange(parameter: PlannedParameter): Binding {
    return { storage: this.gradientStorage, offset: parameter.gradientOffset, size: parameter.bytes * parameter.splits };
  }

  /** A few bytes to bind where a kernel has an output that this operator does not use: writable bindings may not overlap. */
  scratch(): Binding {
    this.scratchStorage ??= this.storage({ name: 'scratch', bytes: VEC4_BYTES, kind: 'output' });
    return this.whole(this.scratchStorage);
  }

  private grow(index: number, bytes: number, blockBytes: number): number {
    const before = this.storages[index]?.bytes ?? 0;
    this.resize(index, before + Math.ceil(bytes / blockBytes) * blockBytes);
    return before;
  }

  /** The same values, counted as one vector of C·H·W channels in NCHW order. */
  view(input: Tensor): Tensor {
    const { channels, height, width } = input.shape;
    const padded = input.channelGroups * 4;
    const channelMap: number[] = [];
    for (let channel = 0; channel < channels; channel++) {
      for (let position = 0; position < height * width; position++) {
        channelMap.push(position * padded + (input.channelMap?.[channel] ?? channel));
      }
    }
    const positions = (input.positions ?? 1) * height * width;
    const output: Tensor = {
      storage: input.storage,
      shape: { channels: channels * height * width, height: 1, width: 1 },
      channelGroups: height * width * input.channelGroups,
      channelMap,
      ...(positions > 1 ? { positions } : {}),
      differentiable: input.differentiable,
    };
    this.onBackward(() => {
      const gradient = this.gradientOf(output);
      if (gradient) this.setGradient(input, { ...input, storage: gradient.storage });
    });
    return output;
  }

  /**
   * max(x, 0): in passing, where the operator that made x can do it (its size RELU), else by itself.
   * The same on the way back, where the operator that made the gradient can mask it (its size MASK and the binding before its last).
   */
  relu(input: Tensor, path: string): Tensor {
    const producer = this.producers.get(input.storage);
    const fuses = this.options.mode !== 'inspection';
    const fused = fuses && producer !== undefined && 'RELU' in producer.sizes;
    const output = fused ? { ...input } : this.tensorLike(`${path} output`, input);
    const count = this.vectorsOf(input);
    if (fused) producer.sizes = { ...producer.sizes, RELU: 1 };
    else {
      const bindings = [this.whole(input.storage), this.whole(output.storage)];
      this.emit({ kernel: 'relu', path, pass: 'forward', sizes: { COUNT: count }, bindings, flops: 0 }, [output.storage]);
    }
    this.onBackward(() => {
      const gradient = this.gradientOf(output);
      if (!gradient || !input.differentiable) return;
      const maker = this.producers.get(gradient.storage);
      if (fuses && maker && maker.sizes['MASK'] === 0) {
        maker.sizes = { ...maker.sizes, MASK: 1 };
        maker.bindings = maker.bindings.with(-2, this.whole(output.storage));
        this.setGradient(input, gradient);
        return;
      }
      const masked = this.tensorLike(`${path} gradient`, input);
      const bindings = [gradient.storage, output.storage, masked.storage].map((storage) => this.whole(storage));
      this.emit({ kernel: 'reluGrad', path, pass: 'backward', sizes: { COUNT: count }, bindings, flops: 0 }, [masked.storage]);
      this.setGradient(input, masked);
    });
    return output;
  }
}
