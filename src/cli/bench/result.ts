import type { KernelRate, Measurement } from '../../bench/measure';
import { median } from '../../bench/statistics';
import type { PlannedWork } from '../../bench/work';
import { trainingFlopsPerPicture, type Graph } from '../../engine/graph/graph';
import type { Contender } from './contender';
import type { Host } from './host';
import type { Runtime } from './options';

/** What a framework did over all rounds; medians where nothing else is said. */
export interface FrameworkResult {
  readonly framework: Contender['name'];
  readonly version: string;
  readonly adapter: string;
  readonly imagesPerSecond: number;
  readonly imagesPerSecondMin: number;
  readonly imagesPerSecondMax: number;
  readonly msPerStep: number;
  readonly jsMsPerStep: number;
  readonly dispatchesPerStep?: number;
  readonly submitsPerStep?: number;
  /** Ours only. */
  readonly planned?: PlannedWork;
  /** Ours only: of the first round. */
  readonly fastestKernel?: KernelRate;
  /** Of the first round, when nothing had been compiled before. */
  readonly firstStepMs: number;
  /** By the operations of `flopsPerImage`, however many the framework really spends. */
  readonly gflopsPerSecond: number;
  readonly firstLoss: number;
  readonly lastLoss: number;
  readonly rounds: readonly Measurement[];
}

export interface BenchResult {
  readonly type: 'bench';
  /** ISO 8601. */
  readonly date: string;
  readonly commit: string;
  readonly host: Host;
  readonly runtime: Runtime;
  readonly model: string;
  readonly parameters: number;
  /** Of a training step: three times the forward pass. */
  readonly flopsPerImage: number;
  readonly batch: number;
  readonly warmUp: number;
  readonly steps: number;
  /** Ours first. */
  readonly frameworks: readonly FrameworkResult[];
  /** Our pictures a second to each peer's. */
  readonly ratios: Readonly<Record<string, number>>;
}

/** The better of waiting for each loss and of queueing steps. */
export function millisecondsPerStep({ msPerStepRead, msPerStepQueued }: Measurement): number {
  return Math.min(msPerStepRead, msPerStepQueued);
}

/** @param rounds at least one. */
export function summarise({ name, version, adapter }: Contender, rounds: readonly Measurement[], graph: Graph, batch: number): FrameworkResult {
  const [first] = rounds;
  if (!first) throw new RangeError(`${name} was not measured`);
  const rates = rounds.map((round) => (batch / millisecondsPerStep(round)) * 1000);
  const imagesPerSecond = median(rates);
  const { dispatchesPerStep, submitsPerStep, planned, fastestKernel, firstStepMs, firstLoss, lastLoss } = first;
  return {
    ...{ framework: name, version, adapter, imagesPerSecond },
    imagesPerSecondMin: Math.min(...rates),
    imagesPerSecondMax: Math.max(...rates),
    msPerStep: median(rounds.map(millisecondsPerStep)),
    jsMsPerStep: median(rounds.map((round) => round.jsMsPerStep)),
    ...(dispatchesPerStep === undefined ? {} : { dispatchesPerStep }),
    ...(submitsPerStep === undefined ? {} : { submitsPerStep }),
    ...(planned ? { planned } : {}),
    ...(fastestKernel ? { fastestKernel } : {}),
    gflopsPerSecond: (imagesPerSecond * trainingFlopsPerPicture(graph)) / 1e9,
    ...{ firstStepMs, firstLoss, lastLoss, rounds },
  };
}

/** Our rate over that of each other. @param frameworks ours first. */
export function ratiosOf([ours, ...peers]: readonly Pick<FrameworkResult, 'framework' | 'imagesPerSecond'>[]): Record<string, number> {
  return Object.fromEntries(peers.map(({ framework, imagesPerSecond }) => [framework, (ours?.imagesPerSecond ?? NaN) / imagesPerSecond]));
}
