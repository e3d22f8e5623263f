import type { ProfileReport, ProfileRow } from '../../engine/profile/report';

/** What the operators of one layer take. */
export interface LayerTimes {
  /** `layers[0]`, or `batch`, `loss`, `update`. */
  readonly path: string;
  /** Milliseconds of what an evaluation runs too (load and loss with it), and of the way back (the update with it). */
  readonly forward: number;
  readonly backward: number;
  readonly flops: number;
  readonly bytes: number;
}

/** The rows of a report added up by layer, in the order in which layers first run. */
export function layerTimes({ rows }: Pick<ProfileReport, 'rows'>): readonly LayerTimes[] {
  const byPath = new Map<string, LayerTimes>();
  for (const row of rows) {
    const sum = byPath.get(row.path) ?? { path: row.path, forward: 0, backward: 0, flops: 0, bytes: 0 };
    byPath.set(row.path, {
      ...sum,
      [isBackward(row) ? 'backward' : 'forward']: (isBackward(row) ? sum.backward : sum.forward) + row.milliseconds,
      flops: sum.flops + row.flops,
      bytes: sum.bytes + row.bytes,
    });
  }
  return [...byPath.values()];
}

export function isBackward({ pass }: Pick<ProfileRow, 'pass'>): boolean {
  return pass === 'backward' || pass === 'update';
}
