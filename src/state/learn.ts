import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { Problem } from '../engine/problem';
import type { ChapterState } from './learnLink';

/** The chapters of Learn, in their order; the names are those of links. */
export const chapterIds = ['local', 'arrangement', 'sharing', 'activation', 'pooling', 'topology', 'cost', 'depth'] as const;
export type ChapterId = (typeof chapterIds)[number];

export interface LearnState {
  /** The chapter that is open, or will be when Learn is. */
  readonly chapter: ChapterId;
  /** What the reader changed in each chapter. */
  readonly states: Readonly<Partial<Record<ChapterId, ChapterState>>>;
  /** Predictions whose answer was shown. */
  readonly answers: Readonly<Partial<Record<ChapterId, string>>>;
  /** What of the last link could not be had. */
  readonly problems: readonly Problem[];
  open(chapter: ChapterId): void;
  /** Opens a chapter at a state. */
  openAt(chapter: ChapterId, state: ChapterState): void;
  change(chapter: ChapterId, next: ChapterState): void;
  /** Makes a prediction; undefined takes it back. */
  predict(chapter: ChapterId, answer: string | undefined): void;
  setProblems(problems: readonly Problem[]): void;
}

/** Where the reader is in Learn. Predictions and the open chapter are kept in the browser. */
export const useLearn = create<LearnState>()(
  persist(
    (set) => ({
      chapter: 'local',
      states: {},
      answers: {},
      problems: [],
      open: (chapter) => set({ chapter, problems: [] }),
      openAt: (chapter, state) => set(({ states }) => ({ chapter, states: { ...states, [chapter]: state } })),
      change: (chapter, next) => set(({ states }) => ({ states: { ...states, [chapter]: { ...states[chapter], ...next } } })),
      predict: (chapter, answer) => set(({ answers }) => ({ answers: { ...answers, [chapter]: answer } })),
      setProblems: (problems) => set({ problems }),
    }),
    { name: 'kernelgarten.learn', partialize: ({ chapter, answers }) => ({ chapter, answers }) },
  ),
);
