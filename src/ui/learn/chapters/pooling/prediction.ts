import type { SamplePicture } from '../../../../data/types';
import { useData } from '../../../../state/data';
import type { Prediction } from '../types';
import { featureMap, pooled, type KernelName, type Shift, type Sizes } from './arithmetic';
import { changeOf } from './change';

/** What is asked about, and what the chapter opens with. */
export const ASKED = { kernel: 'vertical', window: 2, stride: 2, across: 1, down: 0 } as const satisfies { kernel: KernelName } & Sizes & Shift;
const STILL: Shift = { across: 0, down: 0 };

/** Relative changes by the shift that is asked about, mean over pictures. */
export interface MeanChanges {
  readonly before: number;
  readonly max: number;
  readonly average: number;
}

export function meanChanges(pictures: readonly Uint8Array[]): MeanChanges {
  const sums = { before: 0, max: 0, average: 0 };
  for (const pixels of pictures) {
    const [from, to] = [STILL, ASKED].map((shift) => featureMap(pixels, ASKED.kernel, shift));
    if (!from || !to) continue;
    sums.before += changeOf(from, to).relative;
    for (const pool of ['max', 'average'] as const) sums[pool] += changeOf(pooled(from, pool, ASKED), pooled(to, pool, ASKED)).relative;
  }
  const mean = (sum: number) => sum / pictures.length;
  return { before: mean(sums.before), max: mean(sums.max), average: mean(sums.average) };
}

/** Which answer the changes of the max pooled map and of the map before it make right. */
export function answerOf({ before, max }: MeanChanges): 'more' | 'less' | 'half' {
  return max >= before ? 'more' : max > before / 2 ? 'less' : 'half';
}

let known: { readonly samples: readonly SamplePicture[]; readonly changes: MeanChanges } | undefined;

/** Of the sample pictures of the data in use; measured once. */
function changesNow(): MeanChanges {
  const samples = useData.getState().summary?.samples ?? [];
  if (known?.samples !== samples) known = { samples, changes: meanChanges(samples.map(({ pixels }) => pixels)) };
  return known.changes;
}

export const prediction: Prediction = {
  answers: ['more', 'less', 'half'],
  needsPictures: true,
  right: () => answerOf(changesNow()),
  figures() {
    const { before, max, average } = changesNow();
    const percent = (share: number) => Math.round(100 * share);
    const { window, stride } = ASKED;
    return { window, stride, count: useData.getState().summary?.samples.length ?? 0, before: percent(before), max: percent(max), average: percent(average) };
  },
};
