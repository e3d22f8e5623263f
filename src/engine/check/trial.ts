import { kernelNamed } from '../kernels';
import type { Binding } from '../plan/lowering';
import type { Dispatch, Plan } from '../plan/plan';
import { Random } from '../random';
import { guarded } from '../runtime/device';
import { BufferUsage, MAP_READ } from '../runtime/flags';
import type { Compiled } from '../runtime/pipelines';
import { fromHalves } from '../weights/half';
import { noiseBlock, noiseFrom, noiseKey, type NoiseBlock, type NoiseKind } from './noise';
import { relativeError } from './relativeError';
import { operatorRules } from './rules';
import type { Holding, Output, Trial } from './rules/types';
import { samplesOf, shareOf, type Share } from './samples';
import { trialStep } from './trialStep';

/** An operator with its pipeline. */
export interface Contestant {
  readonly dispatch: Dispatch;
  readonly compiled: Compiled;
}

/** Whether an operator gives what it should, and the largest relative error of what it writes. */
export interface Verdict {
  readonly dispatch: Dispatch;
  readonly isRight: boolean;
  readonly error: number;
}

/** Relative errors that rounding explains: of sums in single precision, and of what is stored in half. */
const TOLERANCE = { single: 1e-4, half: 1e-3 };
/** Rounding errors of a sum grow with the root of its terms: so much for each. */
const TOLERANCE_PER_ROOT = 3e-7;

/** Bindings see the noise from a place of their own on, in bytes, so that none passes for another: multiples of what WebGPU allows. */
const SHIFT = 256 * 7;
const WORD = 4;

/** What a binding is filled with: noise of a kind, or these words. */
type Filling = NoiseKind | Uint32Array;

interface Prepared extends Contestant {
  readonly fillings: readonly Filling[];
  readonly share: Share;
  readonly outputs: readonly { readonly output: Output; readonly half: boolean; readonly indices: readonly number[] }[];
}

/**
 * Runs operators of a plan on noise, each by the very pipeline that trains, and compares samples of what they write with plain
 * arithmetic. Takes buffers as large as the largest operator's, lets go of them at the end, and leaves the plan's own alone.
 * @throws ProblemError `training.outOfMemory`
 */
export async function tryOperators(device: GPUDevice, plan: Plan, contestants: readonly Contestant[]): Promise<Verdict[]> {
  const blocks = new Map<string, NoiseBlock>();
  const blockOf = (kind: NoiseKind) => {
    const key = noiseKey(kind);
    const block = blocks.get(key) ?? noiseBlock(kind);
    blocks.set(key, block);
    return block;
  };
  const prepared = contestants.map((contestant) => prepare(contestant, plan, blockOf));
  const buffers = new TrialBuffers(device, prepared, blockOf, trialStep(plan.batch).words);
  try {
    await guarded(device, () => buffers.make());
    for (const one of prepared) buffers.run(one);
    const words = await buffers.read();
    let at = 0;
    return prepared.map(({ dispatch, outputs }) => {
      const errors = outputs.map(({ output, half, indices }) => {
        const found = indices.map((index) => numberIn(words, at++, output, half, index));
        const error = relativeError(found, indices.map(output.value));
        const tolerance = output.whole ? 0 : half ? TOLERANCE.half : Math.max(TOLERANCE.single, TOLERANCE_PER_ROOT * Math.sqrt(output.terms));
        // Written so that an error that is no number fails.
        return { error, isRight: error <= tolerance };
      });
      return { dispatch, isRight: errors.every(({ isRight }) => isRight), error: Math.max(...errors.map(({ error }) => error)) };
    });
  } finally {
    buffers.destroy();
  }
}

function prepare(contestant: Contestant, plan: Plan, blockOf: (kind: NoiseKind) => NoiseBlock): Prepared {
  const { dispatch } = contestant;
  const { sizes, bindings, kernel } = dispatch;
  const rule = operatorRules[kernel];
  if (!rule) throw new Error(`nothing says what ${kernel} computes`);
  const size = (name: string) => {
    const value = sizes[name];
    if (value === undefined) throw new Error(`${kernel} has no size ${name}`);
    return value;
  };
  const before = { sizes, size, step: trialStep(plan.batch), plan };
  const holdings = rule.holds?.(before) ?? {};
  const isHalf = (binding: number) => plan.storages[bindings[binding]?.storage ?? -1]?.half === true;
  const fillings = bindings.map((_, binding) => fillingOf(holdings[binding], isHalf(binding)));
  const given: Trial['given'] = (binding) => {
    const filling = fillings[binding];
    if (!filling || filling instanceof Uint32Array) throw new Error(`${kernel}: binding ${binding} holds no noise`);
    return noiseFrom(blockOf(filling), shiftOf(binding) / (filling.half ? WORD / 2 : WORD));
  };
  const share = shareOf(dispatch);
  const random = Random.from(5);
  const outputs = rule.outputs({ ...before, given }).map((output) => {
    return { output, half: isHalf(output.binding), indices: samplesOf(output, dispatch, share, random) };
  });
  return { ...contestant, fillings, share, outputs };
}

function fillingOf(holding: Holding | undefined, half: boolean): Filling {
  if (holding instanceof Uint32Array) return holding;
  return { half, positive: holding === 'positive', scale: typeof holding === 'object' ? holding.scale : 1 };
}

const shiftOf = (binding: number) => (binding + 1) * SHIFT;

function numberIn(words: Uint32Array, at: number, { whole = false }: Output, half: boolean, index: number): number {
  const word = words.subarray(at, at + 1);
  if (whole) return word[0] ?? NaN;
  const bytes = word.slice().buffer;
  return (half ? fromHalves(bytes)[index % 2] : new Float32Array(bytes)[0]) ?? NaN;
}

/** The buffers of all trials, which run one after another. */
class TrialBuffers {
  private readonly made: GPUBuffer[] = [];
  private readonly noise = new Map<string, GPUBuffer>();
  private readonly written: GPUBuffer[] = [];
  private step: GPUBuffer | undefined;
  private staging: GPUBuffer | undefined;
  /** Words that were copied to be read. */
  private copied = 0;

  constructor(
    private readonly device: GPUDevice,
    private readonly prepared: readonly Prepared[],
    private readonly blockOf: (kind: NoiseKind) => NoiseBlock,
    private readonly stepWords: Uint32Array<ArrayBuffer>,
  ) {}

  make(): void {
    const noiseBytes = new Map<string, { kind: NoiseKind; bytes: number }>();
    const writtenBytes: number[] = [];
    let samples = 0;
    for (const { dispatch, fillings, outputs } of this.prepared) {
      for (const [binding, filling] of fillings.entries()) {
        const size = dispatch.bindings[binding]?.size ?? 0;
        if (!(filling instanceof Uint32Array)) {
          const bytes = Math.max(noiseBytes.get(noiseKey(filling))?.bytes ?? 0, size + shiftOf(binding));
          noiseBytes.set(noiseKey(filling), { kind: filling, bytes });
        }
        const slot = slotOf(dispatch, binding);
        if (slot !== undefined) writtenBytes[slot] = Math.max(writtenBytes[slot] ?? 0, size);
      }
      samples += outputs.reduce((sum, { indices }) => sum + indices.length, 0);
    }
    const usage = BufferUsage.storage | BufferUsage.copySrc | BufferUsage.copyDst;
    for (const [key, { kind, bytes }] of noiseBytes) {
      const buffer = this.buffer(bytes, usage);
      fill(this.device, buffer, this.blockOf(kind).words);
      this.noise.set(key, buffer);
    }
    for (const bytes of writtenBytes) this.written.push(this.buffer(bytes, usage));
    this.step = this.buffer(this.stepWords.byteLength, BufferUsage.uniform | BufferUsage.copyDst);
    this.device.queue.writeBuffer(this.step, 0, this.stepWords);
    this.staging = this.buffer(samples * WORD, BufferUsage.mapRead | BufferUsage.copyDst);
  }

  /** Fills what an operator writes with noise, runs it, and puts the samples aside. */
  run({ dispatch, compiled, fillings, share, outputs }: Prepared): void {
    const encoder = this.device.createCommandEncoder();
    const entries = fillings.map((filling, binding) => {
      const planned = dispatch.bindings[binding] ?? missing();
      const slot = slotOf(dispatch, binding);
      const into = slot === undefined ? undefined : this.written[slot];
      if (into && !(filling instanceof Uint32Array)) encoder.copyBufferToBuffer(this.noiseOf(filling), shiftOf(binding), into, 0, planned.size);
      return { binding, resource: into ? { buffer: into, size: planned.size } : this.resource(dispatch, binding, planned, filling) };
    });
    const pass = encoder.beginComputePass();
    pass.setPipeline(compiled.pipeline);
    pass.setBindGroup(0, this.device.createBindGroup({ layout: compiled.layout, entries }));
    for (const [columns, rows] of share.dispatches) pass.dispatchWorkgroups(columns, rows);
    pass.end();
    for (const { output, half, indices } of outputs) {
      const from = this.written[slotOf(dispatch, output.binding) ?? -1] ?? missing();
      for (const index of indices) {
        const byte = half ? Math.floor(index / 2) * WORD : index * WORD;
        encoder.copyBufferToBuffer(from, byte, this.staging ?? missing(), this.copied++ * WORD, WORD);
      }
    }
    this.device.queue.submit([encoder.finish()]);
  }

  async read(): Promise<Uint32Array> {
    const staging = this.staging ?? missing();
    await staging.mapAsync(MAP_READ);
    return new Uint32Array(staging.getMappedRange().slice(0));
  }

  destroy(): void {
    for (const buffer of this.made) buffer.destroy();
  }

  private buffer(bytes: number, usage: number): GPUBuffer {
    const buffer = this.device.createBuffer({ label: 'trial', size: Math.max(Math.ceil(bytes / 16) * 16, 16), usage });
    this.made.push(buffer);
    return buffer;
  }

  private noiseOf(kind: NoiseKind): GPUBuffer {
    return this.noise.get(noiseKey(kind)) ?? missing();
  }

  /** What an operator reads at a binding. */
  private resource({ kernel }: Dispatch, binding: number, { size }: Binding, filling: Filling): GPUBufferBinding {
    if (kernelNamed(kernel).bindings[binding] === 'uniform') return { buffer: this.step ?? missing() };
    if (!(filling instanceof Uint32Array)) return { buffer: this.noiseOf(filling), offset: shiftOf(binding), size };
    // What is lent has no size of its own.
    const buffer = this.buffer(size > 0 ? size : filling.byteLength, BufferUsage.storage | BufferUsage.copyDst);
    fill(this.device, buffer, filling);
    return { buffer };
  }
}

/** Which of an operator's written bindings this is; undefined where it reads. */
function slotOf({ kernel }: Dispatch, binding: number): number | undefined {
  const { bindings } = kernelNamed(kernel);
  return bindings[binding] === 'write' ? bindings.slice(0, binding).filter((use) => use === 'write').length : undefined;
}

/** Writes words over and over until a buffer is full. */
function fill({ queue }: GPUDevice, buffer: GPUBuffer, words: Uint32Array): void {
  for (let at = 0; at < buffer.size; at += words.byteLength) {
    queue.writeBuffer(buffer, at, words.buffer, words.byteOffset, Math.min(words.byteLength, buffer.size - at));
  }
}

function missing(): never {
  throw new Error('a trial lacks a buffer');
}
