import { fileOrder } from '../data/batches';
import type { RecordSet } from '../data/types';
import { crossEntropy } from '../engine/metrics/calibration';
import { fail } from '../engine/problem';
import { ahead, partsOf } from './ahead';
import type { FromWorker } from './messages';
import { problemOf } from './openGpu';
import type { Run } from './run';
import type { Standing } from './watching';

/** The page is told so many times how far it is, or less often. */
const TOLD = 20;

/** Predicts the test pictures of a run, between two of its steps, and tells the page what it finds. */
export class Evaluating {
  private cancelled = false;
  /** The pictures of the last evaluation: the run may have been let go of since. */
  private test: RecordSet | undefined;

  constructor(private readonly send: (message: FromWorker) => void) {}

  /** Takes effect after the batches that are under way, two at most. */
  cancel(): void {
    this.cancelled = true;
  }

  /** @param most pictures, the first of the test set. */
  async run(run: Pick<Run, 'lendNetwork'> | undefined, most = Infinity): Promise<void> {
    this.cancelled = false;
    try {
      const isThere = await run?.lendNetwork((standing) => this.evaluate(standing, most));
      if (!isThere) fail('evaluation.noNetwork');
    } catch (error) {
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- it may change while we wait
      if (!this.cancelled) this.send({ type: 'evaluationProblem', problem: problemOf(error) });
    } finally {
      this.send({ type: 'evaluationProgress' });
    }
  }

  /** Shows pictures of the last evaluation, by their places in the test set. */
  show(indices: readonly number[]): void {
    const { test } = this;
    if (!test) return;
    const pictures = indices.map((index) => ({ index, label: test.label(index), pixels: test.picture(index).slice() }));
    this.send({ type: 'testPictures', pictures });
  }

  /** By the weights and the views that validations take, batch by batch. */
  private async evaluate({ trainer, sources, dataset, config, step }: Standing, most: number): Promise<void> {
    const { test, source, classNames } = dataset;
    const { batch, classes } = trainer.plan;
    const indices = fileOrder(Math.min(most, test.count));
    const total = indices.length;
    const logits = new Float32Array(total * classes);
    const how = { weights: 'average', level: config.training.testTimeAugmentation } as const;
    let done = 0;
    let next = 0;
    const tell = () => {
      if (done < next) return;
      this.send({ type: 'evaluationProgress', progress: { done, total } });
      next = done + total / TOLD;
    };
    tell();
    for await (const found of ahead(partsOf(indices, batch), (part) => trainer.logits(sources.test, part, how))) {
      if (this.cancelled) return;
      logits.set(found, done * classes);
      done += batch;
      if (done < total) tell();
    }
    if (this.cancelled) return;
    const labels = Uint8Array.from(indices, (index) => test.label(index));
    if (!Number.isFinite(crossEntropy({ labels, logits, classes }))) fail('evaluation.notFinite', { step });
    this.test = test;
    this.send({ type: 'evaluation', report: { step, source, classNames, labels, logits, classes } });
  }
}
