import type { Binding, Storage } from '../plan/types';
import type { Plan } from '../plan/plan';
import type { Dispatch } from '../plan/dispatch';
import { Random } from '../random';
import { guarded } from '../runtime/device';
import { BufferUsage } from '../runtime/flags';
import { readBuffer, valuesOf } from '../runtime/executor';
import type { PipelineCache } from '../runtime/pipelines';
import { submitWatch, timeWith } from '../runtime/timing';
import { toHalves } from '../weights/half';

const ROUNDS = 3;
/** Milliseconds that are enough to tell one way from another. */
const LONG_ENOUGH = 12;

/** Random numbers that `noise` repeats: to draw all that a large batch holds would keep the thread for a second. */
const BLOCK = 2 ** 16;

/** Random numbers in the precision of a storage. */
function noise(bytes: number, storage: Storage | undefined): Uint32Array<ArrayBuffer> {
  const random = Random.from(1);
  const numbers = Float32Array.from({ length: BLOCK }, () => random.between(-1, 1));
  const block = storage?.half ? toHalves(numbers) : new Uint32Array(numbers.buffer);
  const words = new Uint32Array(bytes / 4);
  for (let at = 0; at < words.length; at += block.length) words.set(block.subarray(0, words.length - at), at);
  return words;
}

/** An operator of a plan on buffers of its own, filled with random numbers, on which the ways to run it are measured. */
export class Workpiece {
  /** Share of the workgroups that is run to be timed. */
  private part = 1;

  private constructor(
    private readonly device: GPUDevice,
    private readonly buffers: readonly GPUBuffer[],
    private readonly written: ReadonlyMap<GPUBuffer, Storage | undefined>,
  ) {}

  /** @throws ProblemError `training.outOfMemory` */
  static async create(device: GPUDevice, plan: Plan, dispatch: Dispatch, uses: readonly string[]): Promise<Workpiece> {
    const usage = BufferUsage.storage | BufferUsage.copyDst | BufferUsage.copySrc;
    const made = new Map<string, GPUBuffer>();
    const keyOf = ({ storage, offset }: Binding) => `${storage} ${offset}`;
    try {
      return await guarded(device, () => {
        const buffers = dispatch.bindings.map((binding) => {
          const found = made.get(keyOf(binding));
          if (found) return found;
          const buffer = device.createBuffer({ label: plan.storages[binding.storage]?.name ?? '', size: Math.max(binding.size, 16), usage });
          made.set(keyOf(binding), buffer);
          device.queue.writeBuffer(buffer, 0, noise(binding.size, plan.storages[binding.storage]));
          return buffer;
        });
        const written = dispatch.bindings.flatMap(({ storage }, at) => {
          const buffer = buffers[at];
          return buffer && uses[at] === 'write' ? [[buffer, plan.storages[storage]] as const] : [];
        });
        return new Workpiece(device, buffers, new Map(written));
      });
    } catch (error) {
      for (const buffer of made.values()) buffer.destroy();
      throw error;
    }
  }

  /** Finds out with the usual way how large a part of the operator's workgroups takes long enough to be timed. */
  async prepare(usual: Dispatch, pipelines: PipelineCache, now: () => number): Promise<void> {
    const whole = await this.time(usual, pipelines, now, 0);
    this.part = whole > LONG_ENOUGH ? LONG_ENOUGH / whole : 1;
  }

  /** Milliseconds that a part of a way to run the operator takes; the first run alone where that is above a limit. */
  async time(way: Dispatch, pipelines: PipelineCache, now: () => number, giveUpAbove: number): Promise<number> {
    const { encode, share } = await this.encoderOf(way, pipelines, this.part);
    // Whole rows of workgroups are run: in every way to cut the work another part of it.
    const scale = this.part / share;
    return scale * (await timeWith(submitWatch(this.device, now), encode, { rounds: ROUNDS, giveUpAbove: giveUpAbove / scale }));
  }

  /** What a way to run the operator writes. */
  async results(way: Dispatch, pipelines: PipelineCache): Promise<Float32Array[]> {
    const { encode } = await this.encoderOf(way, pipelines, 1);
    const encoder = this.device.createCommandEncoder();
    // What another way has written must not pass for what this one should have.
    for (const buffer of this.written.keys()) encoder.clearBuffer(buffer);
    const pass = encoder.beginComputePass();
    encode(pass);
    pass.end();
    this.device.queue.submit([encoder.finish()]);
    return Promise.all([...this.written].map(async ([buffer, storage]) => valuesOf(await readBuffer(this.device, buffer), storage)));
  }

  destroy(): void {
    for (const buffer of this.buffers) buffer.destroy();
  }

  /** Records a way to run the operator, or the first part of its workgroups: at least so large a share of them. */
  private async encoderOf(way: Dispatch, pipelines: PipelineCache, part: number): Promise<{ encode: (pass: GPUComputePassEncoder) => void; share: number }> {
    const { pipeline, layout } = await pipelines.get(way);
    const entries = this.buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
    const bindGroup = this.device.createBindGroup({ layout, entries });
    const [columns, rows] = way.workgroups;
    const [someColumns, someRows] = rows > 1 ? [columns, Math.ceil(rows * part)] : [Math.ceil(columns * part), 1];
    const encode = (pass: GPUComputePassEncoder) => {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, bindGroup);
      pass.dispatchWorkgroups(someColumns, someRows);
    };
    return { encode, share: Math.min(1, (someColumns * someRows) / way.workgroupCount) };
  }
}
