import { beforeEach, describe, expect, it, vi } from 'vitest';
import { presets } from '../../../src/engine/graph/presets';
import { hearComparison, useComparison } from '../../../src/state/comparison';
import { useKeeping } from '../../../src/state/keeping';
import { formConfig } from '../../../src/state/form';
import { isSomethingAtStake, startAsking } from '../../../src/state/leaving';
import { hearSession, useSession } from '../../../src/state/session';
import { hearSweep, useSweep } from '../../../src/state/sweep';
import type { RunReport } from '../../../src/worker/messages';

const run = (phase: RunReport['phase'], step: number) =>
  hearSession({ type: 'run', report: { phase, step, stepsTotal: 10, stepsPerEpoch: 10, epochs: 1, picturesPerSecond: 0, seconds: 0 } });

describe('what would be gone with the page', () => {
  beforeEach(() => {
    useSession.setState(useSession.getInitialState());
    useSweep.setState(useSweep.getInitialState());
    useComparison.setState(useComparison.getInitialState());
    useKeeping.setState(useKeeping.getInitialState());
    return () => vi.unstubAllGlobals();
  });

  it.each(['preparing', 'running', 'paused', 'finished', 'failed'] as const)('is a run of any steps that is %s, until it is let go of', (phase) => {
    expect(isSomethingAtStake()).toBe(false);
    run(phase, 0);
    expect(isSomethingAtStake()).toBe(false);
    run(phase, 1);
    expect(isSomethingAtStake()).toBe(true);
    run('idle', 0);
    expect(isSomethingAtStake()).toBe(false);
  });

  it('is what a sweep has come to', () => {
    useSweep.getState().begin(formConfig(), [{ name: 'learningRate', values: [0.1, 0.2] }], { steps: 3 });
    expect(isSomethingAtStake()).toBe(false);
    hearSweep({ type: 'sweep', of: 'sweep', report: { run: 0, losses: [2.3] } });
    hearSweep({ type: 'sweepOver', of: 'sweep' });
    expect(isSomethingAtStake()).toBe(true);
  });

  it('is what a comparison has come to', () => {
    useComparison.getState().begin('depth', [{ name: 'mlp', model: presets.mlp }], { steps: 3, batch: 4, seed: 1 });
    expect(isSomethingAtStake()).toBe(false);
    hearComparison({ type: 'sweep', of: 'comparison', report: { run: 0, losses: [2.3] } });
    expect(isSomethingAtStake()).toBe(true);
  });

  it('is what the browser does not keep of the form', () => {
    useKeeping.setState({ isAtRisk: true });
    expect(isSomethingAtStake()).toBe(true);
  });

  it('has the browser ask for just as long', () => {
    const page = new EventTarget();
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
    vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
    // Of Node's events, this cannot be set.
    const event = () => Object.defineProperty(new Event('beforeunload', { cancelable: true }), 'returnValue', { writable: true });
    const asks = () => !page.dispatchEvent(event());
    startAsking();
    expect(asks()).toBe(false);
    run('running', 1);
    run('running', 2);
    expect(asks()).toBe(true);
    run('idle', 0);
    expect(asks()).toBe(false);
  });
});
