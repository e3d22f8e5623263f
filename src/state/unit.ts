import { create } from 'zustand';
import type { Problem } from '../engine/problem';
import type { FromWorker, UnitPlace, UnitReport } from '../worker/messages';
import { onMessage, send } from './session';

export interface UnitState {
  /** The unit that is being explained, from the first that was chosen until `close`. */
  readonly asked: UnitPlace | undefined;
  /** The last answer; of the unit before while one is on its way. */
  readonly report: UnitReport | undefined;
  readonly problem: Problem | undefined;
  /** Has a unit explained. All until `close` are of the step of the first. @param pixels NCHW bytes */
  explain(unit: UnitPlace, pixels: Uint8Array): void;
  close(): void;
}

const NOTHING = { asked: undefined, report: undefined, problem: undefined } as const;

/** The unit whose value is explained. */
export const useUnit = create<UnitState>()((set) => ({
  ...NOTHING,
  explain: (unit, pixels) => {
    set({ asked: unit, problem: undefined });
    send({ type: 'explain', pixels, unit });
  },
  close: () => {
    set(NOTHING);
    send({ type: 'endExplaining' });
  },
}));

export function hearUnit(message: FromWorker): void {
  switch (message.type) {
    case 'unit':
      // An answer may come after the view was closed.
      if (useUnit.getState().asked) useUnit.setState({ report: message.report });
      return;
    case 'unitProblem':
      if (useUnit.getState().asked) useUnit.setState({ problem: message.problem });
      return;
    case 'run':
      // Another network, or none.
      if (message.config || message.report.phase === 'idle') useUnit.setState(NOTHING);
      break;
    default: // for other stores
  }
}

onMessage(hearUnit);
