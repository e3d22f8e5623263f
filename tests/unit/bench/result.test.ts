import { describe, expect, it } from 'vitest';
import { plannedWork } from '../../../src/bench/work';
import type { Measurement } from '../../../src/bench/measure';
import type { Contender } from '../../../src/cli/bench/contender';
import { ratiosOf, summarise, type BenchResult } from '../../../src/cli/bench/result';
import { table } from '../../../src/cli/bench/table';
import { buildGraph, trainingFlopsPerPicture } from '../../../src/engine/graph/graph';
import { presets } from '../../../src/engine/graph/presets';
import { pickStruct, stepStruct } from '../../../src/engine/kernels/shared';
import { planTraining } from '../../../src/engine/plan/plan';
import { traitsFor } from '../../../src/engine/plan/traits';

const graph = buildGraph(presets.small);
const ours: Contender = { name: 'kernelgarten', version: '1', adapter: 'A', measure: () => Promise.reject(new Error('not here')) };

function round(msPerStepRead: number, msPerStepQueued: number, rest: Partial<Measurement> = {}): Measurement {
  return { msPerStepRead, msPerStepQueued, jsMsPerStep: 1, firstStepMs: 100, firstLoss: 2.3, lastLoss: 1, ...rest };
}

describe('the result of a framework', () => {
  it('takes the better of the two ways in each round, and the median over rounds', () => {
    const rounds = [round(100, 200), round(500, 50), round(400, 300, { firstStepMs: 7 })];
    const result = summarise(ours, rounds, graph, 10);
    expect(result.imagesPerSecond).toBe(100);
    expect(result.imagesPerSecondMin).toBeCloseTo(33.33, 2);
    expect(result.imagesPerSecondMax).toBe(200);
    expect(result).toMatchObject({ framework: 'kernelgarten', msPerStep: 100, jsMsPerStep: 1, firstStepMs: 100, rounds });
    expect(result).not.toHaveProperty('dispatchesPerStep');
  });

  it('counts operations as three times the forward pass, whatever the framework spends', () => {
    expect(summarise(ours, [round(1000, 1000)], graph, 2).gflopsPerSecond).toBeCloseTo((2 * 3 * 2 * graph.multiplyAdds) / 1e9, 12);
  });

  it('is refused without a round', () => {
    expect(() => summarise(ours, [], graph, 2)).toThrow('kernelgarten was not measured');
  });
});

it('gives our rate over that of each peer', () => {
  const frameworks = [
    { framework: 'kernelgarten', imagesPerSecond: 30 },
    { framework: 'tfjs', imagesPerSecond: 10 },
    { framework: 'convnetjs', imagesPerSecond: 60 },
  ] as const;
  expect(ratiosOf(frameworks)).toEqual({ tfjs: 3, convnetjs: 0.5 });
  expect(ratiosOf(frameworks.slice(0, 1))).toEqual({});
});

it('counts the work of a step from its plan', () => {
  const traits = traitsFor(false, { maxWorkgroupsPerDimension: 65_535, maxBindingBytes: 2 ** 30, maxBufferBytes: 2 ** 30 });
  const plan = planTraining(graph, 4, traits);
  const work = plannedWork(plan);
  // The gradient with respect to the pictures is never computed: a little less than three forward passes.
  expect(work.flops).toBeLessThan(4 * trainingFlopsPerPicture(graph));
  expect(work.flops).toBeGreaterThan(4 * trainingFlopsPerPicture(graph) * 0.8);
  expect(work.dispatches).toBe(plan.dispatches.length);
  const [load] = plan.dispatches;
  // Settings, picks, scales and shifts, and the batch; what is lent is not counted.
  expect(load && plannedWork({ dispatches: [load, load] }).bytes).toBe(2 * (stepStruct.bytes + 4 * pickStruct.bytes + 32 + 4 * 1024 * 16));
});

it('prints a table with a column a framework', () => {
  const peer: Contender = { ...ours, name: 'convnetjs', version: '0.3.0', adapter: 'one CPU thread' };
  const frameworks = [summarise(ours, [round(20, 10, { dispatchesPerStep: 20, submitsPerStep: 1 })], graph, 2), summarise(peer, [round(40, 40)], graph, 2)];
  const host = { system: '', cpu: '', cores: 2, memoryGiB: 1, node: '', webgpu: '' };
  const result: BenchResult = {
    ...{ type: 'bench', date: '', commit: '', host, runtime: 'chromium', model: 'small', parameters: 1, flopsPerImage: 23.5e6 },
    ...{ batch: 2, warmUp: 3, steps: 5, frameworks, ratios: ratiosOf(frameworks) },
  };
  const lines = table(result).split('\n');
  expect(lines.slice(0, 3)).toEqual(['small, batch 2, 23.5 MFLOP a picture', 'kernelgarten: A', 'convnetjs: one CPU thread']);
  const row = (name: string) =>
    lines
      .find((line) => line.startsWith(name))
      ?.slice(name.length)
      .trim()
      .split(/\s{2,}/);
  expect(row('pictures/s, median')).toEqual(['200', '50']);
  expect(row('dispatches a step')).toEqual(['20', '–']);
  expect(row('ours to theirs')).toEqual(['4 ×']);
});
