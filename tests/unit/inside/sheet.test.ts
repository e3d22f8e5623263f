import { describe, expect, it } from 'vitest';
import { cornerOf, sheetOf, unitBeside, unitUnder } from '../../../src/ui/inside/maps/sheet';

const maps = { channels: 5, height: 16, width: 16 };
const unit = (channel: number, row = 0, column = 0) => ({ channel, row, column });

describe('a sheet of maps', () => {
  it('has one row of small maps, or all of them, larger', () => {
    // Four pixels a value make maps of 64, with gaps of 4: four of them take 268 pixels.
    expect(sheetOf(maps, { width: 270, isLarge: false })).toMatchObject({ scale: 4, columns: 4, count: 4, width: 268, height: 64 });
    expect(sheetOf(maps, { width: 270, isLarge: true })).toMatchObject({ scale: 8, columns: 2, count: 5, width: 260, height: 3 * 128 + 2 * 4 });
  });

  it('has a vector as strips of squares, as many as there is room for', () => {
    expect(sheetOf({ channels: 10, height: 1, width: 1 }, { width: 300, isLarge: false })).toMatchObject({ scale: 12, count: 10, width: 129, height: 12 });
    expect(sheetOf({ channels: 1024, height: 1, width: 1 }, { width: 300, isLarge: false })).toMatchObject({ scale: 6, columns: 43, count: 172, height: 27 });
    expect(sheetOf({ channels: 120, height: 1, width: 1 }, { width: 300, isLarge: false })).toMatchObject({ scale: 9, columns: 30, count: 120 });
    expect(sheetOf({ channels: 1024, height: 1, width: 1 }, { width: 300, isLarge: true }).count).toBe(1024);
  });

  const sheet = sheetOf(maps, { width: 150, isLarge: true });

  it('finds what lies under a point, and where that lies', () => {
    const at = cornerOf(sheet, unit(3, 2, 5));
    expect(unitUnder(sheet, at.x, at.y)).toEqual(unit(3, 2, 5));
    expect(unitUnder(sheet, at.x + 7, at.y + 7)).toEqual(unit(3, 2, 5));
    expect(unitUnder(sheet, at.x + 8, at.y)).toEqual(unit(3, 2, 6));
    expect(unitUnder(sheet, 129, 5)).toBeUndefined();
    expect(unitUnder(sheet, 3, 129)).toBeUndefined();
    expect(unitUnder(sheet, -1, 5)).toBeUndefined();
  });

  it('is walked by keys, over the edges of maps too', () => {
    const small = sheetOf(maps, { width: 270, isLarge: false });
    expect(unitBeside(small, unit(1, 3, 15), 'ArrowRight')).toEqual(unit(2, 3, 0));
    expect(unitBeside(small, unit(0, 3, 0), 'ArrowLeft')).toBeUndefined();
    expect(unitBeside(small, unit(3, 3, 15), 'ArrowRight')).toBeUndefined();
    expect(unitBeside(sheet, unit(1, 15, 4), 'ArrowDown')).toEqual(unit(2, 0, 4));
    expect(unitBeside(sheet, unit(4, 15, 4), 'ArrowDown')).toBeUndefined();
    expect(unitBeside(small, unit(1, 3, 4), 'PageDown')).toEqual(unit(2, 3, 4));
    expect(unitBeside(small, unit(3, 3, 4), 'PageDown')).toBeUndefined();
    expect(unitBeside(small, unit(1, 3, 4), 'a')).toBeUndefined();
  });
});
