import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import type { Problem } from '../engine/problem';
import type { ChapterState } from './learnLink';
import { browserStorage } from './storage';

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

export const LEARN_KEY = 'kernelgarten.learn';

/** What was kept, as far as there is such a thing. */
function recall(kept: unknown): Pick<LearnState, 'chapter' | 'answers'> {
  const found = kept as { chapter?: unknown; answers?: unknown } | null | undefined;
  const answers = Object.entries(found?.answers ?? {}).filter(([id, answer]) => chapterIds.some((known) => known === id) && typeof answer === 'string');
  return { chapter: chapterIds.find((id) => id === found?.chapter) ?? 'local', answers: Object.fromEntries(answers) };
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
    {
      name: LEARN_KEY,
      storage: createJSONStorage(() => browserStorage),
      partialize: ({ chapter, answers }) => ({ chapter, answers }),
      merge: (kept, present) => ({ ...present, ...recall(kept) }),
    },
  ),
);

/** Takes in the predictions that were made in another tab; the chapter that is open here stays open. */
export function followPredictions(): void {
  useLearn.persist.setOptions({ merge: (kept, present) => ({ ...present, answers: recall(kept).answers }) });
  void useLearn.persist.rehydrate();
}
