import { describe, expect, it } from 'vitest';
import { rateAt, schedules, shapeDefaults, usesShape, type RateSettings, type Schedule, type ScheduleShape } from '../../../src/engine/optim/schedule';

const STEPS = 12;
const length = { steps: STEPS, stepsPerEpoch: 2 };

function rates(schedule: Schedule, shape: Partial<ScheduleShape> = {}, of = length): number[] {
  const settings: RateSettings = { learningRate: 0.5, schedule, ...shapeDefaults, ...shape };
  return Array.from({ length: of.steps }, (_, index) => rateAt(settings, of, index + 1));
}

/**
 * What PyTorch 2.13's own schedulers set in 12 steps at lr = 0.5 (`optimizer.param_groups[0]['lr']` before each step):
 * StepLR(step_size=2, gamma=0.3) stepped every second step; CosineAnnealingLR(T_max=12, eta_min=0.05);
 * SequentialLR([LinearLR(1/3, 1, 2), LinearLR(1, 0.1, 9)], [3]) and, after the same rise, CosineAnnealingLR(9, 0.05);
 * OneCycleLR(0.5, 12, pct_start=0.25, div_factor=5, final_div_factor=2); OneCycleLR(0.5, 12) with its own defaults.
 */
const torch = {
  step: [0.5, 0.5, 0.5, 0.5, 0.15, 0.15, 0.15, 0.15, 0.045, 0.045, 0.045, 0.045],
  cosine: [0.5, 0.492333311, 0.469855716, 0.434099026, 0.3875, 0.333234285, 0.275, 0.216765715, 0.1625, 0.115900974, 0.0801442841, 0.0576666891],
  warmupLinear: [0.166666667, 0.333333333, 0.5, 0.5, 0.45, 0.4, 0.35, 0.3, 0.25, 0.2, 0.15, 0.1],
  warmupCosine: [0.166666667, 0.333333333, 0.5, 0.5, 0.48643084, 0.44736, 0.3875, 0.31407084, 0.23592916, 0.1625, 0.10264, 0.0635691603],
  oneCycle: [0.1, 0.3, 0.5, 0.48643084, 0.44736, 0.3875, 0.31407084, 0.23592916, 0.1625, 0.10264, 0.0635691603, 0.05],
  oneCycleDefaults: [
    0.02, 0.174894827, 0.43964258, 0.497207718, 0.466506485, 0.405872827, 0.323689499, 0.231318551, 0.141530499, 0.0667387651, 0.0172834937, 2e-6,
  ],
};

/** 0.5 · np.interp(range(12), [0, int(0.3 · 12), 12], [0.2, 1, 0.07]), as airbench94.py makes its triangle. */
const airbench = [0.1, 0.233333333, 0.366666667, 0.5, 0.448333333, 0.396666667, 0.345, 0.293333333, 0.241666667, 0.19, 0.138333333, 0.0866666667];

function expectRates(found: readonly number[], wanted: readonly number[]): void {
  expect(found).toHaveLength(wanted.length);
  for (const [index, rate] of found.entries()) expect(rate, `step ${index + 1}`).toBeCloseTo(wanted[index] ?? NaN, 8);
}

describe('the rate of each step', () => {
  it('stays', () => {
    expect(rates('constant')).toEqual(Array.from({ length: STEPS }, () => 0.5));
  });

  it.each([
    ['step', { decayFactor: 0.3, decayEvery: 2 }, torch.step],
    ['cosine', { endFactor: 0.1 }, torch.cosine],
    ['warmupLinear', { warmup: 0.25, endFactor: 0.1 }, torch.warmupLinear],
    ['warmupCosine', { warmup: 0.25, endFactor: 0.1 }, torch.warmupCosine],
    ['oneCycle', { warmup: 0.25, startFactor: 0.2, endFactor: 0.1 }, torch.oneCycle],
    ['oneCycle', { endFactor: 4e-6 }, torch.oneCycleDefaults],
  ] as const)('of %s %j is what PyTorch sets', (schedule, shape, wanted) => {
    expectRates(rates(schedule, shape), wanted);
  });

  it("of the triangle is airbench's", () => {
    expectRates(rates('triangular', { warmup: 0.3, startFactor: 0.2, endFactor: 0.07 }), airbench);
  });

  it('falls after parts of an epoch where asked', () => {
    expectRates(rates('step', { decayFactor: 0.5, decayEvery: 1.5 }, { steps: 7, stepsPerEpoch: 2 }), [0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125]);
  });

  it('is the learning rate at most and never below nothing, whatever the length and the share of the rise', () => {
    for (const schedule of schedules) {
      for (const steps of [1, 2, 3, 10, 101]) {
        for (const warmup of [0, 0.01, 0.3, 0.5, 0.99, 1]) {
          const found = rates(schedule, { warmup }, { steps, stepsPerEpoch: 3 });
          for (const rate of found) {
            expect(rate, `${schedule}, ${steps} steps, ${warmup}`).toBeGreaterThanOrEqual(0);
            expect(rate, `${schedule}, ${steps} steps, ${warmup}`).toBeLessThanOrEqual(0.5);
          }
        }
      }
    }
  });

  it('reaches the learning rate, and is on either side of it where it should be', () => {
    for (const schedule of schedules) {
      const found = rates(schedule, { warmup: 0.25 }, { steps: 1000, stepsPerEpoch: 100 });
      const peak = found.indexOf(Math.max(...found));
      expect(found[peak]).toBeCloseTo(0.5, 12);
      expect(found.slice(0, peak)).toEqual(found.slice(0, peak).sort((a, b) => a - b));
      expect(found.slice(peak)).toEqual(found.slice(peak).sort((a, b) => b - a));
      expect(peak).toBe(usesShape(schedule, 'warmup') ? (schedule === 'triangular' ? 250 : 249) : 0);
    }
  });

  it.each(schedules)('of %s depends on what it says that it uses, and on nothing else', (schedule) => {
    const before = rates(schedule);
    for (const name of Object.keys(shapeDefaults) as (keyof ScheduleShape)[]) {
      const changes = JSON.stringify(rates(schedule, { [name]: 0.7 })) !== JSON.stringify(before);
      expect(changes, name).toBe(usesShape(schedule, name));
    }
  });
});
