import { Prover } from '../engine/check/prover';
import type { AdapterTraits } from '../engine/plan/traits';
import type { Precision } from '../engine/precision';
import { PipelineCache } from '../engine/runtime/pipelines';
import { TuningMemory, type TuningStore } from '../engine/tuning/memory';
import { DeviceData } from './deviceData';
import type { AdapterFacts, FromWorker } from './messages';
import type { Gpu } from './openGpu';

/** An open GPU with all that runs and measurements on it share. */
export class Workbench {
  readonly device: GPUDevice;
  readonly facts: AdapterFacts;
  /** From the end of work to the news of it. */
  readonly newsMilliseconds: number;
  readonly pipelines: PipelineCache;
  readonly deviceData: DeviceData;
  readonly tuning: TuningMemory;
  readonly prover: Prover;

  constructor(
    private readonly gpu: Gpu,
    store: TuningStore,
    send: (message: FromWorker) => void,
  ) {
    this.device = gpu.device;
    this.facts = gpu.facts;
    this.newsMilliseconds = gpu.newsMilliseconds;
    this.pipelines = new PipelineCache(gpu.device);
    this.deviceData = new DeviceData(gpu.device);
    // A browser tells nothing of the driver beneath it, and has a compiler of its own.
    this.tuning = new TuningMemory(store, gpu.facts, navigator.userAgent);
    this.prover = new Prover(
      gpu.device,
      this.pipelines,
      () => performance.now(),
      (report) => send({ type: 'proof', report }),
    );
  }

  /** What a plan in this precision is made for: all but what was found wrong so far. */
  traitsFor(precision: Precision): AdapterTraits {
    return this.prover.allowed({ ...this.gpu.traits, precision });
  }

  /** The same for a run that begins now: with the ways to run operators that were found fastest before, unless it is to be repeatable. */
  async beginningTraits(precision: Precision, isRepeatable = false): Promise<AdapterTraits> {
    const traits = this.traitsFor(precision);
    return isRepeatable ? traits : { ...traits, choice: { ...traits.choice, tuned: await this.tuning.recall() } };
  }
}
