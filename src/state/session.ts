import { create } from 'zustand';
import type { Problem } from '../engine/problem';
import type { ProofReport } from '../engine/check/prover';
import type { AdapterFacts, DeviceReport, FromWorker, RunConfig, RunPhase, RunReport, ToWorker } from '../worker/messages';
import { rememberLoss, wasLostLately } from './losses';

const idle: RunReport = { phase: 'idle', step: 0, stepsTotal: 0, stepsPerEpoch: 0, epochs: 0, picturesPerSecond: 0, seconds: 0 };

export interface SessionState {
  /** Undefined until the worker has looked. */
  readonly device: DeviceReport | undefined;
  /** The adapter that there is, or was before it was lost. */
  readonly adapter: AdapterFacts | undefined;
  readonly proof: ProofReport | undefined;
  readonly run: RunReport;
  /** What the present run trains with: what it was started with, and the live settings that it was handed since. */
  readonly runConfig: RunConfig | undefined;
  readonly runProblem: Problem | undefined;
  /** The last thing that went wrong on the page, of whatever kind, dismissed or not. */
  readonly lastProblem: Problem | undefined;
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
  adapter: undefined,
  proof: undefined,
  run: idle,
  runConfig: undefined,
  runProblem: undefined,
  lastProblem: undefined,
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

/** Notes what went wrong, for a report. */
export function noteProblem(lastProblem: Problem): void {
  useSession.setState({ lastProblem });
}

const unfinished: readonly RunPhase[] = ['preparing', 'running', 'paused'];

/** What becomes of the GPU, with what the worker cannot know: that it was lost a moment ago, in a page before this one or in another tab. */
function hearDevice(device: DeviceReport): void {
  if (device.status === 'lost') {
    rememberLoss();
    // A run that waits hears nothing of it, and cannot go on.
    useSession.setState(({ run }) => (unfinished.includes(run.phase) ? { run: { ...run, phase: 'failed' } } : {}));
  }
  if (device.status === 'ready') return useSession.setState({ device, adapter: device.adapter });
  const isWithheld = device.status === 'unavailable' && device.reason === 'noAdapter' && wasLostLately();
  useSession.setState({ device: isWithheld ? { ...device, reason: 'withheld' } : device });
}

export function hearSession(message: FromWorker): void {
  if ('problem' in message) noteProblem(message.problem);
  switch (message.type) {
    case 'device':
      return hearDevice(message.report);
    case 'proof':
      return useSession.setState({ proof: message.report });
    case 'run': {
      const { report, config } = message;
      if (report.phase === 'idle') return useSession.setState({ run: report, runConfig: undefined });
      return useSession.setState(config ? { run: report, runConfig: config } : { run: report });
    }
    case 'runProblem':
      return useSession.setState({ runProblem: message.problem });
    default: // for other stores
  }
}

/** Without a worker there is no training, and yet there is a page, which says so. */
function noWorker(detail: string): void {
  useSession.setState({ device: { status: 'unavailable', reason: 'noWorker', detail } });
}

/** Starts the worker and opens the session; call once. */
export function startSession(): void {
  try {
    worker = new Worker(new URL('../worker/session.worker.ts', import.meta.url), { type: 'module' });
  } catch (error) {
    // A frame that is cut off from its site, or a policy of the page's server.
    return noWorker(error instanceof DOMException ? error.message : '');
  }
  worker.addEventListener('message', (event: MessageEvent<FromWorker>) => {
    hearSession(event.data);
    for (const listener of listeners) listener(event.data);
  });
  worker.addEventListener('error', ({ message = '' }) => {
    // Before the first word: a script that did not load, or that this browser cannot read. Later: a fault of ours.
    if (useSession.getState().device === undefined) noWorker(message);
    else hearSession({ type: 'runProblem', problem: { code: 'training.workerFailed', params: { detail: message } } });
  });
  send({ type: 'open' });
}
