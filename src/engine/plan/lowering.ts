import type { GraphNode } from '../graph/graph';
import { OPTIMISER_BLOCK } from '../kernels/sizes';
import type { LayerType } from '../layers';
import type { ParameterSpec } from '../layers/types';
import { stepStruct } from '../kernels/shared';
import type { Precision } from '../precision';
import type { Shape } from '../shape';
import { fuse } from './fuse';
import { groupsOf, layoutBytes, VEC4_BYTES } from './layout';
import type { ParameterLayout, VectorLayout } from './types';
import type { Binding, Operator, Pass, PlannedParameter, PlannedState, Storage, Tensor } from './types';

/** Emits the operators of a layer's forward pass, and registers those of its backward pass. @returns what the layer gives. */
export type LowerLayer = (lowering: Lowering, input: Tensor, node: GraphNode) => Tensor;

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

const BLOCK_BYTES = OPTIMISER_BLOCK * VEC4_BYTES;

/**
 * Collects the operators of one step while layers are lowered: forward in order, backward on a tape that is played in reverse.
 * Everything here is plain data; no GPU is touched.
 */
export class Lowering {
  readonly storages: Storage[] = [];
  private emitted: Operator[] = [];
  readonly parameters: PlannedParameter[] = [];
  readonly states: PlannedState[] = [];
  /** Weights that nothing changes. */
  readonly frozen: PlannedState[] = [];
  /** What each layer gives, by its path. */
  readonly outputs = new Map<string, Tensor>();
  private readonly tape: (() => void)[] = [];
  private readonly gradients = new Map<Tensor, Tensor>();
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

  /** @param rules how each layer is lowered. */
  constructor(
    readonly options: LoweringOptions,
    private readonly rules: Readonly<Record<LayerType, LowerLayer>>,
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
    this.storages[index] = { ...this.known(index), bytes };
  }

  private known(index: number): Storage {
    const storage = this.storages[index];
    if (!storage) throw new Error(`no storage ${index}`);
    return storage;
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

  emit(operator: Operator): void {
    this.emitted.push(this.options.precision === 'f16' ? { ...operator, sizes: { ...operator.sizes, HALF: 1 } } : operator);
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
      const output = this.rules[node.spec.type](this, tensor, node);
      this.outputs.set(node.path, output);
      return output;
    }, input);
  }

  /** Sum of two tensors of the same shape and layout; no gradient flows through it by itself. */
  add(a: Tensor, b: Tensor, path: string, pass: Pass): Tensor {
    const sum = this.tensorLike(`${path} sum`, a);
    const bindings = [a, b, a, sum].map(({ storage }) => this.whole(storage));
    const inPassing = { epilogue: 'none', mask: { at: 2, by: 'nothing' } } as const;
    this.emit({ kernel: 'add', path, pass, sizes: { COUNT: this.vectorsOf(a) }, bindings, flops: 0, makes: sum.storage, ...inPassing });
    return sum;
  }

  /** Says that several layers of a block read a tensor: the gradients that they have for it are added up. */
  share(tensor: Tensor, path: string): void {
    this.shared.set(tensor, path);
  }

  /** Emits the backward pass, and does in passing what can be: see fuse.ts. What is looked into stays whole. */
  playBackward(): void {
    for (const play of this.tape.toReversed()) play();
    if (this.options.mode === 'inspection') return;
    const { operators, instead } = fuse(this.emitted);
    this.emitted = operators;
    // People know values by the layer that makes them.
    for (const [storage, before] of instead) this.storages[storage] = { ...this.known(storage), name: this.known(before).name };
  }

  /** Operators up to and with the loss, once the backward pass was played. */
  get forwardCount(): number {
    return this.emitted.filter(({ pass }) => pass === 'load' || pass === 'forward' || pass === 'loss').length;
  }

  /** Reserves a parameter tensor; `splits` partial gradients are kept for it. */
  parameter(name: string, spec: ParameterSpec, layout: ParameterLayout, splits: number): PlannedParameter {
    const bytes = layoutBytes(layout);
    const offset = this.grow(this.parameterStorage, bytes, BLOCK_BYTES);
    if (this.halvesStorage !== undefined) this.grow(this.halvesStorage, bytes / 2, BLOCK_BYTES / 2);
    const gradientOffset = this.grow(this.gradientStorage, bytes * splits, BLOCK_BYTES);
    const parameter = { name, spec, offset, bytes, gradientOffset, splits, layout };
    this.parameters.push(parameter);
    return parameter;
  }

  /** Reserves a tensor that steps keep up to date by themselves, without a gradient: running statistics. In 32 bits. */
  state(name: string, spec: ParameterSpec, layout: VectorLayout): PlannedState {
    this.stateStorageOrNone ??= this.storage({ name: 'running statistics', bytes: 0, kind: 'state' });
    const bytes = layoutBytes(layout);
    const offset = this.grow(this.stateStorageOrNone, bytes, BLOCK_BYTES);
    const state = { name, spec, offset, bytes, layout };
    this.states.push(state);
    return state;
  }

  /** Where states lie; undefined where there are none. */
  get stateStorage(): number | undefined {
    return this.stateStorageOrNone;
  }

  get operators(): readonly Operator[] {
    return this.emitted;
  }

  /** A state, as a binding. */
  stateRange({ offset, bytes }: PlannedState): Binding {
    if (this.stateStorageOrNone === undefined) throw new Error('no state was reserved');
    return { storage: this.stateStorageOrNone, offset, size: bytes };
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
    const offset = this.grow(frozen, bytes, BLOCK_BYTES);
    this.frozen.push({ name, spec, offset, bytes, layout });
    if (frozenHalves === undefined) return { storage: frozen, offset, size: bytes };
    return { storage: frozenHalves, offset: this.grow(frozenHalves, bytes / 2, BLOCK_BYTES / 2), size: bytes / 2 };
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
}
