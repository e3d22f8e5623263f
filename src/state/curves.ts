import { create } from 'zustand';
import type { FromWorker } from '../worker/messages';
import { RunCurves } from './runCurves';
import type { CurveAxis } from './series';
import { onMessage } from './session';

/** Points may come far more often than a chart can be drawn; this is the shortest time between two redraws. */
const REDRAW_MS = 250;
/** Weights of the moving average that the page offers. */
export const SMOOTHING_WEIGHTS = [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999] as const;
const INITIAL_SMOOTHING = 0.9;

export interface CurvesState {
  /** The curves grow in place; a new frame around them says that they are to be drawn again. */
  readonly frame: { readonly curves: RunCurves };
  readonly axis: CurveAxis;
  /** Weight of the past in the moving average, below 1. */
  readonly smoothing: number;
  readonly logLoss: boolean;
  /** Index of the training point under the crosshair; undefined follows the latest. */
  readonly cursor: number | undefined;
  setAxis(axis: CurveAxis): void;
  setSmoothing(weight: number): void;
  setLogLoss(on: boolean): void;
  setCursor(index: number | undefined): void;
}

export const useCurves = create<CurvesState>()((set, get) => ({
  frame: { curves: new RunCurves(INITIAL_SMOOTHING) },
  axis: 'step',
  smoothing: INITIAL_SMOOTHING,
  logLoss: false,
  cursor: undefined,
  setAxis: (axis) => set({ axis }),
  setSmoothing: (smoothing) => {
    const { curves } = get().frame;
    curves.setSmoothing(smoothing);
    set({ smoothing, frame: { curves } });
  },
  setLogLoss: (logLoss) => set({ logLoss }),
  setCursor: (cursor) => set({ cursor }),
}));

let waiting = false;

/** Draws soon, and once for all that comes in the meantime. */
function redraw(): void {
  if (waiting) return;
  waiting = true;
  setTimeout(() => {
    waiting = false;
    useCurves.setState(({ frame }) => ({ frame: { ...frame } }));
  }, REDRAW_MS);
}

/**
 * Takes in what the training session says of its curves. A run that begins (a `run` with its configuration) clears them,
 * and so does one that is let go of (`idle`).
 */
export function hearCurves(message: FromWorker): void {
  const { frame, smoothing } = useCurves.getState();
  const { curves } = frame;
  switch (message.type) {
    case 'run':
      if (!message.config && message.report.phase !== 'idle') return;
      useCurves.setState({ frame: { curves: new RunCurves(smoothing, message.config?.training) }, cursor: undefined });
      return;
    case 'points':
      curves.addPoints(message.points);
      return redraw();
    case 'validation':
      curves.addValidation(message.point);
      return redraw();
    case 'liveChanged':
      curves.changeLive(message.step, message.live);
      return redraw();
    default: // for other stores
  }
}

onMessage(hearCurves);
