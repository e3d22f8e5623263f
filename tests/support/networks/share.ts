import { asked } from './asked';
import type { NetworkCase } from './case';
import { drawNetwork } from './draw';

/**
 * Seeds of the networks that every run of the tests trains: every pair of properties meets in them that can. Chosen by
 * `chosenSeeds`; where the drawing, the properties or the tilings change, choose anew with
 * `npm run -s test:networks -- --choose`.
 */
const SEEDS: readonly number[] = [
  ...[462, 913, 469, 854, 938, 637, 1142, 652, 1087, 764, 558, 1138, 430, 130, 835, 680, 1042, 878, 977, 907, 40],
  ...[736, 1000, 368, 486, 1024, 1021, 109, 471, 38, 1099, 489, 661, 957, 640, 511, 438, 972, 347, 958, 457, 1110],
  ...[793, 1082, 799, 539, 630, 1010, 478, 446, 424, 1028, 991, 955, 532, 51, 53, 572, 309, 1157, 168, 82, 41],
  ...[877, 1064, 449, 822],
];

/** The networks of this run: those asked for, or the share of every run. */
export function networksOfRun(): readonly NetworkCase[] {
  if (!asked) return SEEDS.map(drawNetwork);
  const { seed, count } = asked;
  return Array.from({ length: count }, (_, at) => drawNetwork(seed + at));
}
