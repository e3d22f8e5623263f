import type { Dataset } from '../data/types';
import { DIVERGED, fail } from '../engine/problem';
import type { NamedTensor } from '../engine/weights/layout';
import type { FromWorker, GradientReading, RunConfig } from './messages';
import { problemOf } from './openGpu';
import { SideRun, type SideTools } from './sideRun';

/** The page is told of new readings this often. */
const TELL_EVERY_MS = 150;

/**
 * Trains networks side by side, all of them a step at a time, and tells the page after every step how large the gradient of
 * each layer's weights was. Needs the device for itself.
 */
export class GradientFlow {
  private cancelled = false;
  private toldAt = -Infinity;
  private readings: GradientReading[] = [];

  constructor(
    private readonly runs: readonly RunConfig[],
    private readonly steps: number,
    private readonly dataset: Dataset,
    private readonly tools: SideTools,
    private readonly send: (message: FromWorker) => void,
  ) {}

  /** Takes effect after the step that is under way. What is told so far stands. */
  cancel(): void {
    this.cancelled = true;
  }

  async run(): Promise<void> {
    const sides: SideRun[] = [];
    try {
      for (const config of this.runs) {
        if (this.cancelled) break;
        sides.push(await SideRun.create(config, { steps: this.steps }, this.dataset, this.tools, 'training.noRoomToReadGradients'));
      }
      await this.train(sides).finally(() => this.tell());
      this.send({ type: 'gradientFlowOver' });
    } catch (error) {
      this.send({ type: 'gradientFlowOver', problem: problemOf(error) });
    } finally {
      for (const side of sides) side.destroy();
    }
  }

  private async train(sides: readonly SideRun[]): Promise<void> {
    const courses = sides.map((side) => side.batches()[Symbol.iterator]());
    for (let step = 1; step <= this.steps && !this.cancelled; step++) {
      const reading: (readonly number[])[] = [];
      for (const [at, side] of sides.entries()) {
        const next = courses[at]?.next();
        if (!next || next.done) return;
        // Asked for at once, so that there is one wait for both.
        const [, gradients] = await Promise.all([side.step(next.value), side.readGradients()]);
        const sizes = weightSizes(gradients);
        if (!sizes.every(Number.isFinite)) fail(DIVERGED, { step, context: 'gradient' });
        reading.push(sizes);
      }
      this.readings.push(reading);
      if (performance.now() - this.toldAt > TELL_EVERY_MS) this.tell();
    }
  }

  private tell(): void {
    this.toldAt = performance.now();
    this.send({ type: 'gradientFlow', readings: this.readings });
    this.readings = [];
  }
}

/** The root mean square of each layer's weights, biases left out, in the order of the layers. */
function weightSizes(tensors: readonly NamedTensor[]): readonly number[] {
  return tensors.filter(({ name }) => name.endsWith('.weight')).map(({ data }) => Math.sqrt(data.reduce((sum, value) => sum + value * value, 0) / data.length));
}
