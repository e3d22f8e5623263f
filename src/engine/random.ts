const GOLDEN = 0x9e3779b9;

/** Scatters the bits of a 32-bit word: the finaliser of MurmurHash3 (Appleby, public domain). */
function scatter(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * xoshiro128** 1.1 by Blackman and Vigna (public domain, https://prng.di.unimi.it/xoshiro128starstar.c): 32-bit integer
 * arithmetic only, so the same seed gives the same numbers on every machine.
 */
export class Random {
  /** The four words of the state, not all zero. */
  constructor(
    private a: number,
    private b: number,
    private c: number,
    private d: number,
  ) {}

  /** A stream of its own for each list of whole numbers (up to 2^53 each), as in `Random.from(seed, epoch)`. */
  static from(...seeds: number[]): Random {
    let key = 0;
    for (const seed of seeds) {
      key = scatter((key + GOLDEN) ^ (seed >>> 0));
      key = scatter((key + GOLDEN) ^ Math.floor(seed / 2 ** 32));
    }
    const word = (index: number): number => scatter(key + Math.imul(index, GOLDEN));
    return new Random(word(1), word(2), word(3), word(4));
  }

  /** A whole number from 0 to 2^32 − 1. */
  next(): number {
    const times5 = Math.imul(this.b, 5);
    const result = Math.imul((times5 << 7) | (times5 >>> 25), 9);
    const shifted = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= shifted;
    this.d = (this.d << 11) | (this.d >>> 21);
    return result >>> 0;
  }

  /** A number in [low, high). */
  between(low: number, high: number): number {
    return low + this.next() * 2 ** -32 * (high - low);
  }

  /** A whole number from 0 to count − 1; its bias is below count / 2^32. */
  below(count: number): number {
    return Math.floor(this.next() * 2 ** -32 * count);
  }

  /** Puts the values in random order, in place (Fisher and Yates). */
  shuffle(values: Uint8Array | Uint32Array): void {
    for (let last = values.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      const kept = values[last] ?? 0;
      values[last] = values[other] ?? 0;
      values[other] = kept;
    }
  }
}
