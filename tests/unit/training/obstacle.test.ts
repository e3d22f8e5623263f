import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../src/engine/graph/graph';
import { presets } from '../../../src/engine/graph/presets';
import type { Problem } from '../../../src/engine/problem';
import { obstacleTo } from '../../../src/state/form';
import { trainingNeeds } from '../../../src/state/trainingMemory';
import type { AdapterFacts, DeviceReport } from '../../../src/worker/messages';

const adapter = (bytes: number): AdapterFacts => ({
  ...{ vendor: '', architecture: '', description: '', software: true },
  maxBufferSize: bytes,
  maxStorageBufferBindingSize: bytes,
  ...{ features: [], limits: {} },
});
const ready: DeviceReport = { status: 'ready', adapter: adapter(1e9) };
const broken: Problem = { code: 'model.noLayers', params: {} };

describe('what stands in the way of a run', () => {
  it('is nothing with a GPU, pictures and a network that works', () => {
    expect(obstacleTo(ready, true, undefined)).toBeUndefined();
  });

  it('is the GPU first, then the network, then the pictures', () => {
    expect(obstacleTo(undefined, false, broken)).toEqual({ kind: 'loading' });
    expect(obstacleTo({ status: 'lost', reason: '', detail: '' }, true, broken)).toEqual({ kind: 'noDevice' });
    expect(obstacleTo(ready, false, broken)).toEqual({ kind: 'network', problem: broken });
    expect(obstacleTo(ready, false, undefined)).toEqual({ kind: 'noData' });
    expect(obstacleTo(ready, false, broken, 'Rate')).toEqual({ kind: 'network', problem: broken });
    expect(obstacleTo(ready, false, undefined, 'Rate')).toEqual({ kind: 'field', label: 'Rate' });
  });

  it('is a network that the adapter cannot hold, with the two numbers', () => {
    const graph = buildGraph(presets.vgg);
    const needed = trainingNeeds(graph, 64, adapter(Infinity)).memory?.largestBufferBytes ?? 0;
    const block = (bytes: number) => obstacleTo(ready, true, trainingNeeds(graph, 64, adapter(bytes)).problem);
    expect(block(needed)).toBeUndefined();
    expect(block(needed - 1)).toMatchObject({ kind: 'network', problem: { code: 'model.bufferTooLarge', params: { needed, allowed: needed - 1 } } });
  });
});
