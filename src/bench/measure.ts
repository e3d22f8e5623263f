import { median } from './statistics';
import type { PlannedWork } from './work';

/** A step on its way. Either `read` or `drop` is called, once. */
export interface Pending {
  /** The batch's mean loss before the step's update, once the device is done with the step. */
  read(): Promise<number>;
  drop(): void;
}

/** A kernel of a step, and what it reaches by itself. */
export interface KernelRate {
  /** `layers[7] conv2d quad`. */
  readonly kernel: string;
  readonly gflopsPerSecond: number;
}

/** What a framework found out about the device. */
export type Settled = Readonly<Record<string, string>>;

/** A network in training on a fixed batch. */
export interface Framework {
  /** Starts forward, loss, backward and update, and does not wait for the device. */
  step(): Pending;
  /**
   * What a framework does once in the first seconds of a training, after the first step, that is not to be timed.
   * @param known what it gave in an earlier round.
   */
  settle?(known?: Settled): Promise<Settled>;
  /** The kernel of a step that reaches the most operations a second by itself. */
  fastestKernel?(): Promise<KernelRate>;
  /** There for those who know it. */
  readonly planned?: PlannedWork;
}

export interface Length {
  /** Steps after the first that are not timed. */
  readonly warmUp: number;
  /** Steps that are timed, in each of the two ways. */
  readonly steps: number;
}

/** What is measured, and what is known of the framework from earlier rounds. */
export interface MeasureOptions extends Length {
  readonly counts?: CommandCounts | undefined;
  readonly known?: Settled | undefined;
}

/** One framework in one round; times in milliseconds. */
export interface Measurement {
  /** From an empty page to the loss of the first step: device, weights, shaders and the step. */
  readonly firstStepMs: number;
  /** Median of the steps whose loss is read before the next one starts. */
  readonly msPerStepRead: number;
  /** Mean of as many steps one behind another, of which the last loss is read. */
  readonly msPerStepQueued: number;
  /** Median time until `step` returns: what the script spends before it can do something else. */
  readonly jsMsPerStep: number;
  /** There where they can be counted. */
  readonly dispatchesPerStep?: number;
  readonly submitsPerStep?: number;
  readonly planned?: PlannedWork;
  readonly settled?: Settled;
  readonly fastestKernel?: KernelRate;
  /** Before the first update, and before the last. */
  readonly firstLoss: number;
  readonly lastLoss: number;
}

/** What was recorded since counting began; see `countCommands`. */
export interface CommandCounts {
  dispatches: number;
  submits: number;
}

/** Counts every compute dispatch and every submit of this page or process from now on. */
export function countCommands(): CommandCounts {
  const counts: CommandCounts = { dispatches: 0, submits: 0 };
  const pass = GPUComputePassEncoder.prototype;
  const { dispatchWorkgroups, dispatchWorkgroupsIndirect } = pass;
  pass.dispatchWorkgroups = function (...sizes) {
    counts.dispatches++;
    dispatchWorkgroups.apply(this, sizes);
  };
  pass.dispatchWorkgroupsIndirect = function (...place) {
    counts.dispatches++;
    dispatchWorkgroupsIndirect.apply(this, place);
  };
  const { submit } = GPUQueue.prototype;
  GPUQueue.prototype.submit = function (buffers) {
    counts.submits++;
    submit.call(this, buffers);
  };
  return counts;
}

/** Runs a framework from its opening on: first step, settling and warm-up, `steps` with each loss read, `steps` queued. */
export async function measure(open: () => Promise<Framework>, { warmUp, steps, counts, known }: MeasureOptions): Promise<Measurement> {
  const opened = performance.now();
  const framework = await open();
  const firstLoss = await framework.step().read();
  const firstStepMs = performance.now() - opened;
  const settled = await framework.settle?.(known);
  for (let step = 0; step < warmUp; step++) await framework.step().read();

  const before = { ...counts };
  const times: number[] = [];
  const scriptTimes: number[] = [];
  for (let step = 0; step < steps; step++) {
    const began = performance.now();
    const pending = framework.step();
    scriptTimes.push(performance.now() - began);
    await pending.read();
    times.push(performance.now() - began);
  }
  const after = { ...counts };

  const began = performance.now();
  for (let step = 1; step < steps; step++) framework.step().drop();
  const lastLoss = await framework.step().read();
  const msPerStepQueued = (performance.now() - began) / steps;

  const fastestKernel = await framework.fastestKernel?.();
  const each = (name: keyof CommandCounts) => ((after[name] ?? 0) - (before[name] ?? 0)) / steps;
  return {
    ...{ firstStepMs, msPerStepQueued, firstLoss, lastLoss },
    msPerStepRead: median(times),
    jsMsPerStep: median(scriptTimes),
    ...(counts ? { dispatchesPerStep: each('dispatches'), submitsPerStep: each('submits') } : {}),
    ...(framework.planned ? { planned: framework.planned } : {}),
    ...(settled ? { settled } : {}),
    ...(fastestKernel ? { fastestKernel } : {}),
  };
}
