import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DataSummary } from '../../../src/data/types';
import { hearData, useData } from '../../../src/state/data';

const summary: DataSummary = { source: 'cifar10', classNames: [], files: [], trainCount: 1, testCount: 1, balance: [], samples: [], kept: true };

afterEach(() => void vi.unstubAllGlobals());

describe('kept data, as the page knows it', () => {
  it('asks the browser once to keep files firmly, after some were given and kept, and takes no for an answer', () => {
    const persist = vi.fn(() => Promise.reject(new Error('not here')));
    vi.stubGlobal('navigator', { storage: { persist } });
    hearData({ type: 'data', summary });
    useData.getState().loadFiles([]);
    hearData({ type: 'data', summary: { ...summary, kept: false } });
    expect(persist).not.toHaveBeenCalled();
    hearData({ type: 'data', summary });
    hearData({ type: 'data', summary });
    expect(persist).toHaveBeenCalledTimes(1);
  });

  it('is there after all where it could not be removed, and is gone where it was found gone', () => {
    const kept = () => useData.getState().kept;
    hearData({ type: 'data', summary });
    expect(kept()).toBe(true);
    useData.getState().remove();
    expect(kept()).toBe(false);
    hearData({ type: 'dataProblem', problem: { code: 'data.notRemoved', params: { detail: '' } } });
    expect(kept()).toBe(true);
    hearData({ type: 'dataProblem', problem: { code: 'data.empty', params: { file: 'data_batch_1.bin' } } });
    expect(kept()).toBe(true);
    hearData({ type: 'dataProblem', problem: { code: 'data.nothingKept', params: {} } });
    expect(kept()).toBe(false);
  });
});
