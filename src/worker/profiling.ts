import { CHANNELS } from '../data/batches';
import { buildGraph } from '../engine/graph/graph';
import { parseModel } from '../engine/graph/parse';
import { updateOptions } from '../engine/optim/update';
import { profile } from '../engine/profile/profiler';
import type { FromWorker, RunConfig } from './messages';
import { problemOf } from './openGpu';
import type { Workbench } from './workbench';

/** Measures the operators of a network, and tells the page how that goes. Needs the device for itself. */
export class Profiling {
  private cancelled = false;

  constructor(
    private readonly config: RunConfig,
    private readonly workbench: Workbench,
    private readonly send: (message: FromWorker) => void,
  ) {}

  /** Takes effect after the measurement that is under way. */
  cancel(): void {
    this.cancelled = true;
  }

  async run(): Promise<void> {
    try {
      const report = await this.measure();
      if (report) this.send({ type: 'profile', report });
    } catch (error) {
      this.send({ type: 'profileProblem', problem: problemOf(error) });
    } finally {
      this.send({ type: 'profileProgress' });
    }
  }

  private async measure() {
    const { device, facts, pipelines, prover } = this.workbench;
    const { batchSize, precision, repeatable } = this.config.training;
    const traits = await this.workbench.beginningTraits(precision, repeatable);
    const adapter = [facts.description, facts.architecture, facts.vendor].filter((part) => part !== '').join(', ');
    const update = updateOptions(this.config.training);
    const options = { batch: batchSize, normalisation: CHANNELS, traits, update, prover, adapter, now: () => performance.now() };
    const graph = buildGraph(parseModel(this.config.model));
    const measuring = profile(device, graph, pipelines, options);
    while (!this.cancelled) {
      const { done, value } = await measuring.next();
      if (done) return value;
      this.send({ type: 'profileProgress', progress: value });
    }
    await measuring.return(undefined);
    return undefined;
  }
}
