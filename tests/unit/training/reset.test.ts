import { beforeAll, describe, expect, it, vi } from 'vitest';
import { presets } from '../../../src/engine/graph/presets';
import { useCurves } from '../../../src/state/curves';
import { formConfig } from '../../../src/state/form';
import { useNetwork } from '../../../src/state/network';
import { usePredictions } from '../../../src/state/predictions';
import { startSession, useSession } from '../../../src/state/session';
import { useSettings } from '../../../src/state/settings';
import type { FromWorker, RunReport, ToWorker } from '../../../src/worker/messages';

/** A training session that says what it is told to and keeps what it is sent. */
class Session extends EventTarget {
  static last: Session | undefined;
  readonly sent: ToWorker[] = [];

  constructor() {
    super();
    Session.last = this;
  }

  postMessage(message: ToWorker): void {
    this.sent.push(message);
  }

  say(message: FromWorker): void {
    this.dispatchEvent(new MessageEvent('message', { data: message }));
  }
}

const report: RunReport = { phase: 'running', step: 0, stepsTotal: 10, stepsPerEpoch: 10, epochs: 1, picturesPerSecond: 0, seconds: 0 };

describe('Reset', () => {
  beforeAll(() => {
    vi.stubGlobal('Worker', Session);
    startSession();
    return () => vi.unstubAllGlobals();
  });

  it('clears curves, predictions and the run, and keeps the network and the settings', () => {
    useNetwork.getState().replace(presets.mlp);
    useSettings.getState().set('batchSize', 8);
    const session = Session.last;
    session?.say({ type: 'run', report, config: formConfig() });
    session?.say({ type: 'points', points: [{ step: 1, epoch: 0.1, seconds: 1, loss: 2, accuracy: 0.2 }] });
    session?.say({ type: 'validation', point: { step: 1, epoch: 0.1, seconds: 1, loss: 2, accuracy: 0.2, pictures: 20 } });
    session?.say({
      type: 'predictions',
      step: 1,
      items: [{ index: 0, label: 0, pixels: new Uint8Array(3072), probabilities: new Float32Array(10) }],
    });
    useCurves.getState().setCursor(0);

    useSession.getState().reset();
    expect(session?.sent.at(-1)).toEqual({ type: 'reset' });
    session?.say({ type: 'run', report: { ...report, phase: 'idle', stepsTotal: 0 } });

    const { frame, cursor } = useCurves.getState();
    expect([frame.curves.training.length, frame.curves.validation.length, cursor]).toEqual([0, 0, undefined]);
    expect(usePredictions.getState().items).toEqual([]);
    expect(useSession.getState()).toMatchObject({ run: { phase: 'idle' }, runConfig: undefined });
    expect(useNetwork.getState().spec).toEqual(presets.mlp);
    expect(useSettings.getState().values.batchSize).toBe(8);
  });
});
