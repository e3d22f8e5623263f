/** How the learning rate goes over a run. Named as in the field; the formula of each is at `shapes` below. */
export const schedules = ['constant', 'step', 'cosine', 'warmupLinear', 'warmupCosine', 'oneCycle', 'triangular'] as const;
export type Schedule = (typeof schedules)[number];

/** What bends a schedule. Factors are relative to the learning rate. */
export interface ScheduleShape {
  /** Share of the run's steps over which the rate rises, 0 to 1. */
  readonly warmup: number;
  /** Where the rise begins (`start_factor` of PyTorch's LinearLR; 1 / `div_factor` of OneCycleLR). */
  readonly startFactor: number;
  /** Where the rate ends (`end_factor` of PyTorch's LinearLR; the floor of a cosine). */
  readonly endFactor: number;
  /** What a step multiplies the rate by (`gamma` of PyTorch's StepLR). */
  readonly decayFactor: number;
  /** Epochs between two of those; may be a fraction (`step_size` of PyTorch's StepLR). */
  readonly decayEvery: number;
}

/** All that decides the rate of a step, together with the length of the run. */
export interface RateSettings extends ScheduleShape {
  /** The highest rate of the run. */
  readonly learningRate: number;
  readonly schedule: Schedule;
}

export interface RunLength {
  readonly steps: number;
  readonly stepsPerEpoch: number;
}

/** The beginning of PyTorch's OneCycleLR: a rise over 0.3 of the steps from 1/25; the rest falls to nothing. */
export const shapeDefaults: ScheduleShape = { warmup: 0.3, startFactor: 0.04, endFactor: 0, decayFactor: 0.1, decayEvery: 3 };

/** What of a schedule's shape it makes use of. */
const used: Readonly<Record<Schedule, readonly (keyof ScheduleShape)[]>> = {
  constant: [],
  step: ['decayFactor', 'decayEvery'],
  cosine: ['endFactor'],
  warmupLinear: ['warmup', 'endFactor'],
  warmupCosine: ['warmup', 'endFactor'],
  oneCycle: ['warmup', 'startFactor', 'endFactor'],
  triangular: ['warmup', 'startFactor', 'endFactor'],
};

export function usesShape(schedule: Schedule, name: keyof ScheduleShape): boolean {
  return used[schedule].includes(name);
}

/**
 * The learning rate of one step.
 * @param step from 1 to `length.steps`.
 */
export function rateAt(settings: RateSettings, length: RunLength, step: number): number {
  return settings.learningRate * shapes[settings.schedule](step - 1, length, settings);
}

/** The factor of the learning rate after so many updates, which PyTorch's schedulers call their epoch. */
type Factor = (updates: number, length: RunLength, shape: ScheduleShape) => number;

const linear = (from: number, to: number, share: number): number => from + (to - from) * share;

/** Half a turn of a cosine (SGDR, Loshchilov and Hutter, arXiv 1608.03983; PyTorch's CosineAnnealingLR). */
const cosine = (from: number, to: number, share: number): number => to + ((from - to) / 2) * (1 + Math.cos(Math.PI * share));

/** How far `at` is on the way from `from` to `to`, within 0 to 1. A way of no length is behind. */
const shareOf = (at: number, from: number, to: number): number => (to > from ? Math.min(Math.max((at - from) / (to - from), 0), 1) : 1);

/** Rises over W steps so that the first takes 1/W of the rate and the last of them all of it (Goyal et al., arXiv 1706.02677). */
const rising =
  (fall: typeof linear): Factor =>
  (updates, { steps }, { warmup, endFactor }) => {
    const rise = Math.round(warmup * steps);
    return updates < rise ? (updates + 1) / rise : fall(1, endFactor, shareOf(updates, rise, steps));
  };

const shapes: Readonly<Record<Schedule, Factor>> = {
  constant: () => 1,
  /** PyTorch's StepLR, stepped once an epoch: lr · γ^⌊epoch / every⌋. */
  step: (updates, { stepsPerEpoch }, { decayFactor, decayEvery }) => decayFactor ** Math.floor(updates / Math.max(1, Math.round(decayEvery * stepsPerEpoch))),
  /** PyTorch's CosineAnnealingLR with T_max the run's steps. */
  cosine: (updates, { steps }, { endFactor }) => cosine(1, endFactor, updates / steps),
  /** PyTorch's LinearLR (start_factor 1/W, total_iters W − 1), then another from 1 to the end over the steps that are left. */
  warmupLinear: rising(linear),
  /** The same rise, then CosineAnnealingLR over the steps that are left. */
  warmupCosine: rising(cosine),
  /**
   * PyTorch's OneCycleLR with cosines and without its cycle of the momentum (Smith and Topin, arXiv 1708.07120): up in the
   * share `pct_start`, down to the last step, which has the end's rate itself.
   */
  oneCycle: (updates, { steps }, { warmup, startFactor, endFactor }) => {
    const peak = warmup * steps - 1;
    return updates <= peak ? cosine(startFactor, 1, shareOf(updates, 0, peak)) : cosine(1, endFactor, shareOf(updates, peak, steps - 1));
  },
  /** Straight up and straight down (Smith, arXiv 1506.01186), as in Jordan's airbench (arXiv 2404.00498): interp over 0, ⌊warmup · steps⌋, steps. */
  triangular: (updates, { steps }, { warmup, startFactor, endFactor }) => {
    const peak = Math.floor(warmup * steps);
    return updates < peak ? linear(startFactor, 1, updates / peak) : linear(1, endFactor, shareOf(updates, peak, steps));
  },
};
