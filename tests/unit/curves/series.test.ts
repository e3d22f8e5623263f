import { describe, expect, it } from 'vitest';
import { Column, Extremes, Series } from '../../../src/state/series';
import { MovingAverage } from '../../../src/state/smoothing';

/** Noise from a fixed seed (mulberry32). */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function column(values: Iterable<number>, each?: () => void): Column {
  const result = new Column();
  for (const value of values) {
    result.push(value);
    each?.();
  }
  return result;
}

function drawn(values: readonly number[], most?: number): number[] {
  const source = new Column();
  const extremes = new Extremes(source, most);
  for (const value of values) {
    source.push(value);
    extremes.add();
  }
  return extremes.indices();
}

const falling = (length: number, seed = 7): number[] => {
  const random = noise(seed);
  return Array.from({ length }, (_, step) => 2.3 * Math.exp(-step / 40_000) + 0.2 * random());
};

describe('a column', () => {
  it('keeps every value while it grows', () => {
    const values = falling(5000);
    const kept = column(values);
    expect(values.map((_, index) => kept.at(index))).toEqual(values);
  });

  it('refuses an index beyond its end', () => {
    expect(() => column([1, 2]).at(2)).toThrow(RangeError);
  });
});

describe('the choice of points to draw', () => {
  it('takes every point of a short curve', () => {
    expect(drawn(falling(400))).toEqual(Array.from({ length: 400 }, (_, index) => index));
  });

  it('stays bounded at 200,000 points, at every length on the way', () => {
    const source = new Column();
    const extremes = new Extremes(source, 500);
    let largest = 0;
    falling(200_000).forEach((value, index) => {
      source.push(value);
      extremes.add();
      if (index % 997 === 0) largest = Math.max(largest, extremes.indices().length);
    });
    expect(largest).toBeLessThanOrEqual(1002);
    expect(largest).toBeGreaterThan(500);
  });

  it('keeps the lowest and the highest point of every bucket, as a plain search over the same buckets finds them', () => {
    const values = falling(200_000);
    const chosen = new Set(drawn(values, 500));
    // 200,000 points in at most 500 buckets of a power of two: 512 points each.
    for (let start = 0; start < values.length; start += 512) {
      const bucket = values.slice(start, start + 512);
      expect(chosen.has(start + bucket.indexOf(Math.min(...bucket)))).toBe(true);
      expect(chosen.has(start + bucket.indexOf(Math.max(...bucket)))).toBe(true);
    }
  });

  it('keeps single spikes and dips, wherever they are', () => {
    const values = falling(150_000);
    const spikes = [1, 77_777, 149_998];
    const dips = [2, 33_333, 149_000];
    for (const at of spikes) values[at] = 90 + at / 1e6;
    for (const at of dips) values[at] = -90 - at / 1e6;
    expect(drawn(values)).toEqual(expect.arrayContaining([...spikes, ...dips]));
  });

  it('begins at the first point and ends at the last, in ascending order', () => {
    const indices = drawn(falling(123_457));
    expect(indices[0]).toBe(0);
    expect(indices.at(-1)).toBe(123_456);
    expect(indices.every((value, at) => at === 0 || value > (indices[at - 1] ?? Infinity))).toBe(true);
  });

  it('never lets NaN or infinity hide an extreme', () => {
    const values = falling(10_000);
    for (let at = 0; at < values.length; at += 3) values[at] = at % 2 ? Number.NaN : Infinity;
    values[5002] = -5;
    values[5003] = 50;
    const chosen = drawn(values);
    expect(chosen).toContain(5002);
    // 5,003 is not a multiple of three.
    expect(chosen).toContain(5003);
  });
});

describe('the nearest point', () => {
  it('agrees with a search over all points', () => {
    const random = noise(3);
    const series = new Series();
    let seconds = 0;
    const all = Array.from({ length: 700 }, (_, index) => {
      seconds += random();
      const point = { step: index + 1, epoch: index / 100, seconds, loss: 1, accuracy: 0 };
      series.add(point);
      return point;
    });
    for (let trial = 0; trial < 300; trial++) {
      const x = random() * (seconds + 20) - 10;
      const found = series.nearest('seconds', x);
      const distances = all.map((point) => Math.abs(point.seconds - x));
      expect(distances[found ?? -1]).toBe(Math.min(...distances));
    }
  });

  it('is unknown without points', () => {
    expect(new Series().nearest('step', 1)).toBeUndefined();
  });
});

describe('the moving average', () => {
  /** Straight from the definition: weights β^(t−i), divided by their sum. */
  function direct(values: readonly number[], beta: number, t: number): number {
    let sum = 0;
    let weights = 0;
    for (let i = 0; i <= t; i++) {
      const weight = beta ** (t - i);
      sum += weight * (values[i] ?? 0);
      weights += weight;
    }
    return sum / weights;
  }

  it.each([0, 0.5, 0.9, 0.99])('with weight %f equals the weighted mean of all values so far', (beta) => {
    const values = falling(1500);
    const source = new Column();
    const average = new MovingAverage(source, beta);
    for (const value of values) {
      source.push(value);
      average.follow();
    }
    for (const t of [0, 1, 2, 10, 333, 1499]) expect(average.at(t)).toBeCloseTo(direct(values, beta, t), 10);
  });

  it('comes out the same when the weight is set afterwards', () => {
    const source = column(falling(3000));
    const changed = new MovingAverage(source, 0.5);
    changed.follow();
    changed.setWeight(0.98);
    const straight = new MovingAverage(source, 0.98);
    straight.follow();
    for (const t of [0, 17, 2999]) expect(changed.at(t)).toBe(straight.at(t));
  });

  it('passes over values that are not finite', () => {
    const source = column([Number.NaN, 2, Number.NaN, 4]);
    const average = new MovingAverage(source, 0.5);
    average.follow();
    expect(average.at(0)).toBeNaN();
    expect(average.at(1)).toBe(2);
    expect(average.at(2)).toBe(2);
    expect(average.at(3)).toBeCloseTo((0.5 * 2 + 4) / 1.5, 12);
  });
});
