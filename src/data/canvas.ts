import type { Inside } from './outlines';
import type { Random } from '../engine/random';
import { PICTURE_BYTES, PICTURE_SIDE } from './types';

export type Colour = readonly [number, number, number];

/** Where and how a shape's own plane lies on the picture; lengths in pixels. */
export interface Placement {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Cosine and sine of the rotation. */
  readonly turn: readonly [number, number];
}

const SIDE = PICTURE_SIDE;
const PLANE = SIDE * SIDE;
/** Samples a side in a pixel that an outline crosses. */
const FINE = 4;

/** A 32×32 colour picture as it is being painted: planes of red, green and blue, 0 to 255, not yet rounded. */
export class Canvas {
  private readonly values = new Float64Array(PICTURE_BYTES);
  /** Which corners of the pixels, 33×33, are inside the shape being painted. */
  private readonly corners = new Uint8Array((SIDE + 1) * (SIDE + 1));

  /** Paints every pixel with the colour between `from` and `to` that `share` (0 to 1) gives at its centre. */
  fill(from: Colour, to: Colour, share: (x: number, y: number) => number): void {
    for (let y = 0, at = 0; y < SIDE; y++) {
      for (let x = 0; x < SIDE; x++, at++) {
        const s = share(x + 0.5, y + 0.5);
        for (let c = 0; c < 3; c++) this.values[c * PLANE + at] = mix(from[c] ?? 0, to[c] ?? 0, s);
      }
    }
  }

  /** Paints a shape over what is there, its colour running from `top` to `bottom` of its own plane, its edge antialiased. */
  paint(inside: Inside, placement: Placement, top: Colour, bottom: Colour): void {
    const { x, y, width, height, turn } = placement;
    const [cos, sin] = turn;
    const u = (px: number, py: number): number => ((px - x) * cos + (py - y) * sin) / width;
    const v = (px: number, py: number): number => ((py - y) * cos - (px - x) * sin) / height;
    // No outline reaches farther than 1.2 from the middle of its plane.
    const reach = 1.2 * Math.max(width, height);
    const left = Math.max(0, Math.floor(x - reach));
    const right = Math.min(SIDE, Math.ceil(x + reach));
    const upper = Math.max(0, Math.floor(y - reach));
    const lower = Math.min(SIDE, Math.ceil(y + reach));
    const { corners } = this;
    const row = SIDE + 1;
    for (let py = upper; py <= lower; py++) {
      for (let px = left; px <= right; px++) corners[py * row + px] = inside(u(px, py), v(px, py)) ? 1 : 0;
    }
    for (let py = upper; py < lower; py++) {
      for (let px = left; px < right; px++) {
        const at = py * row + px;
        const within = (corners[at] ?? 0) + (corners[at + 1] ?? 0) + (corners[at + row] ?? 0) + (corners[at + row + 1] ?? 0);
        if (within === 0) continue;
        let cover = 1;
        if (within < 4) {
          let hits = 0;
          for (let i = 0; i < FINE * FINE; i++) {
            const sx = px + ((i % FINE) + 0.5) / FINE;
            const sy = py + (Math.floor(i / FINE) + 0.5) / FINE;
            if (inside(u(sx, sy), v(sx, sy))) hits++;
          }
          cover = hits / (FINE * FINE);
        }
        const s = Math.min(1, Math.max(0, (v(px + 0.5, py + 0.5) + 1) / 2));
        for (let c = 0; c < 3; c++) {
          const index = c * PLANE + py * SIDE + px;
          this.values[index] = mix(this.values[index] ?? 0, mix(top[c] ?? 0, bottom[c] ?? 0, s), cover);
        }
      }
    }
  }

  /** Adds noise of this deviation to every value and rounds it into `bytes`. */
  develop(bytes: Uint8Array, deviation: number, random: Random): void {
    // The sum of four bytes is close to a normal distribution of mean 510 and deviation 147.8.
    const scale = deviation / 147.8;
    for (let index = 0; index < PICTURE_BYTES; index++) {
      const word = random.next();
      const sum = (word & 255) + ((word >>> 8) & 255) + ((word >>> 16) & 255) + (word >>> 24);
      const value = Math.round((this.values[index] ?? 0) + (sum - 510) * scale);
      bytes[index] = value < 0 ? 0 : value > 255 ? 255 : value;
    }
  }
}

function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}
