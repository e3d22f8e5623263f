import type { Shape } from '../shape';
import { Random } from '../random';

/** How pictures are mirrored left to right: each with a chance of one half, or every other epoch. */
export const flips = ['none', 'random', 'alternating'] as const;
export type Flip = (typeof flips)[number];

/** What comes in from beyond the border of a picture that is shifted: byte 0, or the picture mirrored at it. */
export const shiftPaddings = ['zero', 'reflect'] as const;
export type ShiftPadding = (typeof shiftPaddings)[number];

/**
 * What is done to the training pictures. Of each picture first the colours are changed, on the whole of it, then it is
 * shifted, flipped and cut; last, pictures are mixed.
 */
export interface Augmentation {
  /**
   * `alternating`: the first epoch as `random`, then each picture the other way than in the epoch before (Jordan,
   * arXiv 2404.00498, §3.5).
   */
  readonly flip: Flip;
  /** Most pixels that a picture is moved by, each way; 0 for none. With 4 and zeros it is torchvision's RandomCrop(32, padding=4). */
  readonly shift: number;
  readonly shiftPadding: ShiftPadding;
  /** Side of a square at a random place that is set to the channels' means, clipped at the border (DeVries and Taylor, arXiv 1708.04552); 0 for none. */
  readonly cutout: number;
  /** The picture is multiplied by a factor from [1 − brightness, 1 + brightness] (torchvision's ColorJitter, as the next); 0 for none. */
  readonly brightness: number;
  /** The picture's distance from its mean grey is multiplied by a factor from [1 − contrast, 1 + contrast]; 0 for none. */
  readonly contrast: number;
  /** Pictures and labels are mixed in pairs, λ to 1 − λ, with λ from Beta(mixup, mixup), one for a batch (Zhang et al., arXiv 1710.09412); 0 for none. */
  readonly mixup: number;
}

export const noAugmentation: Augmentation = { flip: 'none', shift: 0, shiftPadding: 'zero', cutout: 0, brightness: 0, contrast: 0, mixup: 0 };

/** How one picture is changed. */
export interface Change {
  readonly flip?: boolean;
  /** Source row and column of the first pixel, −8 to 8, before the flip. */
  readonly shift?: { readonly row: number; readonly column: number; readonly padding: ShiftPadding };
  /** Centre and side of the square, counted after flip and shift: ⌊size / 2⌋ pixels lie before the centre. */
  readonly cutout?: { readonly row: number; readonly column: number; readonly size: number };
  /** Factors; a contrast of 0 leaves the picture's mean grey alone. */
  readonly contrast?: number;
  readonly brightness?: number;
}

/** How the pictures of a batch are mixed: each with the one `partner` places further, around the end, which has `share` (1 − λ) of the two. */
export interface Mixing {
  readonly partner: number;
  readonly share: number;
}

/** What is done to a batch. */
export interface BatchChanges {
  /** One for each picture; those that have none stay as they are. */
  readonly pictures: readonly Change[];
  readonly mixing?: Mixing;
}

/** What is done to some of a batch, which are mixed among themselves. */
export function partOf({ pictures, mixing }: BatchChanges, from: number, to: number): BatchChanges {
  const count = to - from;
  const changes = { pictures: pictures.slice(from, to) };
  return mixing && count > 1 ? { ...changes, mixing: { ...mixing, partner: 1 + ((mixing.partner - 1) % (count - 1)) } } : changes;
}

/** Which pictures of an epoch a batch takes. */
export interface EpochPlace {
  readonly seed: number;
  /** From 1. */
  readonly epoch: number;
  /** Place of the batch's first picture in the epoch's order, from 0. */
  readonly first: number;
}

/** Keep these streams apart from those of orders and weights. */
const [PICTURE_STREAM, FLIP_STREAM, MIXUP_STREAM] = [2, 4, 5];

/**
 * Draws what is done to the pictures at `indices`, each of `shape`. Each picture has a stream of its own,
 * and each augmentation its numbers in it: neither the size of the batches nor the other augmentations alter them. Only
 * mixing, which is of a batch, is drawn for each.
 */
export function drawChanges(place: EpochPlace, indices: Uint32Array, shape: Shape, augmentation: Augmentation): BatchChanges {
  const { flip, shift, cutout, brightness, contrast, mixup } = augmentation;
  const changes = flip !== 'none' || shift > 0 || cutout > 0 || brightness > 0 || contrast > 0;
  return {
    pictures: changes ? Array.from(indices, (index, slot) => drawChange(place, slot, index, shape, augmentation)) : [],
    ...(mixup > 0 && indices.length > 1 ? { mixing: drawMixing(place, indices.length, mixup) } : {}),
  };
}

function drawChange(place: EpochPlace, slot: number, index: number, { height, width }: Shape, wanted: Augmentation): Change {
  const { seed, epoch, first } = place;
  const random = Random.from(seed, PICTURE_STREAM, epoch, first + slot);
  const heads = random.below(2) === 1;
  const within = (most: number) => random.below(2 * most + 1) - most;
  const shift = { row: within(wanted.shift), column: within(wanted.shift), padding: wanted.shiftPadding };
  const cutout = { row: random.below(height), column: random.below(width), size: wanted.cutout };
  const about1 = (strength: number) => random.between(Math.max(0, 1 - strength), 1 + strength);
  const [brightness, contrast] = [about1(wanted.brightness), about1(wanted.contrast)];
  return {
    flip: wanted.flip === 'alternating' ? isTurned(seed, epoch, index) : wanted.flip === 'random' && heads,
    ...(wanted.shift > 0 ? { shift } : {}),
    ...(wanted.cutout > 0 ? { cutout } : {}),
    ...(wanted.brightness > 0 ? { brightness } : {}),
    ...(wanted.contrast > 0 ? { contrast } : {}),
  };
}

/** By the picture's index, so that it is the same wherever the order of an epoch puts it. */
function isTurned(seed: number, epoch: number, index: number): boolean {
  return (Random.from(seed, FLIP_STREAM, index).below(2) === 1) === (epoch % 2 === 1);
}

function drawMixing({ seed, epoch, first }: EpochPlace, count: number, alpha: number): Mixing {
  const random = Random.from(seed, MIXUP_STREAM, epoch, first);
  return { share: symmetricBeta(random, alpha), partner: 1 + random.below(count - 1) };
}

/** A deviate of Beta(alpha, alpha), out of two uniform ones: one of Student's t (Bailey 1994) in the form of Devroye 1996, "in one line of code". */
function symmetricBeta(random: Random, alpha: number): number {
  const [u, cosine] = [1 - random.between(0, 1), Math.cos(random.between(0, 2 * Math.PI))];
  return 0.5 + (0.5 * Math.sign(cosine)) / Math.sqrt(1 + 1 / ((u ** (-1 / alpha) - 1) * cosine ** 2));
}
