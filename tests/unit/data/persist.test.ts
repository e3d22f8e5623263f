import { afterEach, expect, it, vi } from 'vitest';
import type { DataSummary } from '../../../src/data/types';
import { hearData, useData } from '../../../src/state/data';

const summary: DataSummary = { source: 'cifar10', classNames: [], files: [], trainCount: 1, testCount: 1, balance: [], samples: [], kept: true };

afterEach(() => void vi.unstubAllGlobals());

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
