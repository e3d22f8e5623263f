import type { HealthReport, LayerHealth } from './health';
import { meanAndError, median } from './statistics';

/** Numbers in order. */
export interface Values {
  readonly length: number;
  at(index: number): number;
}

/** What is known of a run. */
export interface Evidence {
  /** What was seen of the layers, in order of steps; there may be none. */
  readonly looks: readonly HealthReport[];
  /** Mean loss and accuracy of each step's batch, before its update. */
  readonly training: { readonly loss: Values; readonly accuracy: Values };
  readonly validation: { readonly accuracy: Values; /** Pictures of a validation. */ readonly pictures: number };
}

/** What is described of a layer, in the order in which one makes the next. */
const DESCRIBED = ['weights', 'activations', 'gradients'] as const;
type Described = (typeof DESCRIBED)[number];

/** Something that is likely wrong with a run, with the numbers that say so. */
export type Warning =
  | {
      readonly rule: 'broken';
      readonly path: string;
      /** Of what of the layer. */ readonly of: Described;
      /** Values that are infinite or not a number. */ readonly broken: number;
    }
  | {
      readonly rule: 'vanishing';
      /** Paths of layers, and norms of their gradients. */ readonly first: string;
      readonly last: string;
      readonly firstNorm: number;
      readonly lastNorm: number;
    }
  | { readonly rule: 'explodingGradients'; readonly norm: number; readonly usual: number }
  | { readonly rule: 'explodingLoss'; readonly loss: number; readonly initial: number }
  | { readonly rule: 'dead'; readonly path: string; readonly share: number }
  | { readonly rule: 'notFalling'; /** Over so many steps. */ readonly steps: number; readonly before: number; readonly now: number }
  | { readonly rule: 'overfitting'; readonly training: number; readonly validation: number; readonly best: number };

/** From where on a figure is told as a warning. */
export const THRESHOLDS = {
  /**
   * Gradient of the first layer over that of the last. Gradients that shrink on the way back are what keeps deep networks of
   * sigmoids from learning (Glorot and Bengio 2010); networks that train well stay within a few tens of one another.
   */
  vanishing: 1e-3,
  /** Norm of all gradients over its median so far. It varies two- or threefold from batch to batch (cf. Pascanu et al., arXiv 1211.5063). */
  explodingGradients: 10,
  /** Looks that a median needs to be one. */
  looks: 5,
  /** Loss over that of the first steps, which is that of guessing: a loss far above is on its way to infinity. */
  explodingLoss: 2,
  /** The same of fewer than `lossSteps`, over the very first: one batch may be much harder than another, though not as hard as that. */
  explodingSoon: 10,
  /** Steps over which a loss is averaged where it is compared with the first. */
  lossSteps: 20,
  /** Share of a ReLU layer's channels. At too high a rate "as much as 40 %" of a network can be dead (CS231n, Neural Networks 1). */
  dead: 0.4,
  /** The fewest steps over which a loss has to have fallen. */
  fallingSteps: 300,
  /** By how many standard errors of the difference of two means it has to have fallen. */
  fallingErrors: 2,
  /** Where the training accuracy is above, there is nothing left to fall. */
  learnt: 0.95,
  /** Training accuracy less that of the validation. */
  gap: 0.1,
  /** Steps over which the training accuracy is averaged for that. */
  gapSteps: 50,
  /** By how many standard errors the validation lies below its best (after Prechelt, Early Stopping – But When?, 1998). */
  worseErrors: 2,
} as const;

/** What is likely wrong, the most pressing first; nothing where all is as it should be. */
export function diagnose(evidence: Evidence): readonly Warning[] {
  const exploding = explodingLoss(evidence) ?? explodingGradients(evidence);
  const found = [
    ...[broken(evidence), exploding, vanishing(evidence), dead(evidence), overfitting(evidence)],
    // A loss that grows does not fall either.
    exploding ? undefined : notFalling(evidence),
  ];
  return found.filter((warning) => warning !== undefined);
}

/** The first layer of which something is, as of the last look: no other figure counts such values. */
function broken({ looks }: Evidence): Warning | undefined {
  const found = DESCRIBED.flatMap((of) => (looks.at(-1)?.layers ?? []).map((layer) => ({ of, path: layer.path, broken: layer[of]?.broken ?? 0 })));
  const first = found.find((each) => each.broken > 0);
  return first && { rule: 'broken', ...first };
}

/** Layers that have learnt something at a look. */
function learning({ layers }: HealthReport): readonly { readonly path: string; readonly norm: number }[] {
  return layers.flatMap(({ path, gradients }: LayerHealth) => (gradients ? [{ path, norm: gradients.norm }] : []));
}

/** By the median of three looks: one batch says little. */
function vanishing({ looks }: Evidence): Warning | undefined {
  const recent = looks.slice(-3).map(learning);
  const [first, last] = [recent.at(-1)?.at(0), recent.at(-1)?.at(-1)];
  if (!first || !last || first === last) return undefined;
  const [firstNorm, lastNorm] = [0, -1].map((at) => median(recent.flatMap((layers) => layers.at(at)?.norm ?? []))) as [number, number];
  return firstNorm < THRESHOLDS.vanishing * lastNorm ? { rule: 'vanishing', first: first.path, last: last.path, firstNorm, lastNorm } : undefined;
}

/** Not by a single batch: at both of the last two looks. */
function explodingGradients({ looks }: Evidence): Warning | undefined {
  const norms = looks.map((look) => Math.hypot(...learning(look).map(({ norm }) => norm)));
  const usual = median(norms.slice(0, -2));
  const norm = Math.min(...norms.slice(-2));
  const isKnown = norms.length >= THRESHOLDS.looks + 2;
  return isKnown && usual > 0 && norm > THRESHOLDS.explodingGradients * usual ? { rule: 'explodingGradients', norm, usual } : undefined;
}

function explodingLoss({ training: { loss } }: Evidence): Warning | undefined {
  const { lossSteps } = THRESHOLDS;
  const steps = Math.min(lossSteps, Math.floor(loss.length / 2));
  if (steps === 0) return undefined;
  const isSoon = steps < lossSteps;
  const factor = isSoon ? THRESHOLDS.explodingSoon : THRESHOLDS.explodingLoss;
  // The second loss may have exploded already.
  const initial = meanOf(loss, 0, isSoon ? 1 : steps);
  const now = meanOf(loss, loss.length - steps, loss.length);
  return now > factor * initial ? { rule: 'explodingLoss', loss: now, initial } : undefined;
}

/** The layer with most of them. */
function dead({ looks }: Evidence): Warning | undefined {
  const worst = (looks.at(-1)?.layers ?? []).reduce<LayerHealth | undefined>(
    (most, layer) => ((layer.dead ?? 0) > (most?.dead ?? 0) ? layer : most),
    undefined,
  );
  return worst?.dead !== undefined && worst.dead >= THRESHOLDS.dead ? { rule: 'dead', path: worst.path, share: worst.dead } : undefined;
}

/** Compares the two halves of the latter half of the run. */
function notFalling({ training: { loss, accuracy } }: Evidence): Warning | undefined {
  const { length } = loss;
  const steps = Math.max(THRESHOLDS.fallingSteps, Math.floor(length / 2));
  if (length < steps || meanOf(accuracy, length - steps, length) > THRESHOLDS.learnt) return undefined;
  const middle = length - Math.floor(steps / 2);
  const [before, now] = [meanAndError(part(loss, length - steps, middle)), meanAndError(part(loss, middle, length))];
  const noise = THRESHOLDS.fallingErrors * Math.sqrt(before.squaredError + now.squaredError);
  return before.mean - now.mean < noise ? { rule: 'notFalling', steps, before: before.mean, now: now.mean } : undefined;
}

/** The validation may vary as the share of right answers among so many pictures does: √(p (1 − p) / n). */
function overfitting({ training, validation: { accuracy, pictures } }: Evidence): Warning | undefined {
  const { length } = training.accuracy;
  if (accuracy.length < 2 || length === 0) return undefined;
  const seen = meanOf(training.accuracy, Math.max(0, length - THRESHOLDS.gapSteps), length);
  const now = accuracy.at(accuracy.length - 1);
  const best = Math.max(...part(accuracy, 0, accuracy.length));
  const isWorse = best - now > THRESHOLDS.worseErrors * Math.sqrt((best * (1 - best)) / pictures);
  return isWorse && seen - now > THRESHOLDS.gap ? { rule: 'overfitting', training: seen, validation: now, best } : undefined;
}

function part(values: Values, from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, at) => values.at(from + at));
}

function meanOf(values: Values, from: number, to: number): number {
  return part(values, from, to).reduce((sum, value) => sum + value, 0) / (to - from);
}
