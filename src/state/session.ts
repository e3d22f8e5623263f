import { create } from 'zustand';
import type { Problem } from '../engine/problem';
import type { ProofReport } from '../engine/check/prover';
import type { DeviceReport, FromWorker, RunConfig, RunReport, ToWorker } from '../worker/messages';

const idle: RunReport = { phase: 'idle', step: 0, stepsTotal: 0, stepsPerEpoch: 0, epochs: 0, picturesPerSecond: 0, seconds: 0 };

export interface SessionState {
  /** Undefined until the worker has looked. */
  readonly device: DeviceReport | undefined;
  readonly proof: ProofReport | undefined;
  readonly run: RunReport;
  /** What the present run trains with: what it was started with, and the live settings that it was handed since. */
  readonly runConfig: RunConfig | undefined;
  readonly runProblem: Problem | undefined;
  /** Lets go of the present run, if any, and trains this one. */
  start(run: RunConfig): void;
  pause(): void;
  resume(): void;
  /** One step of the paused run; `run` begins one where there is none. */
  step(run?: RunConfig): void;
  /** Puts the weights of the best validation back. */
  goBack(): void;
  /** Lets go of the run and its weights. */
  reset(): void;
  dismissRunProblem(): void;
}

let worker: Worker | undefined;
const listeners = new Set<(message: FromWorker) => void>();

/** Sends to the training session. */
export function send(message: ToWorker): void {
  worker?.postMessage(message);
}

/** Hears every message of the training session. Returns what stops it. */
export function onMessage(listener: (message: FromWorker) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useSession = create<SessionState>()((set) => ({
  device: undefined,
  proof: undefined,
  run: idle,
  runConfig: undefined,
  runProblem: undefined,
  start: (run) => {
    set({ runProblem: undefined });
    send({ type: 'start', run });
  },
  pause: () => send({ type: 'pause' }),
  resume: () => {
    set({ runProblem: undefined });
    send({ type: 'resume' });
  },
  step: (run) => {
    set({ runProblem: undefined });
    send(run ? { type: 'step', run } : { type: 'step' });
  },
  goBack: () => send({ type: 'goBack' }),
  reset: () => {
    set({ runProblem: undefined });
    send({ type: 'reset' });
  },
  dismissRunProblem: () => set({ runProblem: undefined }),
}));

function hear(message: FromWorker): void {
  switch (message.type) {
    case 'device':
      return useSession.setState({ device: message.report });
    case 'proof':
      return useSession.setState({ proof: message.report });
    case 'run': {
      const { report, config } = message;
      if (report.phase === 'idle') return useSession.setState({ run: report, runConfig: undefined });
      return useSession.setState(config ? { run: report, runConfig: config } : { run: report });
    }
    case 'runProblem':
      return useSession.setState({ runProblem: message.problem });
  }
}

/** Starts the worker and opens the session; call once. */
export function startSession(): void {
  worker = new Worker(new URL('../worker/session.worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', (event: MessageEvent<FromWorker>) => {
    hear(event.data);
    for (const listener of listeners) listener(event.data);
  });
  worker.addEventListener('error', (event) => {
    // A fault of ours (or a script that did not load): nothing that the worker knows how to report.
    useSession.setState({ runProblem: { code: 'training.workerFailed', params: { detail: event.message ?? '' } } });
  });
  send({ type: 'open' });
}
