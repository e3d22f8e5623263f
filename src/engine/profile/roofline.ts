import peakBytes from '../../../shaders/peak_bytes.wgsl?raw';
import peakFlops from '../../../shaders/peak_flops.wgsl?raw';
import { specialise, type Constants } from '../kernels/expand';
import { guarded } from '../runtime/device';
import { BufferUsage } from '../runtime/flags';
import { rateOf } from './arithmetic';
import type { Peaks } from './report';
import { timeWith, type Patience, type Stopwatch } from '../runtime/timing';

const WORKGROUP = 64;
/** Invocations for each that keeps the adapter busy, so that it can hide what it waits for. */
const OVERSUBSCRIPTION = 4;
/** Products of a matrix and a vector that an invocation makes of each of its chains. */
const ROUNDS = 256;
/** Independent chains in an invocation: too few leave the adapter waiting, too many leave its registers. */
const CHAINS = [2, 4, 8] as const;
const FLOPS_OF_PRODUCT = 32;
/** Larger than the caches of any adapter: what is read must come from memory. */
const COPIED_BYTES = 2 ** 26;
const VEC4_BYTES = 16;

/** What the measurement needs to know of the adapter. */
export interface PeakOptions extends Patience {
  /** Invocations that keep it busy. */
  readonly parallelism: number;
}

/**
 * Measures the roofline of a device: operations a second of a kernel that only multiplies and adds in registers, and bytes
 * a second of one that only scales a long array.
 * @throws ProblemError `training.outOfMemory` where there is no room for the arrays.
 */
export async function measurePeaks(device: GPUDevice, watch: Stopwatch, options: PeakOptions): Promise<Peaks> {
  const usage = BufferUsage.storage | BufferUsage.copyDst;
  const made: GPUBuffer[] = [];
  const buffer = (label: string, size: number) => {
    const one = device.createBuffer({ label, size, usage });
    made.push(one);
    return one;
  };
  const invocations = OVERSUBSCRIPTION * options.parallelism;
  try {
    const { source, target, matrix } = await guarded(device, () => ({
      source: buffer('peak source', COPIED_BYTES),
      target: buffer('peak target', COPIED_BYTES),
      matrix: buffer('peak matrix', ROTATION.byteLength),
    }));
    device.queue.writeBuffer(matrix, 0, ROTATION);
    const time = async (code: string, constants: Constants, buffers: readonly GPUBuffer[]) => {
      const encode = await prepare(device, specialise(code, { ...constants, WORKGROUP }), buffers, invocations / WORKGROUP);
      return timeWith(watch, encode, options);
    };
    let flopsPerSecond = 0;
    for (const chains of CHAINS) {
      const milliseconds = await time(peakFlops, { CHAINS: chains, ROUNDS }, [matrix, target]);
      flopsPerSecond = Math.max(flopsPerSecond, rateOf(invocations * chains * ROUNDS * FLOPS_OF_PRODUCT, milliseconds));
    }
    const milliseconds = await time(peakBytes, { COUNT: COPIED_BYTES / VEC4_BYTES, STEP: invocations }, [source, target]);
    return { flopsPerSecond, bytesPerSecond: rateOf(2 * COPIED_BYTES, milliseconds) };
  } finally {
    for (const one of made) one.destroy();
  }
}

/** A turn by the angle of a 3-4-5 triangle in two planes, column by column. */
const ROTATION = Float32Array.of(0.6, 0.8, 0, 0, -0.8, 0.6, 0, 0, 0, 0, 0.6, 0.8, 0, 0, -0.8, 0.6);

async function prepare(device: GPUDevice, code: string, buffers: readonly GPUBuffer[], workgroups: number) {
  const module = device.createShaderModule({ label: 'peak', code });
  const pipeline = await device.createComputePipelineAsync({ label: 'peak', layout: 'auto', compute: { module } });
  const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
  const bindGroup = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
  return (pass: GPUComputePassEncoder) => {
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindGroup);
    pass.dispatchWorkgroups(workgroups);
  };
}
