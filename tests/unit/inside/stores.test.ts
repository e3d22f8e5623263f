import { beforeEach, describe, expect, it } from 'vitest';
import { hearInspected, useInspected } from '../../../src/state/inspected';
import { hearUnit, useUnit } from '../../../src/state/unit';
import type { DataSummary, FromWorker, RunReport, UnitReport } from '../../../src/worker/messages';

const summary = (testCount: number, ...classNames: string[]): FromWorker => ({ type: 'data', summary: { testCount, classNames } as unknown as DataSummary });
const answer = (index: number, label = 1): FromWorker => ({ type: 'testPicture', picture: { index, label, pixels: Uint8Array.of(index) } });
const shown = () => useInspected.getState().picture;

describe('the picture that is looked at', () => {
  beforeEach(() => useInspected.setState(useInspected.getInitialState(), true));

  it('is the first of the test set to begin with, under the name of its class', () => {
    hearInspected(summary(20, 'cat', 'dog'));
    expect(shown()).toBeUndefined();
    hearInspected(answer(0));
    expect(shown()).toEqual({ pixels: Uint8Array.of(0), origin: { kind: 'test', index: 0, label: 1, classNames: ['cat', 'dog'] } });
  });

  it('is the one that was asked for last: earlier answers come too late', () => {
    hearInspected(summary(20, 'cat'));
    useInspected.getState().showTest(4);
    hearInspected(answer(0));
    expect(shown()).toBeUndefined();
    useInspected.getState().show(Uint8Array.of(9), { kind: 'drawn' });
    hearInspected(answer(4));
    expect(shown()).toEqual({ pixels: Uint8Array.of(9), origin: { kind: 'drawn' } });
  });

  it('stays where other data are loaded, unless it is of the old ones', () => {
    hearInspected(summary(20, 'cat'));
    useInspected.getState().showTest(15);
    hearInspected(answer(15));
    hearInspected(summary(10, 'ring'));
    hearInspected(answer(9, 0));
    expect(shown()?.origin).toMatchObject({ index: 9, classNames: ['ring'] });
    useInspected.getState().show(Uint8Array.of(9), { kind: 'camera' });
    const own = shown();
    hearInspected(summary(20, 'cat'));
    expect(shown()).toBe(own);
  });
});

describe('the unit that is explained', () => {
  const unit = { path: 'layers[0]', channel: 0, row: 0, column: 0 };
  const report = { unit } as UnitReport;
  const idle = { phase: 'idle' } as RunReport;
  beforeEach(() => useUnit.setState(useUnit.getInitialState(), true));

  it('has an answer until it is closed, and none that comes after', () => {
    useUnit.getState().explain(unit, new Uint8Array());
    hearUnit({ type: 'unit', report });
    expect(useUnit.getState()).toMatchObject({ asked: unit, report });
    useUnit.getState().close();
    hearUnit({ type: 'unit', report });
    expect(useUnit.getState()).toMatchObject({ asked: undefined, report: undefined });
  });

  it('has a problem until the next is asked for, and goes with its network', () => {
    useUnit.getState().explain(unit, new Uint8Array());
    hearUnit({ type: 'unitProblem', problem: { code: 'inside.noNetwork', params: {} } });
    expect(useUnit.getState().problem?.code).toBe('inside.noNetwork');
    useUnit.getState().explain(unit, new Uint8Array());
    expect(useUnit.getState().problem).toBeUndefined();
    hearUnit({ type: 'run', report: idle });
    expect(useUnit.getState().asked).toBeUndefined();
  });
});
