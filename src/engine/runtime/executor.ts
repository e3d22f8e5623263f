import type { PlannedState, Storage } from '../plan/types';
import type { Plan } from '../plan/plan';
import type { Dispatch } from '../plan/dispatch';
import { fromHalves, toHalves } from '../weights/half';
import { toDevice, type NamedTensor } from '../weights/layout';
import { guarded } from './device';
import { BufferUsage, MAP_READ } from './flags';
import type { Compiled, PipelineCache } from './pipelines';

interface Command {
  dispatch: Dispatch;
  compiled: Compiled;
  /** Undefined until what it reads is lent. */
  bindGroup?: GPUBindGroup | undefined;
  /** What it reads with some storages in the place of others: see `Substitutes`. */
  readonly substituted: Map<Substitutes, GPUBindGroup>;
}

/** Storages of the same layout to be read in the place of others: the running mean of the weights, say. Kept by identity. */
export type Substitutes = ReadonlyMap<number, number>;

/** Tells how many of how many pipelines are compiled. */
export type CompileProgress = (done: number, total: number) => void;

/** A plan on a device: its buffers, its bind groups, and the commands of a step. Everything is made once. */
export class Executor<P extends Plan = Plan> {
  /** Commands that read lent storages, and their bind groups for each list of buffers that was lent. */
  private readonly borrowers: readonly Command[];
  private readonly lentGroups = new WeakMap<readonly GPUBuffer[], readonly GPUBindGroup[]>();

  private constructor(
    readonly device: GPUDevice,
    private present: P,
    private readonly buffers: readonly GPUBuffer[],
    private readonly commands: readonly Command[],
  ) {
    this.borrowers = commands.filter(({ bindGroup }) => !bindGroup);
  }

  get plan(): P {
    return this.present;
  }

  /** @throws ProblemError `training.outOfMemory` or `training.deviceRefused` when the device cannot hold the plan; nothing is kept then. */
  static async create<P extends Plan>(device: GPUDevice, plan: P, pipelines: PipelineCache, onProgress?: CompileProgress): Promise<Executor<P>> {
    const compiled = await compileAll(plan.dispatches, pipelines, onProgress);
    const buffers: GPUBuffer[] = [];
    try {
      return await guarded(device, () => {
        const usage = BufferUsage.storage | BufferUsage.copySrc | BufferUsage.copyDst;
        for (const { bytes, storages } of plan.memory.buffers) {
          const [first] = storages.map((storage) => plan.storages[storage]);
          const uniform = first?.kind === 'step' ? BufferUsage.uniform : 0;
          buffers.push(device.createBuffer({ label: first?.name ?? '', size: Math.max(bytes, 16), usage: usage | uniform }));
        }
        return new Executor(device, plan, buffers, makeCommands(device, plan, buffers, compiled));
      });
    } catch (error) {
      for (const buffer of buffers) buffer.destroy();
      throw error;
    }
  }

  /** Runs the same operators in other ways from now on. The buffers, what is in them and the bind groups stay. */
  async adopt(plan: P, pipelines: PipelineCache): Promise<void> {
    const compiled = await compileAll(plan.dispatches, pipelines);
    for (const [at, command] of this.commands.entries()) {
      command.dispatch = plan.dispatches[at] ?? command.dispatch;
      command.compiled = compiled[at] ?? command.compiled;
    }
    this.present = plan;
  }

  /** The buffer that holds a storage. */
  buffer(storage: number): GPUBuffer {
    return bufferIn(this.plan, this.buffers, storage);
  }

  /**
   * Binds buffers of someone else to the plan's lent storages, in order; the last stands in where there are fewer. It
   * holds for what is recorded from now on.
   */
  lend(buffers: readonly GPUBuffer[]): void {
    let groups = this.lentGroups.get(buffers);
    if (!groups) {
      const lent = [...this.plan.storages.keys()].filter((storage) => this.plan.storages[storage]?.kind === 'lent');
      const bufferOf = (storage: number) => buffers[Math.min(lent.indexOf(storage), buffers.length - 1)] ?? this.buffer(storage);
      groups = this.borrowers.map((command) => bind(this.device, command, bufferOf));
      this.lentGroups.set(buffers, groups);
    }
    for (const [at, command] of this.borrowers.entries()) command.bindGroup = groups[at];
  }

  /** Records dispatches `from` … `to` − 1 as one compute pass. */
  encode(encoder: GPUCommandEncoder, from: number, to: number, substitutes?: Substitutes): void {
    const pass = encoder.beginComputePass();
    for (let at = from; at < to; at++) this.dispatch(pass, at, substitutes);
    pass.end();
  }

  /** Records one dispatch. */
  dispatch(pass: GPUComputePassEncoder, at: number, substitutes?: Substitutes): void {
    const command = this.commands[at];
    if (!command) throw new RangeError(`no dispatch ${at}`);
    if (!command.bindGroup) throw new Error(`nothing was lent to ${command.dispatch.kernel}`);
    pass.setPipeline(command.compiled.pipeline);
    pass.setBindGroup(0, substitutes ? this.substitutedGroup(command, command.bindGroup, substitutes) : command.bindGroup);
    pass.dispatchWorkgroups(...command.dispatch.workgroups);
  }

  private substitutedGroup(command: Command, usual: GPUBindGroup, substitutes: Substitutes): GPUBindGroup {
    if (!command.dispatch.bindings.some(({ storage }) => substitutes.has(storage))) return usual;
    const known = command.substituted.get(substitutes);
    const group = known ?? bind(this.device, command, (storage) => this.buffer(substitutes.get(storage) ?? storage));
    command.substituted.set(substitutes, group);
    return group;
  }

  /** Submits dispatches `from` … `to` − 1. */
  run(from: number, to: number): void {
    const encoder = this.device.createCommandEncoder();
    this.encode(encoder, from, to);
    this.device.queue.submit([encoder.finish()]);
  }

  /** Writes to a storage from its beginning, in order with the submits around it. */
  write(storage: number, data: Float32Array | Uint32Array | Uint8Array, offset = 0): void {
    this.device.queue.writeBuffer(this.buffer(storage), offset, data.buffer, data.byteOffset, data.byteLength);
  }

  /** Writes values to a storage, in the precision that it holds them in. @param offset in values. */
  writeValues(storage: number, values: Float32Array, offset = 0): void {
    if (this.plan.storages[storage]?.half) this.write(storage, toHalves(values), offset * 2);
    else this.write(storage, values, offset * 4);
  }

  /** Writes those of the plan's parameters and frozen weights (with their copies in half precision) and states that are among the weights. */
  writeWeights(weights: readonly NamedTensor[]): void {
    const { parameters, states, frozen, ports } = this.plan;
    this.writeTensors(parameters, weights, [ports.parameters, ports.halves]);
    this.writeTensors(frozen, weights, [ports.frozen, ports.frozenHalves]);
    this.writeTensors(states, weights, [ports.state]);
  }

  /** Writes those of the planned tensors that are among the weights to each of some storages, which are laid out alike. */
  writeTensors(planned: readonly PlannedState[], weights: readonly NamedTensor[], storages: readonly (number | undefined)[]): void {
    for (const { name, offset, bytes, layout } of planned) {
      const tensor = weights.find((candidate) => candidate.name === name);
      if (!tensor) continue;
      const values = toDevice(layout, tensor.data, bytes / 4);
      for (const storage of storages) if (storage !== undefined) this.writeValues(storage, values, offset / 4);
    }
  }

  /** Reads a whole storage back; waits for all that was submitted before. */
  read(storage: number): Promise<ArrayBuffer> {
    return readBuffer(this.device, this.buffer(storage));
  }

  /** Reads the values of a whole storage back. */
  async readValues(storage: number): Promise<Float32Array> {
    const bytes = await this.read(storage);
    return valuesOf(bytes, this.plan.storages[storage]);
  }

  destroy(): void {
    for (const buffer of this.buffers) buffer.destroy();
  }
}

/** The values that a storage's bytes stand for. */
export function valuesOf(bytes: ArrayBuffer, storage: Storage | undefined): Float32Array {
  return storage?.half ? fromHalves(bytes) : new Float32Array(bytes);
}

/** Reads a whole buffer back; waits for all that was submitted before. */
export async function readBuffer(device: GPUDevice, source: GPUBuffer): Promise<ArrayBuffer> {
  const [bytes] = await readBuffers(device, [source]);
  return bytes ?? new ArrayBuffer(0);
}

/** Reads whole buffers back in one go; waits for all that was submitted before. */
export async function readBuffers(device: GPUDevice, sources: readonly GPUBuffer[]): Promise<ArrayBuffer[]> {
  const size = sources.reduce((sum, source) => sum + source.size, 0);
  const staging = device.createBuffer({ size, usage: BufferUsage.mapRead | BufferUsage.copyDst });
  try {
    const encoder = device.createCommandEncoder();
    let at = 0;
    for (const source of sources) {
      encoder.copyBufferToBuffer(source, 0, staging, at, source.size);
      at += source.size;
    }
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(MAP_READ);
    const all = staging.getMappedRange();
    at = 0;
    return sources.map((source) => all.slice(at, (at += source.size)));
  } finally {
    staging.destroy();
  }
}

/** Compiles what the dispatches need, all at once; a shader that several of them share counts once. */
async function compileAll(dispatches: readonly Dispatch[], pipelines: PipelineCache, onProgress?: CompileProgress): Promise<Compiled[]> {
  const asked = dispatches.map((dispatch) => pipelines.get(dispatch));
  const distinct = new Set(asked);
  let done = 0;
  for (const pipeline of distinct) {
    // A failure is told to whoever awaits all of them.
    pipeline.then(() => onProgress?.(++done, distinct.size)).catch(() => undefined);
  }
  return Promise.all(asked);
}

function makeCommands(device: GPUDevice, plan: Plan, buffers: readonly GPUBuffer[], compiled: readonly Compiled[]): Command[] {
  return plan.dispatches.map((dispatch, at) => {
    const made = compiled[at];
    if (!made) throw new Error(`dispatch ${at} has no pipeline`);
    const command: Command = { dispatch, compiled: made, substituted: new Map() };
    if (dispatch.bindings.some(({ storage }) => plan.storages[storage]?.kind === 'lent')) return command;
    return { ...command, bindGroup: bind(device, command, (storage) => bufferIn(plan, buffers, storage)) };
  });
}

function bind(device: GPUDevice, { dispatch, compiled }: Command, bufferOf: (storage: number) => GPUBuffer): GPUBindGroup {
  const entries = dispatch.bindings.map(({ storage, offset, size }, binding) => ({
    binding,
    // What is lent has a size of its own, and is bound whole.
    resource: { buffer: bufferOf(storage), offset, ...(size > 0 ? { size } : {}) },
  }));
  return device.createBindGroup({ label: dispatch.path, layout: compiled.layout, entries });
}

function bufferIn(plan: Plan, buffers: readonly GPUBuffer[], storage: number): GPUBuffer {
  const at = plan.memory.bufferOf[storage];
  const buffer = at === undefined ? undefined : buffers[at];
  if (!buffer) throw new Error(`storage ${storage} has no buffer`);
  return buffer;
}

/** Operations a list of dispatches costs. */
export function flopsOf(dispatches: readonly Dispatch[]): number {
  return dispatches.reduce((sum, dispatch) => sum + dispatch.flops, 0);
}
