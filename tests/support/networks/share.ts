import { asked } from './asked';
import { metIn, shareOf, type Met } from './coverage';
import { drawNetwork } from './draw';

/** Networks of every run of the tests, at least, and how many may be drawn for the choice. */
const COUNT = 60;
const MOST_DRAWN = 3000;

/** The networks of this run: those asked for, or a choice that takes minutes and leaves no pair of properties out. */
export function networksOfRun(): readonly Met[] {
  if (!asked) return shareOf(COUNT, MOST_DRAWN);
  const { seed, count } = asked;
  return Array.from({ length: count }, (_, at) => metIn(drawNetwork(seed + at)));
}
