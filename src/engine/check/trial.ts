import picking from '../../../shaders/pick_numbers.wgsl?raw';
import { kernelNamed } from '../kernels';
import type { Binding } from '../plan/types';
import type { Plan } from '../plan/plan';
import type { Dispatch } from '../plan/dispatch';
import { Random } from '../random';
import { guarded } from '../runtime/device';
import { readBuffer } from '../runtime/executor';
import { BufferUsage } from '../runtime/flags';
import type { Compiled } from '../runtime/pipelines';
import { fromHalves } from '../weights/half';
import { dotOf, noiseBlock, noiseFrom, noiseKey, type NoiseBlock, type NoiseKind, type NoiseView } from './noise';
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
/** Words from one list of picked numbers to the next: where WebGPU lets a binding begin. */
const LIST = 256 / WORD;

/** What a binding is filled with: noise of a kind, or these words. */
type Filling = NoiseKind | Uint32Array;

interface Prepared extends Contestant {
  readonly fillings: readonly Filling[];
  readonly share: Share;
  readonly outputs: readonly {
    readonly output: Output;
    readonly half: boolean;
    readonly indices: readonly number[];
    /** Where the words that hold these numbers lie among all that are read back. */
    readonly firstWord: number;
  }[];
}

/**
 * Runs operators of a plan on noise, each by the very pipeline that trains, and compares samples of what they write with plain
 * arithmetic. Takes buffers as large as the largest operator's, lets go of them at the end, and leaves the plan's own alone.
 * @throws ProblemError `training.outOfMemory`
 */
export async function tryOperators(device: GPUDevice, plan: Plan, contestants: readonly Contestant[]): Promise<Verdict[]> {
  if (contestants.length === 0) return [];
  const blocks = new Map<string, NoiseBlock>();
  const blockOf = (kind: NoiseKind) => {
    const key = noiseKey(kind);
    const block = blocks.get(key) ?? noiseBlock(kind);
    blocks.set(key, block);
    return block;
  };
  let words = 0;
  const take = (count: number) => (words += Math.ceil(count / LIST) * LIST) - Math.ceil(count / LIST) * LIST;
  const prepared = contestants.map((contestant) => prepare(contestant, plan, blockOf, take));
  const buffers = new TrialBuffers(device, prepared, blockOf, trialStep(plan.batch).words);
  try {
    await guarded(device, () => buffers.make());
    for (const one of prepared) buffers.run(one);
    const words = await buffers.read();
    return prepared.map(({ dispatch, outputs }) => {
      const errors = outputs.map(({ output, half, indices, firstWord }) => {
        const found = indices.map((index, at) => numberIn(words, firstWord + at, output, half, index));
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

/** @param take reserves so many words to be read back, and says where they begin. */
function prepare(contestant: Contestant, plan: Plan, blockOf: (kind: NoiseKind) => NoiseBlock, take: (count: number) => number): Prepared {
  const { dispatch } = contestant;
  const { sizes, bindings, kernel } = dispatch;
  const rule = operatorRules[kernel];
  const size = (name: string) => {
    const value = sizes[name];
    if (value === undefined) throw new Error(`${kernel} has no size ${name}`);
    return value;
  };
  const before: Omit<Trial, 'given' | 'dot'> = { sizes, size, step: trialStep(plan.batch), plan };
  const holdings = rule.holds?.(before) ?? {};
  const isHalf = (binding: number) => plan.storages[bindings[binding]?.storage ?? -1]?.half === true;
  const fillings = bindings.map((_, binding) => fillingOf(holdings[binding], isHalf(binding)));
  const viewOf = (binding: number): NoiseView => {
    const filling = fillings[binding];
    if (!filling || filling instanceof Uint32Array) throw new Error(`${kernel}: binding ${binding} holds no noise`);
    return { values: blockOf(filling).values, shift: shiftOf(binding) / (filling.half ? WORD / 2 : WORD) };
  };
  const given: Trial['given'] = (binding) => noiseFrom(viewOf(binding));
  const dot: Trial['dot'] = (one, other) => dotOf(viewOf(one), viewOf(other));
  const share = shareOf(dispatch);
  const random = Random.from(5);
  const outputs = rule.outputs({ ...before, given, dot }).map((output) => {
    const indices = samplesOf(output, dispatch, share, random);
    return { output, half: isHalf(output.binding), indices, firstWord: take(indices.length) };
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
  /** For each number that is compared, the word of its storage; then that word. */
  private places: GPUBuffer | undefined;
  private picked: GPUBuffer | undefined;
  private readonly picking: GPUComputePipeline;

  constructor(
    private readonly device: GPUDevice,
    private readonly prepared: readonly Prepared[],
    private readonly blockOf: (kind: NoiseKind) => NoiseBlock,
    private readonly stepWords: Uint32Array<ArrayBuffer>,
  ) {
    const module = device.createShaderModule({ label: 'pick numbers', code: picking });
    this.picking = device.createComputePipeline({ layout: 'auto', compute: { module, entryPoint: 'main' } });
  }

  make(): void {
    const noiseBytes = new Map<string, { kind: NoiseKind; bytes: number }>();
    const writtenBytes: number[] = [];
    for (const { dispatch, fillings } of this.prepared) {
      for (const [binding, filling] of fillings.entries()) {
        const size = dispatch.bindings[binding]?.size ?? 0;
        if (!(filling instanceof Uint32Array)) {
          const bytes = Math.max(noiseBytes.get(noiseKey(filling))?.bytes ?? 0, size + shiftOf(binding));
          noiseBytes.set(noiseKey(filling), { kind: filling, bytes });
        }
        const slot = slotOf(dispatch, binding);
        if (slot !== undefined) writtenBytes[slot] = Math.max(writtenBytes[slot] ?? 0, size);
      }
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
    const outputs = this.prepared.flatMap((one) => one.outputs);
    const words = new Uint32Array(Math.max(...outputs.map(({ firstWord, indices }) => firstWord + indices.length)));
    for (const { firstWord, indices, half } of outputs)
      words.set(
        indices.map((index) => (half ? Math.floor(index / 2) : index)),
        firstWord,
      );
    this.places = this.buffer(words.byteLength, BufferUsage.storage | BufferUsage.copyDst);
    this.device.queue.writeBuffer(this.places, 0, words);
    this.picked = this.buffer(words.byteLength, BufferUsage.storage | BufferUsage.copySrc);
  }

  /** Fills what an operator writes with noise, runs it, and picks out the numbers that are compared. */
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
    pass.setPipeline(this.picking);
    for (const { output, indices, firstWord } of outputs) {
      const list = { offset: firstWord * WORD, size: indices.length * WORD };
      const resources = [
        { buffer: this.written[slotOf(dispatch, output.binding) ?? -1] ?? missing() },
        { buffer: this.places ?? missing(), ...list },
        { buffer: this.picked ?? missing(), ...list },
      ];
      const picked = resources.map((resource, binding) => ({ binding, resource }));
      pass.setBindGroup(0, this.device.createBindGroup({ layout: this.picking.getBindGroupLayout(0), entries: picked }));
      pass.dispatchWorkgroups(Math.ceil(indices.length / 64));
    }
    pass.end();
    this.device.queue.submit([encoder.finish()]);
  }

  /** The words that were picked. */
  async read(): Promise<Uint32Array> {
    return new Uint32Array(await readBuffer(this.device, this.picked ?? missing()));
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
