import { describe, expect, it } from 'vitest';
import { folded } from '../../../src/engine/plan/dispatch';

const MOST = 65_535;

describe('workgroups in two dimensions', () => {
  it('have room for all, within what an adapter allows', () => {
    for (let count = 1; count <= 3000; count++) {
      for (const most of [7, 60, MOST]) {
        const fold = folded(count, most);
        if (count > most ** 2) {
          expect(fold).toBeUndefined();
          continue;
        }
        const [columns, rows] = fold ?? [0, 0];
        expect(columns <= most && rows <= most && columns * rows >= count && columns * (rows - 1) < count, `${count} in ${most}`).toBe(true);
      }
    }
    expect(folded(MOST ** 2, MOST)).toEqual([MOST, MOST]);
    expect(folded(MOST ** 2 + 1, MOST)).toBeUndefined();
  });

  it('have the last among the first of its row, so that a few columns reach from the beginning to the end', () => {
    for (const count of [24, 48, 101, 4096, 4099, 100_003]) {
      const [columns = 0, rows = 0] = folded(count, MOST) ?? [];
      const lastPlace = count - 1 - (rows - 1) * columns;
      expect(((lastPlace + 1) * rows) / count, `${count} in ${columns} × ${rows}`).toBeLessThan(count < 100 ? 0.3 : 0.1);
    }
  });
});
