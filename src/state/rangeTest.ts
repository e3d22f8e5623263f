import { create } from 'zustand';
import type { Problem } from '../engine/problem';
import type { FromWorker, RangeReport, RateRange, RunConfig } from '../worker/messages';
import { onMessage, send } from './session';

export interface RangeTestState {
  /** Of the last test; undefined before its first answer. */
  readonly report: RangeReport | undefined;
  /** The rates that are being tried. */
  readonly asked: RateRange | undefined;
  readonly problem: Problem | undefined;
  begin(run: RunConfig, range: RateRange): void;
  /** What was found so far stays. */
  cancel(): void;
}

export const useRangeTest = create<RangeTestState>()((set, get) => ({
  report: undefined,
  asked: undefined,
  problem: undefined,
  begin: (run, range) => {
    set({ report: undefined, asked: range, problem: undefined });
    send({ type: 'rangeTest', run, range });
  },
  cancel: () => {
    if (get().asked) send({ type: 'cancelRangeTest' });
  },
}));

export function hearRangeTest(message: FromWorker): void {
  switch (message.type) {
    case 'rangeTest':
      return useRangeTest.setState(message.report.over ? { report: message.report, asked: undefined } : { report: message.report });
    case 'rangeTestProblem':
      return useRangeTest.setState({ problem: message.problem });
    case 'device':
      // What waits for a lost device may never answer.
      if (message.report.status === 'lost') useRangeTest.setState({ asked: undefined });
      break;
    default: // for other stores
  }
}

onMessage(hearRangeTest);
