import type { Binding } from '../plan/lowering';
import type { Dispatch, Plan } from '../plan/plan';
import { Random } from '../random';
import { guarded } from '../runtime/device';
import { BufferUsage } from '../runtime/flags';
import { readBuffer } from '../runtime/executor';
import type { PipelineCache } from '../runtime/pipelines';
import { timeCommands } from '../runtime/timing';

const ROUNDS = 2;

/** An operator of a plan on buffers of its own, filled with random numbers, on which the ways to run it are measured. */
export class Workpiece {
  private constructor(
    private readonly device: GPUDevice,
    private readonly buffers: readonly GPUBuffer[],
    private readonly written: readonly GPUBuffer[],
  ) {}

  /** @throws ProblemError `training.outOfMemory` */
  static async create(device: GPUDevice, plan: Plan, dispatch: Dispatch, uses: readonly string[]): Promise<Workpiece> {
    const random = Random.from(1);
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
          device.queue.writeBuffer(buffer, 0, Float32Array.from({ length: binding.size / 4 }, () => random.between(-1, 1)));
          return buffer;
        });
        return new Workpiece(
          device,
          buffers,
          buffers.filter((_, at) => uses[at] === 'write'),
        );
      });
    } catch (error) {
      for (const buffer of made.values()) buffer.destroy();
      throw error;
    }
  }

  /** Milliseconds that a way to run the operator takes. */
  async time(dispatch: Dispatch, pipelines: PipelineCache, now: () => number, giveUpAbove: number): Promise<number> {
    const { pipeline, layout } = await pipelines.get(dispatch);
    const entries = this.buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
    const bindGroup = this.device.createBindGroup({ layout, entries });
    const [columns, rows] = dispatch.workgroups;
    const encode = (pass: GPUComputePassEncoder) => {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, bindGroup);
      pass.dispatchWorkgroups(columns, rows);
    };
    return timeCommands(this.device, encode, { now, rounds: ROUNDS, giveUpAbove });
  }

  /** What the last way to run it wrote. */
  read(): Promise<Float32Array[]> {
    return Promise.all(this.written.map(async (buffer) => new Float32Array(await readBuffer(this.device, buffer))));
  }

  destroy(): void {
    for (const buffer of this.buffers) buffer.destroy();
  }
}
