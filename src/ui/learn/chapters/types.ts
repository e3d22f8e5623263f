import type { ComponentType } from 'react';
import type { ModelSpec } from '../../../engine/graph/spec';
import type { ChapterId } from '../../../state/learn';
import type { ChapterState, StateField } from '../../../state/learnLink';

export type { ChapterId, ChapterState, StateField };

export interface ChapterProps {
  /** Every field of the chapter has its value. */
  readonly state: ChapterState;
  /** Changes the fields that are named. */
  change(next: ChapterState): void;
  /** The prediction was made. */
  readonly revealed: boolean;
}

/** What the reader is asked before the answer shows: worded `learn:ID.prediction.question`, `.because` and `.answers.NAME`. */
export interface Prediction {
  /** Answers to choose from, by name; a plain number is written as the page's language does and needs no words. */
  readonly answers: readonly string[];
  /** The one that is right, computed. */
  right(): string;
  /** It is computed from the sample pictures, and asked when they are there. */
  readonly needsPictures?: boolean;
  /** Numbers for the words of the question, the answers and the explanation, computed. */
  figures?(): Readonly<Record<string, number>>;
}

export interface Paper {
  readonly title: string;
  /** Authors, where it was published, year. */
  readonly where: string;
  readonly url: string;
}

/**
 * One screen of Learn. Its words are `learn:ID.title`, `.intro`, `.leavesOut` and those of its prediction and picture
 * (src/i18n/LANGUAGE/learn/ID.json).
 */
export interface Chapter {
  readonly id: ChapterId;
  readonly fields: readonly StateField[];
  readonly prediction: Prediction;
  /** The network that the button builds in the form. */
  network(state: ChapterState): ModelSpec;
  readonly papers: readonly Paper[];
  /** The picture that answers to the hand, with its controls. */
  readonly Picture: ComponentType<ChapterProps>;
}

/** The value of an integer field. */
export function integerOf(state: ChapterState, name: string): number {
  return Number(state[name]);
}

/** The value of a choice. */
export function choiceOf(state: ChapterState, name: string): string {
  return String(state[name]);
}

/** The value of a choice among these, of which its field has one for default. */
export function oneOf<T extends string>(choices: readonly T[], state: ChapterState, name: string): T {
  const found = choices.find((choice) => choice === state[name]);
  if (found === undefined) throw new RangeError(`${name} is none of its choices`);
  return found;
}
