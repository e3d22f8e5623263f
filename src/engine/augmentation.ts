import type { Shape } from './graph/spec';
import { Random } from './random';

/**
 * What may be done to a training picture, in the order in which it is done:
 * `crop` shifts it by up to 4 pixels each way, with byte 0 beyond its border (torchvision's RandomCrop with padding 4);
 * `flip` mirrors it left to right half of the time; `cutout` sets a square of 8 × 8, clipped at the border, to the
 * channels' means (DeVries and Taylor, arXiv 1708.04552).
 */
export const augmentations = ['flip', 'crop', 'cutout'] as const;
export type Augmentation = (typeof augmentations)[number];

/** The largest shift of a crop, in pixels. */
const SHIFT = 4;
/** Keeps these streams apart from those of orders and weights. */
const AUGMENTATION_STREAM = 2;

/** How one picture is changed. */
export interface Change {
  readonly flip?: boolean;
  /** Source row and column of the first pixel, −4 to 4. */
  readonly shift?: { readonly row: number; readonly column: number };
  /** Centre of the square, counted after flip and shift: it covers 4 pixels before it and 3 behind it. */
  readonly cutout?: { readonly row: number; readonly column: number };
}

/** A change as `shaders/load_batch.wgsl` reads it; 0 changes nothing. Bits: 0 flip, 1–4 and 5–8 shift, 9 cutout, 10–17 and 18–25 its centre. */
export function packChange({ flip = false, shift = { row: 0, column: 0 }, cutout }: Change): number {
  const square = cutout ? (1 << 9) | (cutout.row << 10) | (cutout.column << 18) : 0;
  return Number(flip) | ((shift.row & 15) << 1) | ((shift.column & 15) << 5) | square;
}

/** Which pictures of an epoch a batch takes. */
export interface EpochPlace {
  readonly seed: number;
  readonly epoch: number;
  /** Place of the batch's first picture in the epoch's order, from 0. */
  readonly first: number;
}

/**
 * Draws a packed change for each of `count` pictures of `shape` (sides up to 256). Each picture has a stream of its own,
 * and each augmentation its numbers in it: neither the size of the batches nor the other augmentations alter them.
 */
export function drawChanges({ seed, epoch, first }: EpochPlace, count: number, { height, width }: Shape, wanted: readonly Augmentation[]): Uint32Array {
  const changes = new Uint32Array(count);
  if (wanted.length === 0) return changes;
  const use = (augmentation: Augmentation) => wanted.includes(augmentation);
  for (let slot = 0; slot < count; slot++) {
    const random = Random.from(seed, AUGMENTATION_STREAM, epoch, first + slot);
    const flip = random.below(2) === 1;
    const shift = { row: random.below(2 * SHIFT + 1) - SHIFT, column: random.below(2 * SHIFT + 1) - SHIFT };
    const cutout = { row: random.below(height), column: random.below(width) };
    changes[slot] = packChange({
      ...(use('flip') ? { flip } : {}),
      ...(use('crop') ? { shift } : {}),
      ...(use('cutout') ? { cutout } : {}),
    });
  }
  return changes;
}
