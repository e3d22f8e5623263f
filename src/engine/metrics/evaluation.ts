import { indexOfLargest, probabilityOf } from './softmax';

/** Mean loss and accuracy of a batch, or of an evaluation. The loss is a finite number: where it is none, a `training.notFinite` takes its place. */
export interface Metrics {
  readonly pictures: number;
  readonly loss: number;
  readonly accuracy: number;
}

/** What an evaluation finds, also of each of its pictures. */
export interface EvaluationMetrics extends Metrics {
  /** [picture]: 1 where it was taken for its own class, else 0. */
  readonly right: Uint8Array;
}

/** What a network makes of pictures whose classes are known. */
export interface Predicted {
  /** The true class of each picture. */
  readonly labels: Uint8Array;
  /**
   * [picture][class]. Logits and not probabilities, of which 32 bits hold none below 2⁻¹²⁶: a loss is known only from these,
   * and so is which of several very unlikely classes is the likelier one.
   */
  readonly logits: Float32Array;
  readonly classes: number;
}

/** Pictures of each true class (rows) by the class that they were taken for (columns). */
export type ConfusionMatrix = readonly (readonly number[])[];

/** How well one class is told from the others; undefined where there is nothing to divide by. */
export interface ClassFigures {
  /** Pictures of the class. */
  readonly pictures: number;
  /** Pictures that were taken for the class. */
  readonly taken: number;
  /** Share of those taken for the class that are of it: TP / (TP + FP). */
  readonly precision: number | undefined;
  /** Share of the class's pictures that were taken for it: TP / (TP + FN). */
  readonly recall: number | undefined;
  /** The harmonic mean of the two: 2 TP / (2 TP + FP + FN). */
  readonly f1: number | undefined;
}

/** A picture, and the class that the network holds likeliest. */
export interface Guess {
  /** Place of the picture among those evaluated. */
  readonly index: number;
  readonly label: number;
  readonly taken: number;
  /** Of the class that it was taken for. */
  readonly probability: number;
}

/** The likeliest class of each picture; of equally likely ones the first. */
export function guesses({ labels, logits, classes }: Predicted): Guess[] {
  return Array.from(labels, (label, index) => {
    const row = logits.subarray(index * classes, (index + 1) * classes);
    const taken = indexOfLargest(row);
    return { index, label, taken, probability: probabilityOf(row, taken) };
  });
}

/** [picture]: 1 where it was taken for its own class, else 0. */
export function rightOnes(predicted: Predicted): Uint8Array {
  return Uint8Array.from(guesses(predicted), ({ label, taken }) => Number(label === taken));
}

export function confusionMatrix(found: readonly Guess[], classes: number): ConfusionMatrix {
  const matrix = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  for (const { label, taken } of found) {
    const row = matrix[label];
    if (row) row[taken] = (row[taken] ?? 0) + 1;
  }
  return matrix;
}

/** Share of the pictures on the diagonal. */
export function accuracyOf(matrix: ConfusionMatrix): number {
  return (
    ratio(
      sum(matrix, (row, label) => row[label] ?? 0),
      sum(matrix, total),
    ) ?? 0
  );
}

/** Precision, recall and F1 of each class. */
export function classFigures(matrix: ConfusionMatrix): ClassFigures[] {
  return matrix.map((row, label) => {
    const right = row[label] ?? 0;
    const pictures = total(row);
    const taken = sum(matrix, (each) => each[label] ?? 0);
    return { pictures, taken, precision: ratio(right, taken), recall: ratio(right, pictures), f1: ratio(2 * right, taken + pictures) };
  });
}

/**
 * Share of the pictures whose true class is among the `k` likeliest. Of equally likely ones those with the lower numbers
 * come first, so that `k` = 1 is the accuracy.
 */
export function topAccuracy({ labels, logits, classes }: Predicted, k: number): number {
  let inside = 0;
  for (const [index, label] of labels.entries()) {
    const row = logits.subarray(index * classes, (index + 1) * classes);
    const own = row[label] ?? 0;
    const before = row.reduce((count, each, other) => count + Number(each > own || (each === own && other < label)), 0);
    if (before < k) inside++;
  }
  return ratio(inside, labels.length) ?? 0;
}

/** The mistakes, the most confident first; equal ones in the order of the pictures. */
export function confidentMistakes(found: readonly Guess[]): Guess[] {
  return found.filter(({ label, taken }) => label !== taken).sort((a, b) => b.probability - a.probability);
}

/** The pictures of a class that were taken for a class, the most confident first. */
export function guessesIn(found: readonly Guess[], label: number, taken: number): Guess[] {
  return found.filter((guess) => guess.label === label && guess.taken === taken).sort((a, b) => b.probability - a.probability);
}

/** Of the same pictures, how many are right now that were not, and the other way round. */
export function changeOfRight(before: readonly Guess[], now: readonly Guess[]): { readonly gained: number; readonly lost: number } {
  const isRight = (guess: Guess | undefined) => guess?.label === guess?.taken;
  return {
    gained: now.filter((guess, at) => isRight(guess) && !isRight(before[at])).length,
    lost: now.filter((guess, at) => !isRight(guess) && isRight(before[at])).length,
  };
}

/** How far one network is ahead of another in accuracy, and how far chance may take it. */
export interface Lead {
  readonly difference: number;
  /** Two networks that are equally good differ by less, 95 times in 100. */
  readonly scatter: number;
  readonly pictures: number;
}

/**
 * The lead of one network over another on the same pictures, from those that only one of them has right, b and c of n:
 * (b − c) / n, against (2 √(b + c) + 1) / n (McNemar, Psychometrika 12, 1947, at two standard errors; the 1 is the correction
 * for continuity of Edwards, Psychometrika 13, 1948). What another seed would change is not in it.
 * @param first of each picture 1 where it is right, else 0, as of {@link rightOnes}; and so `second`.
 */
export function leadOf(first: Uint8Array, second: Uint8Array): Lead {
  const pictures = first.length;
  const [gained, lost] = [first.filter((right, at) => right > (second[at] ?? 0)).length, second.filter((right, at) => right > (first[at] ?? 0)).length];
  return { difference: (gained - lost) / pictures, scatter: (2 * Math.sqrt(gained + lost) + 1) / pictures, pictures };
}

/** z of 95 in 100. */
const Z = 1.959963984540054;

/**
 * Where the share that `share` of `count` draws estimates lies, 95 times in 100: Wilson's score interval,
 * (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n) (JASA 22, 1927).
 */
export function interval(share: number, count: number): readonly [number, number] {
  const square = Z ** 2 / count;
  const reach = Z * Math.sqrt((share * (1 - share)) / count + square / (4 * count));
  return [(share + square / 2 - reach) / (1 + square), (share + square / 2 + reach) / (1 + square)];
}

function ratio(part: number, whole: number): number | undefined {
  return whole > 0 ? part / whole : undefined;
}

function sum<T>(values: readonly T[], of: (value: T, at: number) => number): number {
  return values.reduce((all, value, at) => all + of(value, at), 0);
}

const total = (values: readonly number[]) => sum(values, (value) => value);
