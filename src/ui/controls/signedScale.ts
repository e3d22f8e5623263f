import { useMemo } from 'react';
import { useTokens } from './useTokens';

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [number, number, number];

/** The ends and the middle of the scale, in the theme that holds. */
export interface SignedColours {
  readonly negative: Colour;
  readonly zero: Colour;
  readonly positive: Colour;
}

/** Colours of values from −limit over zero to limit; what lies beyond has the colour of the end, what is no number is black. */
export interface SignedScale {
  readonly limit: number;
  colour(value: number): Colour;
}

/** The largest finite magnitude among values, which makes a scale symmetric about zero. */
export function largestMagnitude(values: Iterable<number>): number {
  let largest = 0;
  for (const value of values) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  return largest;
}

/** @param limit of the largest magnitude that is told from larger ones; where it is 0, every value has the colour of zero. */
export function signedScale(limit: number, { negative, zero, positive }: SignedColours): SignedScale {
  return {
    limit,
    colour(value) {
      if (Number.isNaN(value)) return [0, 0, 0];
      const share = limit > 0 ? Math.min(Math.abs(value) / limit, 1) : 0;
      const end = value < 0 ? negative : positive;
      const mixed = (channel: 0 | 1 | 2) => Math.round(zero[channel] + share * (end[channel] - zero[channel]));
      return [mixed(0), mixed(1), mixed(2)];
    },
  };
}

/** Reads `#rrggbb`, as theme/tokens.css writes colours. */
export function parseColour(text: string): Colour {
  const [red = 0, green = 0, blue = 0] = (text.match(/[\da-f]{2}/gi) ?? []).map((pair) => Number.parseInt(pair, 16));
  return [red, green, blue];
}

/** The signed scale of the page for canvases, in the theme that holds now and after every change of it. */
export function useSignedScale(limit: number): SignedScale {
  const tokens = useTokens('--signed-negative --signed-zero --signed-positive');
  return useMemo(() => {
    const [negative = '', zero = '', positive = ''] = tokens;
    return signedScale(limit, { negative: parseColour(negative), zero: parseColour(zero), positive: parseColour(positive) });
  }, [limit, tokens]);
}
