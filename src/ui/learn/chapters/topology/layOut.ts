import type { Block } from './topology';

/** Pixels a row, and the most a channel. */
export const UNIT = 4;
/** Between blocks, and the width of one too thin to be seen. */
const GAP = 5;
const LEAST = 3;

export interface Place {
  readonly x: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Blocks side by side within `width` pixels: as high as their rows and as wide as their channels, in one scale for all.
 * A flattened map has the same values as the one before it, and is drawn as a line.
 */
export function layOut(blocks: readonly Block[], width: number): readonly Place[] {
  const channels = (block: Block) => (isLine(block) ? 0 : block.output.channels);
  const total = blocks.reduce((sum, block) => sum + channels(block), 0);
  const unit = Math.min(UNIT, (width - blocks.length * (GAP + LEAST)) / total);
  let x = 0;
  return blocks.map((block) => {
    const place = { x, width: Math.max(LEAST, channels(block) * unit), height: UNIT * (isLine(block) ? (block.node?.input.height ?? 1) : block.output.height) };
    x += place.width + GAP;
    return place;
  });
}

export function isLine({ node }: Block): boolean {
  return node?.spec.type === 'flatten';
}
