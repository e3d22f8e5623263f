import { create } from 'zustand';
import { CLASS_COUNT } from '../data/types';

export type ShownAnswers = 'all' | 'right' | 'wrong';

/** How the test pictures are laid out, and which of them are shown. */
export interface EmbeddingState {
  readonly method: 'pca' | 'umap';
  readonly pictures: number;
  readonly seed: number;
  /** What colour and shape of a point say: the class that it has, or the one that is predicted. */
  readonly by: 'true' | 'predicted';
  readonly answers: ShownAnswers;
  /** By class, whether its points are shown. */
  readonly classes: readonly boolean[];
  set(changes: Partial<EmbeddingState>): void;
  toggleClass(label: number): void;
}

export const useEmbedding = create<EmbeddingState>()((set) => ({
  method: 'pca',
  pictures: 500,
  seed: 1,
  by: 'true',
  answers: 'all',
  classes: new Array<boolean>(CLASS_COUNT).fill(true),
  set: (changes) => set(changes),
  toggleClass: (label) => set(({ classes }) => ({ classes: classes.map((shown, at) => (at === label ? !shown : shown)) })),
}));
