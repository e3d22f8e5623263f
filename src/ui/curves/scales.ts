import type { CurveAxis } from '../../state/series';

export interface AxisScale {
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
}

/** Marks of a clock, in seconds; longer ones are whole hours in 1, 2, 5 steps. */
const CLOCK_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

/** The smallest of 1, 2, 5 × 10ⁿ that is at least `width`. */
export function roundStep(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width));
  const factor = [1, 2, 5].find((each) => each * power >= width * (1 - 1e-9)) ?? 10;
  return factor * power;
}

function multiples(step: number, from: number, to: number): number[] {
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  // Twelve figures: 3 × 0.1 is to be 0.3.
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

/** From 0 to `end`, with about `count` marks at round steps, epochs or times. */
export function xScale(axis: CurveAxis, end: number, count: number): AxisScale {
  const width = end / count;
  const steps = {
    step: () => Math.max(1, roundStep(width)),
    epoch: () => roundStep(width),
    seconds: () => CLOCK_STEPS.find((each) => each >= width) ?? Math.ceil(roundStep(width / 3600)) * 3600,
  };
  return { domain: [0, end], ticks: multiples(steps[axis](), 0, end) };
}

/** From 0 to a round number at or above `top`. */
export function linearScale(top: number, count: number): AxisScale {
  const step = roundStep(top / count);
  const end = Math.ceil(top / step - 1e-9) * step;
  return { domain: [0, end], ticks: multiples(step, 0, end) };
}

/** Marks within a power of ten, from few to many. */
const LOG_FACTORS = [[1], [1, 3], [1, 2, 5], [1, 2, 3, 5, 7]];
const MOST_LOG_TICKS = 6;

/** Around `bottom` to `top`, both above 0: marks at powers of ten, and between them where there are few. */
export function logScale(bottom: number, top: number): AxisScale {
  const domain = [bottom / 1.1, top * 1.1] as const;
  const first = Math.floor(Math.log10(domain[0]));
  const powers = Array.from({ length: Math.floor(Math.log10(domain[1])) - first + 1 }, (_, at) => first + at);
  const choices = LOG_FACTORS.map((factors) =>
    powers.flatMap((power) => factors.map((factor) => Number((factor * 10 ** power).toPrecision(12)))).filter((tick) => tick >= domain[0] && tick <= domain[1]),
  );
  const ticks = choices.find((each) => each.length >= 4) ?? choices.at(-1) ?? [];
  const stride = Math.ceil(ticks.length / MOST_LOG_TICKS);
  return { domain, ticks: ticks.filter((_, at) => at % stride === 0) };
}

/** Seconds as a clock shows them: 0:07, 12:30, 1:02:03. */
export function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
