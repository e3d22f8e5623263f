import { useMemo } from 'react';
import { create } from 'zustand';
import { updateOptions } from '../engine/optim/update';
import { unlimitedProgram, type UnlimitedProgram } from '../engine/plan/memory';
import { ProblemError, type Problem } from '../engine/problem';
import type { FromWorker, ProfileProgress, ProfileReport, RunConfig } from '../worker/messages';
import { useNetwork } from './network';
import { onMessage, send, useSession } from './session';
import { useSettings } from './settings';

/** A report, and the run that it is of. */
export interface Measured {
  readonly report: ProfileReport;
  readonly run: RunConfig;
}

export interface ProfileState {
  /** The last measurement that was finished. */
  readonly measured: Measured | undefined;
  /** What is being measured. */
  readonly asked: RunConfig | undefined;
  /** Undefined before the first answer: the run may have steps on their way. */
  readonly progress: ProfileProgress | undefined;
  readonly problem: Problem | undefined;
  measure(run: RunConfig): void;
  cancel(): void;
  dismissProblem(): void;
}

export const useProfile = create<ProfileState>()((set) => ({
  measured: undefined,
  asked: undefined,
  progress: undefined,
  problem: undefined,
  measure: (run) => {
    set({ asked: run, progress: undefined, problem: undefined });
    send({ type: 'profile', run });
  },
  cancel: () => send({ type: 'cancelProfile' }),
  dismissProblem: () => set({ problem: undefined }),
}));

export function hearProfile(message: FromWorker): void {
  const { asked } = useProfile.getState();
  const over = { asked: undefined, progress: undefined };
  switch (message.type) {
    case 'profileProgress':
      return useProfile.setState(message.progress ? { progress: message.progress } : over);
    case 'profile':
      return asked && useProfile.setState({ measured: { report: message.report, run: asked } });
    case 'profileProblem':
      return useProfile.setState({ problem: message.problem });
    case 'device':
      // What waits for a lost device may never answer.
      if (message.report.status === 'lost') useProfile.setState(over);
      break;
    default: // for other stores
  }
}

onMessage(hearProfile);

/** The operators and buffers of a training step of the network in the form; undefined while it cannot work. */
export function useFormProgram(): UnlimitedProgram | undefined {
  const graph = useNetwork((state) => state.analysis.graph);
  const settings = useSettings((state) => state.values);
  const software = useSession(({ device }) => device?.status === 'ready' && device.adapter.software);
  return useMemo(() => {
    try {
      return graph && unlimitedProgram(graph, settings.batchSize, software, settings.precision, updateOptions(settings));
    } catch (error) {
      if (error instanceof ProblemError) return undefined;
      throw error;
    }
  }, [graph, settings, software]);
}
