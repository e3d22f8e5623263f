import { CLASS_COUNT } from '../../../../data/types';
import { choiceOf, integerOf, type ChapterState, type StateField } from '../types';
import { STRIP_KERNEL, strips, type Sliding, type StripName } from './arithmetic';

export const PADDINGS: readonly string[] = ['0', '1', '2', '3', '4', 'same'];

export const fields: readonly StateField[] = [
  { kind: 'choice', name: 'view', choices: ['strip', 'picture'], default: 'strip' },
  { kind: 'choice', name: 'strip', choices: Object.keys(strips), default: 'seven' },
  { kind: 'integer', name: 'kernel', min: 1, max: 5, default: 5 },
  { kind: 'integer', name: 'filters', min: 1, max: 8, default: 4 },
  { kind: 'integer', name: 'stride', min: 1, max: 4, default: 1 },
  { kind: 'choice', name: 'padding', choices: PADDINGS, default: '0' },
  { kind: 'integer', name: 'picture', min: 0, max: CLASS_COUNT - 1, default: 2 },
  { kind: 'integer', name: 'step', min: 0, max: 10, default: 0 },
  { kind: 'integer', name: 'row', min: 0, max: 39, default: 0 },
  { kind: 'integer', name: 'column', min: 0, max: 39, default: 0 },
];

export function isPicture(state: ChapterState): boolean {
  return choiceOf(state, 'view') === 'picture';
}

export function stripName(state: ChapterState): StripName {
  return choiceOf(state, 'strip') === 'six' ? 'six' : 'seven';
}

/** The kernel's size: that over the strips is given. */
export function kernelOf(state: ChapterState): number {
  return isPicture(state) ? integerOf(state, 'kernel') : STRIP_KERNEL.length;
}

/** Zeros beyond F − 1 a side would be all that a window sees. */
export function paddingsFor(kernel: number): readonly string[] {
  return PADDINGS.filter((padding) => padding === 'same' || Number(padding) < kernel);
}

export function slidingOf(state: ChapterState): Sliding {
  const kernel = kernelOf(state);
  const padding = choiceOf(state, 'padding');
  return {
    kernel,
    stride: integerOf(state, 'stride'),
    padding: padding === 'same' ? 'same' : Math.min(Number(padding), kernel - 1),
    filters: integerOf(state, 'filters'),
  };
}
