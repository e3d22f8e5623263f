import { assemble, loadCifar, withTestPictures } from '../data/cifar';
import type { CifarFiles } from '../data/collector';
import { generateShapes, SHAPES_SEED } from '../data/shapes';
import type { SourceFile } from '../data/source';
import type { DataStore } from '../data/store';
import { summarise, type Keeping } from '../data/summary';
import type { Dataset } from '../data/types';
import { ProblemError, type Problem } from '../engine/problem';
import type { FromWorker } from './messages';

const PROGRESS_EVERY_MS = 100;

/** The data that the next run will train on: loads it, keeps it, and tells of it. What was there stays until new data is whole. */
export class DataRoom {
  private present: Dataset | undefined;
  /** The CIFAR-10 files in use or last in use: new batches join them. */
  private files: CifarFiles | undefined;
  private loading: AbortController | undefined;

  constructor(
    private readonly store: DataStore,
    private readonly send: (message: FromWorker) => void,
  ) {}

  /** The data as it now is. @throws Error before `open` is done */
  get dataset(): Dataset {
    if (!this.present) throw new Error('no data yet');
    return this.present;
  }

  /** Brings back what the browser keeps; Shapes-10 where it keeps nothing. */
  async open(): Promise<void> {
    if (!(await this.restore())) this.useShapes();
  }

  useShapes(): void {
    this.cancel();
    this.show(generateShapes({ seed: SHAPES_SEED }), { kept: false });
  }

  /** Goes back to the kept CIFAR-10; says so where nothing whole is kept any more. */
  async useKept(): Promise<void> {
    this.cancel();
    if (!(await this.restore())) this.tell({ code: 'data.nothingKept', params: {} });
  }

  /** Forgets the kept CIFAR-10 and goes back to Shapes-10, unless that is in use already. */
  async remove(): Promise<void> {
    this.cancel();
    try {
      await this.store.remove();
      this.files = undefined;
      if (this.dataset.source === 'cifar10') this.useShapes();
    } catch (error) {
      this.tell(problemOf(error));
    }
  }

  async load(given: readonly SourceFile[]): Promise<void> {
    this.cancel();
    const loading = new AbortController();
    this.loading = loading;
    let told = 0;
    try {
      const { files, dataset } = await loadCifar(given, {
        ...(this.files ? { existing: this.files } : {}),
        signal: loading.signal,
        onProgress: (progress) => {
          if (performance.now() - told < PROGRESS_EVERY_MS) return;
          told = performance.now();
          this.send({ type: 'loadProgress', progress });
        },
      });
      const whole = withTestPictures(dataset);
      loading.signal.throwIfAborted();
      const keeping = await this.store.save(files);
      this.files = files;
      if (!loading.signal.aborted) this.show(whole, keeping);
    } catch (error) {
      if (!loading.signal.aborted) this.tell(problemOf(error));
    } finally {
      if (this.loading === loading) this.endLoading();
    }
  }

  /** Ends the load under way, if any; the data from before stays. */
  cancel(): void {
    if (!this.loading) return;
    this.loading.abort();
    this.endLoading();
  }

  private endLoading(): void {
    this.loading = undefined;
    this.send({ type: 'loadProgress' });
  }

  private async restore(): Promise<boolean> {
    const files = await this.store.restore();
    if (!files) return false;
    this.files = files;
    this.show(withTestPictures(assemble(files)), { kept: true });
    return true;
  }

  private show(dataset: Dataset, keeping: Keeping): void {
    this.present = dataset;
    this.send({ type: 'data', summary: summarise(dataset, keeping) });
  }

  private tell(problem: Problem): void {
    this.send({ type: 'dataProblem', problem });
  }
}

/** An error that is no problem of ours is a fault, and must be told as one. */
function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return { code: 'data.fault', params: { detail: error instanceof Error ? error.message : String(error) } };
}
