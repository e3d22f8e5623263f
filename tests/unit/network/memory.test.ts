import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../src/engine/graph/graph';
import { presets } from '../../../src/engine/graph/presets';
import { recipeSettings } from '../../../src/engine/optim/settings';
import { trainingNeeds } from '../../../src/state/trainingMemory';
import type { AdapterFacts } from '../../../src/worker/messages';

const adapter = (bytes: number): AdapterFacts => ({
  ...{ vendor: 'test', architecture: '', description: '', software: false },
  maxBufferSize: 2 * bytes,
  maxStorageBufferBindingSize: bytes,
  ...{ features: [], limits: {} },
});

describe('training memory against the adapter', () => {
  const graph = buildGraph(presets.vgg);

  it('is known before an adapter is', () => {
    const { memory, allowedBytes, problem } = trainingNeeds(graph, 32, undefined);
    // The first activations alone: 32 pictures × 32 × 32 × 32 channels of four bytes.
    expect(memory?.largestBufferBytes).toBeGreaterThanOrEqual(32 * 32 * 32 * 32 * 4);
    expect(allowedBytes).toBeUndefined();
    expect(problem).toBeUndefined();
  });

  it('is a problem with both numbers just above what one binding may hold, and none at it', () => {
    const needed = trainingNeeds(graph, 32, undefined).memory?.largestBufferBytes ?? 0;
    expect(trainingNeeds(graph, 32, adapter(needed)).problem).toBeUndefined();
    const problem = trainingNeeds(graph, 32, adapter(needed - 1)).problem;
    expect(problem).toEqual({ code: 'model.bufferTooLarge', params: { needed, allowed: needed - 1 }, path: 'layers' });
  });

  it('is a problem in words, and no failure, with the largest batch that may be asked for', () => {
    const problem = trainingNeeds(graph, recipeSettings.batchSize.max, adapter(2 ** 30)).problem;
    expect(problem).toMatchObject({ code: 'model.bufferTooLarge', params: { needed: 65_536 * 32 * 32 * 32 * 4 } });
  });

  it('grows with the batch', () => {
    const total = (batch: number) => trainingNeeds(graph, batch, undefined).memory?.totalBytes ?? 0;
    expect(total(64)).toBeGreaterThan(total(32));
  });
});
