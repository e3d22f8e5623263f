import { create } from 'zustand';
import type { Problem } from '../engine/problem';
import type { FromWorker, GradientReading, RunConfig } from '../worker/messages';
import { onMessage, send } from './session';

export interface GradientFlowState {
  /** What the last measurement is of; undefined before there is one. */
  readonly runs: readonly RunConfig[] | undefined;
  /** Of that, a reading for each step done. */
  readonly readings: readonly GradientReading[];
  readonly isUnderWay: boolean;
  readonly problem: Problem | undefined;
  begin(runs: readonly RunConfig[], steps: number): void;
  /** What was read so far stays. */
  cancel(): void;
  dismissProblem(): void;
}

export const useGradientFlow = create<GradientFlowState>()((set, get) => ({
  runs: undefined,
  readings: [],
  isUnderWay: false,
  problem: undefined,
  begin: (runs, steps) => {
    set({ runs, readings: [], isUnderWay: true, problem: undefined });
    send({ type: 'gradientFlow', runs, steps });
  },
  cancel: () => {
    if (get().isUnderWay) send({ type: 'cancelGradientFlow' });
  },
  dismissProblem: () => set({ problem: undefined }),
}));

export function hearGradientFlow(message: FromWorker): void {
  switch (message.type) {
    case 'gradientFlow':
      return useGradientFlow.setState(({ readings }) => ({ readings: [...readings, ...message.readings] }));
    case 'gradientFlowOver':
      return useGradientFlow.setState({ isUnderWay: false, problem: message.problem });
    case 'device':
      // What waits for a lost device may never answer.
      if (message.report.status === 'lost') useGradientFlow.setState({ isUnderWay: false });
      break;
    default: // for other stores
  }
}

onMessage(hearGradientFlow);
