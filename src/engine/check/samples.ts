import { kernelNamed } from '../kernels';
import type { Dispatch } from '../plan/dispatch';
import type { Random } from '../random';
import type { Digit, Output } from './rules/types';

/** Floating-point operations, or workgroups, above which a part of an operator is run. */
const [MOST_FLOPS, MOST_WORKGROUPS] = [4e7, 256];
/** Terms that are summed up on the host for one output, and how many numbers are compared at most and at least. */
const MOST_TERMS = 1e6;
const [MOST_SAMPLES, FEWEST_SAMPLES] = [64, 16];
/** Draws after which enough was tried to hit what was made. */
const TRIES = 4;
/** Workgroups of a part whose outputs are looked at. */
const LOOKED_AT = 64;

/** Which of an operator's workgroups run: columns and rows of each dispatch, and their numbers; no numbers where all run. */
export interface Share {
  readonly dispatches: readonly (readonly [columns: number, rows: number])[];
  readonly workgroups?: readonly number[];
}

/**
 * Workgroups are folded so that the last is among the first few of its row (`folded`). So the first rows, which hold at least
 * the first picture, and the first few of every row are a sample that has the beginning, the end and all between, run by the
 * very pipeline that trains.
 */
export function shareOf({ kernel, variant, sizes, workgroups: [columns, rows], workgroupCount: used, flops }: Dispatch): Share {
  const whole = { dispatches: [[columns, rows] as const] };
  const madeBy = kernelNamed(kernel).variants.find(({ name }) => name === variant)?.madeBy;
  const part = Math.min(MOST_FLOPS / flops, MOST_WORKGROUPS / used);
  if (!madeBy || rows === 1 || part >= 1) return whole;
  const ofRow = used - (rows - 1) * columns;
  const pictureRows = Math.ceil(used / Math.max(sizes['BATCH'] ?? 1, 1) / columns);
  const firstRows = Math.min(pictureRows, Math.floor(part * rows));
  const numbers = new Set<number>();
  for (let row = 0; row < rows; row++) for (let column = 0; column < (row < firstRows ? columns : ofRow); column++) numbers.add(row * columns + column);
  const dispatches = firstRows > 0 ? [[columns, firstRows] as const, [ofRow, rows] as const] : [[ofRow, rows] as const];
  return { dispatches, workgroups: [...numbers] };
}

/** Where tiles begin and end. */
const TILE_ENDS = [0, 1, 3, 4, 7, 8, 15, 16, 31, 32, 63, 64];

/** Draws a place on a side: its ends, the ends of tiles, or anywhere. */
const digitOf =
  (random: Random): Digit =>
  (side) => {
    const known = [...TILE_ENDS.filter((place) => place < side), side - 1, Math.max(side - 2, 0)];
    return random.below(3) === 0 ? random.below(side) : (known[random.below(known.length)] ?? 0);
  };

/** Numbers of an output that are compared, each once. */
export function samplesOf(output: Output, dispatch: Dispatch, share: Share, random: Random): number[] {
  const { sides, terms, draw, madeWith } = output;
  const digit = digitOf(random);
  const drawn = draw ?? (() => sides.reduce((index, side) => index * side + digit(side), 0));
  const count = Math.max(FEWEST_SAMPLES, Math.min(MOST_SAMPLES, Math.floor(MOST_TERMS / terms)));
  const chosen = new Set<number>();
  const made = madeIn(dispatch, share);
  const unit = sides.at(-1) ?? 1;
  const known = made && new Set(made.flat());
  const isMade = (index: number) => !known || known.has(madeWith?.(index) ?? Math.floor(index / unit));
  for (const corner of corners(sides, random)) if (!draw && chosen.size < count / 2 && isMade(corner)) chosen.add(corner);
  for (let tries = 0; chosen.size < count && tries < TRIES * count; tries++) {
    const index = drawn(digit);
    if (isMade(index)) chosen.add(index);
  }
  // Of a part, so few are hit by chance that others are taken from what its workgroups make: the first, the last, or any.
  if (!made || madeWith || draw) return [...chosen];
  for (let at = made.length - 1; chosen.size < 1.5 * count && at > -count; at--) {
    const blocks = made[at < 0 ? random.below(made.length) : at] ?? [];
    const places = [0, blocks.length - 1, random.below(Math.max(blocks.length, 1))];
    const block = blocks[places[random.below(3)] ?? 0];
    if (block !== undefined) chosen.add(block * unit + random.below(unit));
  }
  return [...chosen];
}

/** The first and the last of each side, with one another: the very first and the very last number, then all between. */
function corners(sides: readonly number[], random: Random): number[] {
  const [outer, unit] = [sides.slice(0, -1), sides.at(-1) ?? 1];
  const count = 2 ** outer.length;
  const order = [0, count - 1, ...Array.from({ length: count - 2 }, (_, at) => at + 1)];
  const place = (which: number) => outer.reduce((index, side, at) => index * side + ((which >> at) & 1 ? side - 1 : 0), 0);
  return order.map((which) => place(which) * unit + random.below(unit));
}

/** Vectors or matrices that each of some workgroups of a share makes, its first and its last among them; undefined where all are made. */
function madeIn({ kernel, variant, constants }: Dispatch, { workgroups }: Share): (readonly number[])[] | undefined {
  const madeBy = kernelNamed(kernel).variants.find(({ name }) => name === variant)?.madeBy;
  if (!workgroups || !madeBy) return undefined;
  const inOrder = workgroups.toSorted((a, b) => a - b);
  const count = Math.min(inOrder.length, LOOKED_AT);
  const places = Array.from({ length: count }, (_, at) => Math.round((at * (inOrder.length - 1)) / Math.max(count - 1, 1)));
  return places.map((place) => madeBy(constants, inOrder[place] ?? 0));
}
