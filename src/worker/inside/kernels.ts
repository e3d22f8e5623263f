import { kernelViews } from '../../engine/explain/kernelViews';
import type { Wishes } from '../messages';
import type { Standing, Watcher } from '../watching';
import { Snapshots } from './snapshots';

/** While nobody looks, a snapshot follows when the run is this much further. */
const GROWTH = 1.15;

/**
 * Keeps the weights of the layers that have kernels as training goes on, and tells of one layer's. While nobody looks it keeps
 * few: reading the weights of even a large network is a matter of milliseconds, some fifty times in ten thousand steps.
 */
export class Kernels implements Watcher {
  readonly isWanted = true;
  private snapshots = new Snapshots();
  private wished: Wishes['kernels'];
  /** The layer that the page was told of last, and the steps of its snapshots there. */
  private told: { readonly path: string; readonly steps: readonly number[] } | undefined;

  get every(): number {
    return this.wished ? 500 : 2000;
  }

  /** @returns whether something else is to be shown than before. */
  wish(wished: Wishes['kernels']): boolean {
    const isOther = wished !== undefined && wished.path !== this.wished?.path;
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
    this.told = undefined;
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
    const { path, name } = view;
    const { all } = this.snapshots;
    const known = this.told?.path === path ? this.told.steps : [];
    const fresh = all.filter(({ step }) => !known.includes(step)).map(({ step, weights }) => [step, weights.get(name) ?? new Float32Array()] as const);
    this.told = { path, steps: all.map(({ step }) => step) };
    send({ type: 'kernels', report: { ...this.told, fresh: new Map(fresh) } });
  }
}
