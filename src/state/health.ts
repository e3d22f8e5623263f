import { useMemo } from 'react';
import { create } from 'zustand';
import { diagnose, type Warning } from '../engine/metrics/diagnosis';
import type { FromWorker, HealthReport } from '../worker/messages';
import { useCurves } from './curves';
import { onMessage } from './session';

/** Most looks that are kept: as many columns as a picture has room for. */
const MOST = 240;
/** Looks at the end that stay as they came: warnings go by the last few. */
const RECENT = 8;

export type { HealthReport };

export interface HealthState {
  /** What was seen of the layers of this run, in order of steps. */
  readonly looks: readonly HealthReport[];
}

export const useHealth = create<HealthState>()(() => ({ looks: [] }));

export function hearHealth(message: FromWorker): void {
  switch (message.type) {
    case 'health':
      return useHealth.setState(({ looks }) => ({ looks: withLook(looks, message.report) }));
    case 'run':
      // Another network, or none.
      if (message.config || message.report.phase === 'idle') useHealth.setState({ looks: [] });
      break;
    default: // for other stores
  }
}

onMessage(hearHealth);

/** The looks with one more. When there are too many, every second one goes, but for the last few. */
export function withLook(looks: readonly HealthReport[], look: HealthReport): readonly HealthReport[] {
  const last = looks.at(-1)?.step ?? -1;
  // Weights that were put back are from a step that was passed long since.
  if (look.step < last) return looks;
  const all = [...looks.filter(({ step }) => step !== look.step), look];
  return all.length > MOST ? all.filter((_, at) => at % 2 === 0 || at >= all.length - RECENT) : all;
}

/** What is likely wrong with the run; of the layers, as they were last seen. */
export function useWarnings(): readonly Warning[] {
  const looks = useHealth((state) => state.looks);
  const frame = useCurves((state) => state.frame);
  return useMemo(() => {
    const { training, validation, pictures } = frame.curves;
    return diagnose({ looks, training, validation: { accuracy: validation.accuracy, pictures } });
  }, [looks, frame]);
}
