import { describe, expect, it } from 'vitest';
import { augmentations, drawChanges, packChange } from '../../../src/engine/augmentation';

const side = { channels: 3, height: 32, width: 32 };
const place = { seed: 5, epoch: 0, first: 0 };

/** The fields of packed changes, read as the shader reads them. */
const fields = (changes: Uint32Array) =>
  Array.from(changes, (change) => ({
    flip: change & 1,
    rows: (change << 27) >> 28,
    columns: (change << 23) >> 28,
    cutout: (change >> 9) & 1,
    centre: [(change >> 10) & 255, (change >> 18) & 255],
  }));

const spread = (values: readonly number[]) => [Math.min(...values), Math.max(...values), new Set(values).size];

describe('what is done to the pictures of a batch', () => {
  it('is nothing where nothing is wanted', () => {
    expect(drawChanges(place, 3, side, [])).toEqual(new Uint32Array(3));
    expect(packChange({})).toBe(0);
  });

  it('mirrors half of them, shifts by up to 4 pixels, and cuts out squares anywhere, all about equally often', () => {
    const all = fields(drawChanges(place, 4000, side, augmentations));
    const share = (test: (one: (typeof all)[number]) => boolean) => all.filter(test).length / all.length;
    expect(share(({ flip }) => flip === 1)).toBeCloseTo(1 / 2, 1);
    for (const shifts of [all.map(({ rows }) => rows), all.map(({ columns }) => columns)]) {
      expect(spread(shifts)).toEqual([-4, 4, 9]);
      expect(shifts.filter((shift) => shift === -4).length / all.length).toBeCloseTo(1 / 9, 1);
    }
    for (const axis of [0, 1]) expect(spread(all.map(({ centre }) => centre[axis] ?? -1))).toEqual([0, 31, 32]);
    expect(share(({ cutout }) => cutout === 1)).toBe(1);
    expect(share(({ rows, columns }) => rows === columns)).toBeCloseTo(1 / 9, 1);
  });

  it('is the same for the same seed, epoch and place, whatever the batches, and no other', () => {
    const whole = drawChanges(place, 100, side, augmentations);
    expect(drawChanges({ ...place, first: 37 }, 20, side, augmentations)).toEqual(whole.slice(37, 57));
    for (const other of [{ seed: 6 }, { epoch: 1 }, { first: 1 }]) {
      expect(drawChanges({ ...place, ...other }, 100, side, augmentations)).not.toEqual(whole);
    }
  });

  it('does not depend on what else is done', () => {
    const whole = fields(drawChanges(place, 50, side, augmentations));
    const alone = (name: (typeof augmentations)[number]) => fields(drawChanges(place, 50, side, [name]));
    expect(alone('flip')).toEqual(whole.map(({ flip }) => ({ flip, rows: 0, columns: 0, cutout: 0, centre: [0, 0] })));
    expect(alone('crop')).toEqual(whole.map(({ rows, columns }) => ({ flip: 0, rows, columns, cutout: 0, centre: [0, 0] })));
    expect(alone('cutout')).toEqual(whole.map(({ centre }) => ({ flip: 0, rows: 0, columns: 0, cutout: 1, centre })));
  });
});
