import { create } from 'zustand';
import type { FromWorker } from '../worker/messages';
import { onMessage } from './session';

/** Weights of a layer at a step, in PyTorch's order. */
export interface KernelSnapshot {
  readonly step: number;
  readonly weights: Float32Array;
}

export interface KernelsState {
  /** The layer that was asked for last, and its weights from the start of the run to now. */
  readonly layer: { readonly path: string; readonly snapshots: readonly KernelSnapshot[] } | undefined;
}

export const useKernels = create<KernelsState>()(() => ({ layer: undefined }));

export function hearKernels(message: FromWorker): void {
  switch (message.type) {
    case 'kernels': {
      const { path, steps, fresh } = message.report;
      const { layer } = useKernels.getState();
      const known = new Map(layer?.path === path ? layer.snapshots.map(({ step, weights }) => [step, weights]) : []);
      const snapshots = steps.flatMap((step) => {
        const weights = fresh.get(step) ?? known.get(step);
        return weights ? [{ step, weights }] : [];
      });
      return useKernels.setState({ layer: { path, snapshots } });
    }
    case 'run':
      // Another network, or none.
      if (message.config || message.report.phase === 'idle') useKernels.setState({ layer: undefined });
      break;
    default: // for other stores
  }
}

onMessage(hearKernels);
