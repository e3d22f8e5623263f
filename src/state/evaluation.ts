import { create } from 'zustand';
import type { Problem } from '../engine/problem';
import type { EvaluationProgress, EvaluationReport, FromWorker } from '../worker/messages';
import { figuresOf, type EvaluationFigures } from './evaluationFigures';
import { onMessage, send } from './session';

/** What is evaluated: the first pictures of the test set, or all. */
export type EvaluationScope = 'first' | 'all';
/** Pictures of the scope `first`. */
export const FIRST_PICTURES = 1000;

/** An evaluation, and which run of this visit it is of. */
export interface Evaluated {
  readonly report: EvaluationReport;
  readonly figures: EvaluationFigures;
  readonly run: number;
}

/** Pictures of one class that were taken for one class. */
export interface Cell {
  readonly label: number;
  readonly taken: number;
}

export interface EvaluationState {
  readonly last: Evaluated | undefined;
  /** The one before the last. */
  readonly before: Evaluated | undefined;
  readonly scope: EvaluationScope;
  readonly isAsked: boolean;
  /** Undefined before the first answer: the run may have steps on their way. */
  readonly progress: EvaluationProgress | undefined;
  readonly problem: Problem | undefined;
  /** The cell of the matrix whose pictures are shown. */
  readonly chosen: Cell | undefined;
  /** Bytes of pictures of the last evaluation that were asked for, by their places in the test set. */
  readonly pixels: ReadonlyMap<number, Uint8Array>;
  /** Runs that were begun in this visit. */
  readonly runs: number;
  setScope(scope: EvaluationScope): void;
  evaluate(): void;
  cancel(): void;
  choose(cell: Cell): void;
  /** Asks for the bytes of pictures that are not there yet. */
  want(indices: readonly number[]): void;
  dismissProblem(): void;
}

/** Pictures that were asked for. */
const wanted = new Set<number>();

export const useEvaluation = create<EvaluationState>()((set, get) => ({
  ...{ last: undefined, before: undefined, scope: 'first', isAsked: false, progress: undefined, problem: undefined },
  ...{ chosen: undefined, pixels: new Map(), runs: 0 },
  setScope: (scope) => set({ scope }),
  evaluate: () => {
    set({ isAsked: true, progress: undefined, problem: undefined });
    send(get().scope === 'all' ? { type: 'evaluate' } : { type: 'evaluate', pictures: FIRST_PICTURES });
  },
  cancel: () => send({ type: 'cancelEvaluation' }),
  choose: (chosen) => set({ chosen }),
  want: (indices) => {
    const missing = indices.filter((index) => !wanted.has(index));
    if (missing.length === 0) return;
    for (const index of missing) wanted.add(index);
    send({ type: 'showTestPictures', indices: missing });
  },
  dismissProblem: () => set({ problem: undefined }),
}));

/** Whether two evaluations are of the same pictures, so that their figures can be compared. */
export function areOfSamePictures({ report: a }: Evaluated, { report: b }: Evaluated): boolean {
  return areOfSameData(a, b) && a.labels.length === b.labels.length;
}

/** Another file of the same name has other classes in another order. */
function areOfSameData(a: EvaluationReport, b: EvaluationReport): boolean {
  const both = Math.min(a.labels.length, b.labels.length);
  return a.source === b.source && a.classNames.join() === b.classNames.join() && a.labels.subarray(0, both).join() === b.labels.subarray(0, both).join();
}

function take(report: EvaluationReport): void {
  const { last, runs, pixels, chosen } = useEvaluation.getState();
  const stays = last !== undefined && areOfSameData(last.report, report);
  if (!stays) wanted.clear();
  useEvaluation.setState({
    last: { report, figures: figuresOf(report), run: runs },
    before: last,
    pixels: stays ? pixels : new Map(),
    chosen: stays ? chosen : undefined,
  });
}

export function hearEvaluation(message: FromWorker): void {
  const over = { isAsked: false, progress: undefined };
  switch (message.type) {
    case 'evaluationProgress':
      return useEvaluation.setState(message.progress ? { progress: message.progress } : over);
    case 'evaluation':
      return take(message.report);
    case 'evaluationProblem':
      return useEvaluation.setState({ problem: message.problem });
    case 'testPictures': {
      const { pixels } = useEvaluation.getState();
      return useEvaluation.setState({ pixels: new Map([...pixels, ...message.pictures.map((picture) => [picture.index, picture.pixels] as const)]) });
    }
    case 'run':
      if (message.config) useEvaluation.setState(({ runs }) => ({ runs: runs + 1 }));
      return;
    case 'device':
      // What waits for a lost device may never answer.
      if (message.report.status === 'lost') useEvaluation.setState(over);
      break;
    default: // for other stores
  }
}

onMessage(hearEvaluation);
