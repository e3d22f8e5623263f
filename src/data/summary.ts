import type { Problem } from '../engine/problem';
import { CLASS_COUNT, type DataSummary, type Dataset, type RecordSet, type SamplePicture } from './types';

const SAMPLES_PER_CLASS = 10;

/** Whether the browser keeps the data, and if it was asked to and does not, why. */
export interface Keeping {
  readonly kept: boolean;
  readonly problem?: Problem;
}

/** Counts, class balance and the first ten training pictures of each class. */
export function summarise(dataset: Dataset, keeping: Keeping): DataSummary {
  const byClass = samplesByClass(dataset.train);
  return {
    source: dataset.source,
    classNames: dataset.classNames,
    files: dataset.files,
    trainCount: dataset.train.count,
    testCount: dataset.test.count,
    balance: byClass.counts,
    samples: byClass.samples.flat(),
    kept: keeping.kept,
    ...(dataset.heldOut === undefined ? {} : { heldOut: dataset.heldOut }),
    ...(dataset.remarks === undefined ? {} : { remarks: dataset.remarks }),
    ...(keeping.problem === undefined ? {} : { notKept: keeping.problem }),
  };
}

function samplesByClass(records: RecordSet): { counts: number[]; samples: SamplePicture[][] } {
  const counts = Array.from({ length: CLASS_COUNT }, () => 0);
  const samples: SamplePicture[][] = counts.map(() => []);
  for (let index = 0; index < records.count; index++) {
    const label = records.label(index);
    counts[label] = (counts[label] ?? 0) + 1;
    const ofClass = samples[label];
    // A copy: posting a view to the page would send the whole file behind it.
    if (ofClass && ofClass.length < SAMPLES_PER_CLASS) ofClass.push({ index, label, pixels: records.picture(index).slice() });
  }
  return { counts, samples };
}
