import { describe, expect, it } from 'vitest';
import { drawChanges, noAugmentation, type Augmentation, type Change } from '../../../src/engine/pictures/augmentation';
import { meanGrey } from '../../../src/engine/pictures/pictures';

const side = { channels: 3, height: 32, width: 32 };
const place = { seed: 5, epoch: 1, first: 0 };
const everything: Augmentation = { flip: 'random', shift: 4, shiftPadding: 'zero', cutout: 8, brightness: 0.4, contrast: 0.3, mixup: 0.5 };
/** Pictures of the records from `from` on. */
const records = (count: number, from = 0) => Uint32Array.from({ length: count }, (_, at) => from + at);
const draw = (count: number, wanted: Partial<Augmentation> = everything, at: Partial<typeof place> = {}) =>
  drawChanges({ ...place, ...at }, records(count), side, { ...noAugmentation, ...wanted });

const spread = (values: readonly number[]) => [Math.min(...values), Math.max(...values), new Set(values).size];
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const shareOf = <T>(values: readonly T[], test: (value: T) => boolean) => values.filter(test).length / values.length;

describe('what is done to the pictures of a batch', () => {
  it('is nothing where nothing is wanted', () => {
    expect(draw(3, {})).toEqual({ pictures: [] });
  });

  it('mirrors half of them, shifts by up to 4 pixels, and cuts out squares anywhere, all about equally often', () => {
    const all = draw(4000).pictures;
    expect(shareOf(all, ({ flip }) => flip === true)).toBeCloseTo(1 / 2, 1);
    for (const axis of ['row', 'column'] as const) {
      const shifts = all.map(({ shift }) => shift?.[axis] ?? NaN);
      expect(spread(shifts)).toEqual([-4, 4, 9]);
      for (let each = -4; each <= 4; each++) expect(Math.abs(shareOf(shifts, (shift) => shift === each) - 1 / 9)).toBeLessThan(0.02);
      expect(spread(all.map(({ cutout }) => cutout?.[axis] ?? NaN))).toEqual([0, 31, 32]);
    }
    expect(shareOf(all, ({ shift }) => shift?.row === shift?.column)).toBeCloseTo(1 / 9, 1);
    expect(all.every(({ cutout, shift }) => cutout?.size === 8 && shift?.padding === 'zero')).toBe(true);
  });

  it.each([1, 2, 8])('shifts by up to %i where that is wanted, with the padding that is', (shift) => {
    const all = draw(2000, { shift, shiftPadding: 'reflect' }).pictures;
    expect(spread(all.map((change) => change.shift?.row ?? NaN))).toEqual([-shift, shift, 2 * shift + 1]);
    expect(all.every((change) => change.shift?.padding === 'reflect')).toBe(true);
  });

  it('draws factors evenly around 1, and none below 0', () => {
    for (const name of ['brightness', 'contrast'] as const) {
      const factors = draw(4000, { [name]: 0.4 }).pictures.map((change) => change[name] ?? NaN);
      expect(Math.min(...factors)).toBeGreaterThanOrEqual(0.6);
      expect(Math.max(...factors)).toBeLessThan(1.4);
      expect(Math.abs(mean(factors) - 1)).toBeLessThan(0.01);
      // The deviation of a uniform distribution is its width / √12.
      expect(Math.abs(Math.sqrt(mean(factors.map((factor) => (factor - 1) ** 2))) - 0.8 / Math.sqrt(12))).toBeLessThan(0.01);
      expect(Math.min(...draw(500, { [name]: 3 }).pictures.map((change) => change[name] ?? NaN))).toBeGreaterThanOrEqual(0);
    }
  });

  it('is the same for the same seed, epoch and place, whatever the batches, and no other', () => {
    const whole = draw(100).pictures;
    expect(draw(20, everything, { first: 37 }).pictures).toEqual(whole.slice(37, 57));
    for (const other of [{ seed: 6 }, { epoch: 2 }, { first: 1 }]) expect(draw(100, everything, other).pictures).not.toEqual(whole);
  });

  it('does not depend on what else is done', () => {
    const whole = draw(50).pictures;
    const { flip, shift, cutout, brightness, contrast } = everything;
    const without = (change: Change) => ({ flip: false, ...change });
    expect(draw(50, { flip }).pictures).toEqual(whole.map((change) => ({ flip: change.flip })));
    expect(draw(50, { shift }).pictures).toEqual(whole.map((change) => without({ shift: change.shift } as Change)));
    expect(draw(50, { cutout }).pictures).toEqual(whole.map((change) => without({ cutout: change.cutout } as Change)));
    expect(draw(50, { brightness }).pictures).toEqual(whole.map((change) => without({ brightness: change.brightness } as Change)));
    expect(draw(50, { contrast }).pictures).toEqual(whole.map((change) => without({ contrast: change.contrast } as Change)));
    expect(draw(50, { mixup: 1 }).pictures).toEqual([]);
  });
});

describe('the alternating flip', () => {
  const turned = (indices: Uint32Array, epoch: number, seed = 5) =>
    drawChanges({ seed, epoch, first: 0 }, indices, side, { ...noAugmentation, flip: 'alternating' }).pictures.map(({ flip }) => flip);

  it('is random in the first epoch, and then the other way every epoch', () => {
    const first = turned(records(4000), 1);
    expect(shareOf(first, (flip) => flip === true)).toBeCloseTo(1 / 2, 1);
    expect(turned(records(4000), 2)).toEqual(first.map((flip) => !flip));
    expect(turned(records(4000), 3)).toEqual(first);
    expect(turned(records(4000), 1, 6)).not.toEqual(first);
  });

  it('goes by the picture, not by its place in the epoch', () => {
    const whole = turned(records(100), 1);
    const some = Uint32Array.of(70, 3, 99, 0);
    expect(turned(some, 1)).toEqual(Array.from(some, (index) => whole[index]));
  });
});

describe('mixup', () => {
  const mixings = (mixup: number, count: number, size = 8) =>
    Array.from({ length: count }, (_, epoch) => draw(size, { mixup }, { epoch }).mixing ?? { partner: NaN, share: NaN });

  it('gives every picture another one of its batch', () => {
    expect(spread(mixings(1, 500).map(({ partner }) => partner))).toEqual([1, 7, 7]);
    expect(mixings(1, 20, 2).every(({ partner }) => partner === 1)).toBe(true);
    expect(draw(1, { mixup: 1 }).mixing).toBeUndefined();
  });

  // P(λ < 1/4) of Beta(α, α): in closed form for 1/2 (arcsine), 1 (uniform) and 2 (3x² − 2x³).
  it.each([
    [0.5, 1 / 3],
    [1, 1 / 4],
    [2, 5 / 32],
  ] as const)('draws its shares from Beta(%d, %d)', (alpha, belowQuarter) => {
    const shares = mixings(alpha, 4000).map(({ share }) => share);
    expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
    expect(Math.abs(mean(shares) - 1 / 2)).toBeLessThan(0.02);
    expect(Math.abs(mean(shares.map((share) => (share - 1 / 2) ** 2)) - 1 / (4 * (2 * alpha + 1)))).toBeLessThan(0.005);
    expect(Math.abs(shareOf(shares, (share) => share < 1 / 4) - belowQuarter)).toBeLessThan(0.025);
    expect(Math.abs(shareOf(shares, (share) => share > 3 / 4) - belowQuarter)).toBeLessThan(0.025);
  });

  it('stays a number for very small and very large parameters', () => {
    const small = mixings(1e-3, 200).map(({ share }) => share);
    expect(shareOf(small, (share) => (share >= 0 && share < 1e-3) || (share <= 1 && share > 1 - 1e-3))).toBeGreaterThan(0.95);
    expect(small.every(Number.isFinite)).toBe(true);
    for (const share of mixings(1e6, 200).map((mixing) => mixing.share)) expect(share).toBeCloseTo(0.5, 2);
  });

  it('repeats from its seed, and is another for the next batch', () => {
    expect(draw(8)).toEqual(draw(8));
    expect(draw(8, everything, { first: 8 }).mixing).not.toEqual(draw(8).mixing);
  });
});

it('takes the mean grey of a picture', () => {
  const picture = Uint8Array.of(255, 255, 0, 0, 51, 51);
  expect(meanGrey(picture, { channels: 3, height: 1, width: 2 })).toBeCloseTo(0.2989 + 0.2 * 0.114, 12);
  expect(meanGrey(picture, { channels: 1, height: 2, width: 3 })).toBeCloseTo((2 + 0.4) / 6, 12);
});
