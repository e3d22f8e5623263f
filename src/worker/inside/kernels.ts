import { kernelViews } from '../../engine/graph/kernelViews';
import type { FromWorker, Wishes } from '../messages';
import type { Standing, Watcher } from '../watching';
import { Snapshots } from './snapshots';

/** While nobody looks, a snapshot follows when the run is this much further. */
const GROWTH = 1.15;

/**
 * Keeps the weights of the layers that have kernels as training goes on, and tells of one layer's. While nobody looks it keeps
 * few: reading the weights of even a large network is a matter of milliseconds, some fifty times in ten thousand steps.
 */
export class Kernels implements Watcher {
  readonly every = 500;
  readonly isWanted = true;
  private snapshots = new Snapshots();
  private wished: Wishes['kernels'];
  /** Steps whose snapshots of the wished layer the page has. */
  private told: readonly number[] = [];

  /** @returns whether something else is to be shown than before. */
  wish(wished: Wishes['kernels']): boolean {
    const isOther = wished !== undefined && wished.path !== this.wished?.path;
    // A view that was closed may have forgotten what it was told.
    if (isOther || !wished) this.told = [];
    this.wished = wished;
    return isOther;
  }

  /** The start of a run. */
  begin(standing: Standing): Promise<void> {
    return this.take(standing);
  }

  async look(standing: Standing): Promise<void> {
    const last = this.snapshots.all.at(-1)?.step ?? -1;
    const { step } = standing;
    if (step !== last && (this.wished || step < last || step >= last * GROWTH)) await this.take(standing);
    this.tell(standing);
  }

  leave(): void {
    this.snapshots = new Snapshots();
    this.told = [];
  }

  private async take({ trainer, step }: Standing): Promise<void> {
    const names = new Set(kernelViews(trainer.graph).map(({ name }) => name));
    const weights = (await trainer.readWeights()).filter(({ name }) => names.has(name));
    this.snapshots.add({ step, weights: new Map(weights.map(({ name, data }) => [name, data])) });
  }

  private tell({ trainer, send }: Pick<Standing, 'trainer' | 'send'>): void {
    const { wished } = this;
    const view = wished && kernelViews(trainer.graph).find(({ path }) => path === wished.path);
    if (!view) return;
    const { all } = this.snapshots;
    const fresh = all.filter(({ step }) => !this.told.includes(step)).map(({ step, weights }) => [step, weights.get(view.name) ?? new Float32Array()] as const);
    this.told = all.map(({ step }) => step);
    const report = { path: view.path, steps: this.told, fresh: new Map(fresh) };
    send({ type: 'kernels', report } satisfies FromWorker);
  }
}
