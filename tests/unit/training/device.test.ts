import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Problem } from '../../../src/engine/problem';
import { hearSession, startSession, useSession } from '../../../src/state/session';
import { adviceFor, browserFacts } from '../../../src/ui/unavailable/browser';
import type { DeviceReport } from '../../../src/worker/messages';

const noAdapter: DeviceReport = { status: 'unavailable', reason: 'noAdapter', detail: '' };
const device = () => useSession.getState().device;
const hear = (report: DeviceReport) => hearSession({ type: 'device', report });

describe('a GPU that is not there', () => {
  const items = new Map<string, string>();
  beforeEach(() => {
    items.clear();
    useSession.setState(useSession.getInitialState(), true);
    const localStorage = { getItem: (key: string) => items.get(key) ?? null, setItem: (key: string, text: string) => items.set(key, text) };
    vi.stubGlobal('window', { localStorage });
    vi.useFakeTimers({ toFake: ['Date'] });
    return () => {
      vi.useRealTimers();
      vi.unstubAllGlobals();
    };
  });

  it('is withheld where it was lost a moment ago, in whatever tab', () => {
    hear(noAdapter);
    expect(device()).toEqual(noAdapter);
    hear({ status: 'lost', reason: 'unknown', detail: '' });
    hear(noAdapter);
    expect(device()).toEqual({ ...noAdapter, reason: 'withheld' });
    expect(adviceFor('withheld', browserFacts('Chrome/140.0.0.0'))).toEqual(['wait', 'restart']);
    vi.advanceTimersByTime(20 * 60_000);
    hear(noAdapter);
    expect(device()).toEqual(noAdapter);
  });

  it('ends a run that waits, and leaves one that is done', () => {
    const run = useSession.getState().run;
    for (const [phase, then] of [
      ['paused', 'failed'],
      ['finished', 'finished'],
      ['idle', 'idle'],
    ] as const) {
      useSession.setState({ run: { ...run, phase, step: 3 } });
      hear({ status: 'lost', reason: 'unknown', detail: '' });
      expect(useSession.getState().run).toMatchObject({ phase: then, step: 3 });
    }
  });

  it('leaves what it was to be told', () => {
    const adapter = {
      vendor: 'v',
      architecture: 'a',
      description: '',
      software: false,
      maxBufferSize: 1,
      maxStorageBufferBindingSize: 1,
      features: [],
      limits: {},
    };
    hear({ status: 'ready', adapter });
    hear({ status: 'lost', reason: 'unknown', detail: '' });
    expect(useSession.getState().adapter).toEqual(adapter);
  });
});

describe('a worker that cannot be made', () => {
  beforeEach(() => {
    useSession.setState(useSession.getInitialState(), true);
    return () => vi.unstubAllGlobals();
  });

  it('is told with what the browser says of it, and not with what JavaScript does', () => {
    vi.stubGlobal('Worker', function Worker() {
      throw new DOMException('not from origin null', 'SecurityError');
    });
    startSession();
    expect(device()).toEqual({ status: 'unavailable', reason: 'noWorker', detail: 'not from origin null' });
    vi.stubGlobal('Worker', undefined);
    startSession();
    expect(device()).toEqual({ status: 'unavailable', reason: 'noWorker', detail: '' });
  });

  it('is told where its script does not come; a fault later is one of the run', () => {
    const worker = Object.assign(new EventTarget(), { postMessage: vi.fn() });
    vi.stubGlobal('Worker', function Worker() {
      return worker;
    });
    startSession();
    worker.dispatchEvent(new Event('error'));
    expect(device()).toEqual({ status: 'unavailable', reason: 'noWorker', detail: '' });
    hear(noAdapter);
    worker.dispatchEvent(Object.assign(new Event('error'), { message: 'too much' }));
    expect(device()).toEqual(noAdapter);
    const problem = { code: 'training.workerFailed', params: { detail: 'too much' } };
    expect(useSession.getState()).toMatchObject({ runProblem: problem, lastProblem: problem });
  });
});

it('notes the last problem of any kind, and keeps it when it is dismissed', () => {
  const problem: Problem = { code: 'data.python', params: { file: 'x' } };
  hearSession({ type: 'dataProblem', problem });
  hearSession({ type: 'sweepOver', of: 'sweep' });
  useSession.getState().dismissRunProblem();
  expect(useSession.getState().lastProblem).toEqual(problem);
});
