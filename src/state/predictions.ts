import { create } from 'zustand';
import type { FromWorker, Prediction } from '../worker/messages';
import { onMessage } from './session';

export type PredictionFilter = 'all' | 'right' | 'wrong';

export interface PredictionsState {
  /** Test pictures with what the network makes of them, always the same ones in a run. */
  readonly items: readonly Prediction[];
  /** The step after which they were made. */
  readonly step: number;
  /** Names of the classes in the data that the run was started with. */
  readonly classNames: readonly string[];
  readonly filter: PredictionFilter;
  setFilter(filter: PredictionFilter): void;
}

export const usePredictions = create<PredictionsState>()((set) => ({
  items: [],
  step: 0,
  classNames: [],
  filter: 'all',
  setFilter: (filter) => set({ filter }),
}));

/** Classes by probability, the likeliest first; equal ones in the order of their numbers. */
export function ranked(probabilities: Float32Array): { readonly label: number; readonly probability: number }[] {
  return Array.from(probabilities, (probability, label) => ({ label, probability })).sort((a, b) => b.probability - a.probability);
}

/** Whether the likeliest class is the true one. */
export function isRight({ label, probabilities }: Prediction): boolean {
  return ranked(probabilities)[0]?.label === label;
}

/** New data may be loaded while a run goes on with the old, so its names count only from the next run on. */
let loadedNames: readonly string[] = [];

/** Takes in predictions; a run that begins (a `run` with its configuration) or is let go of (`idle`) clears those there are. */
export function hearPredictions(message: FromWorker): void {
  switch (message.type) {
    case 'data':
      loadedNames = message.summary.classNames;
      return;
    case 'run':
      if (message.config || message.report.phase === 'idle') usePredictions.setState({ items: [], step: 0, classNames: loadedNames });
      return;
    case 'predictions':
      usePredictions.setState({ items: message.items, step: message.step });
      break;
    default: // for other stores
  }
}

onMessage(hearPredictions);
