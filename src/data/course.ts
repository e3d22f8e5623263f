import type { RunLength } from '../engine/optim/schedule';
import { epochOrder, fileOrder } from './batches';

export interface Batch {
  /** From 1. */
  readonly step: number;
  /** The epoch it belongs to, from 1. */
  readonly epoch: number;
  /** Place of its first picture in the epoch's order, from 0. */
  readonly first: number;
  /** Records of the training set; fewer than a whole batch at the end of an epoch that does not divide. */
  readonly indices: Uint32Array;
}

export interface Course {
  readonly records: number;
  readonly batch: number;
  readonly shuffle: boolean;
  readonly seed: number;
  /** One of them is the measure; an epoch where neither is given. */
  readonly steps?: number;
  readonly epochs?: number;
}

export function stepsPerEpochOf({ records, batch }: Course): number {
  return Math.ceil(records / batch);
}

export function stepsOf(course: Course): number {
  return course.steps ?? (course.epochs ?? 1) * stepsPerEpochOf(course);
}

/** How long a run is, as schedules count it. */
export function lengthOf(course: Course): RunLength {
  return { steps: stepsOf(course), stepsPerEpoch: stepsPerEpochOf(course) };
}

/** The batches of a run in order. Without shuffling, step k takes records (k − 1)·B … k·B − 1, and each epoch begins anew. */
export function* batchesOf(course: Course): Generator<Batch, void> {
  const { records, batch, shuffle, seed } = course;
  const steps = stepsOf(course);
  const perEpoch = stepsPerEpochOf(course);
  let order = fileOrder(records);
  for (let done = 0; done < steps; done++) {
    const epoch = Math.floor(done / perEpoch);
    const first = (done % perEpoch) * batch;
    if (shuffle && first === 0) order = epochOrder(records, seed, epoch);
    yield { step: done + 1, epoch: epoch + 1, first, indices: order.subarray(first, first + batch) };
  }
}
