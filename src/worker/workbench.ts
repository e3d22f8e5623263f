import { checkKernels } from '../engine/check/check';
import type { AdapterTraits } from '../engine/plan/traits';
import type { Precision } from '../engine/precision';
import { PipelineCache } from '../engine/runtime/pipelines';
import { TuningMemory, type TuningStore } from '../engine/tuning/memory';
import { DeviceData } from './deviceData';
import type { AdapterFacts, FromWorker, SelfCheckReport } from './messages';
import type { Gpu } from './openGpu';

/** An open GPU with all that runs and measurements on it share. */
export class Workbench {
  readonly device: GPUDevice;
  readonly facts: AdapterFacts;
  readonly pipelines: PipelineCache;
  readonly deviceData: DeviceData;
  readonly tuning: TuningMemory;
  private readonly checks = new Map<Precision, Promise<AdapterTraits>>();
  private readonly checkedTraits = new Map<Precision, AdapterTraits>();
  /** What all checks together have found. */
  private found: SelfCheckReport = { checked: 0, failures: [], milliseconds: 0 };

  constructor(
    private readonly gpu: Gpu,
    store: TuningStore,
    private readonly send: (message: FromWorker) => void,
  ) {
    this.device = gpu.device;
    this.facts = gpu.facts;
    this.pipelines = new PipelineCache(gpu.device);
    this.deviceData = new DeviceData(gpu.device);
    // A browser tells nothing of the driver beneath it, and has a compiler of its own.
    this.tuning = new TuningMemory(store, gpu.facts, navigator.userAgent);
  }

  /** What a plan in this precision is made for, as far as its kernels have been checked. */
  presentTraits(precision: Precision): AdapterTraits {
    return this.checkedTraits.get(precision) ?? { ...this.gpu.traits, precision };
  }

  /** The traits for a precision without the kernel variants that are wrong in it; they are checked the first time, and the page is told. */
  traitsFor(precision: Precision): Promise<AdapterTraits> {
    const known = this.checks.get(precision);
    if (known) return known;
    const checking = this.check(precision);
    this.checks.set(precision, checking);
    // A check that could not be made is tried anew next time.
    checking.catch(() => this.checks.delete(precision));
    return checking;
  }

  /** What a run would begin with now: with the ways to run operators that were found before, unless it is to be repeatable. */
  async beginningTraits(precision: Precision, isRepeatable = false): Promise<AdapterTraits> {
    if (isRepeatable) return this.traitsFor(precision);
    const [traits, tuned] = await Promise.all([this.traitsFor(precision), this.tuning.recall()]);
    return { ...traits, choice: { ...traits.choice, tuned } };
  }

  private async check(precision: Precision): Promise<AdapterTraits> {
    const began = performance.now();
    const { checked, failures, traits } = await checkKernels(this.device, this.pipelines, this.presentTraits(precision));
    this.checkedTraits.set(precision, traits);
    const { found } = this;
    this.found = {
      checked: found.checked + checked,
      failures: [...found.failures, ...failures],
      milliseconds: found.milliseconds + performance.now() - began,
    };
    this.send({ type: 'selfCheck', report: this.found });
    return traits;
  }
}
