import { expect, it } from 'vitest';
import { asked } from '../../support/networks/asked';
import { chosenSeeds, metIn, possiblePairs, timesMet } from '../../support/networks/coverage';
import { networksOfRun } from '../../support/networks/share';

/** Networks of the share of every run, at least. */
const SHARE = 60;
/** Pairs that met least often, of which the report tells. */
const TOLD = 20;

it('in the networks that a run trains, every pair of properties meets that can', () => {
  if (asked?.choose) return console.info(chosenSeeds(SHARE).join(', '));
  const share = networksOfRun().map(metIn);
  const met = timesMet(share);
  const least = met.slice(0, TOLD).map(([pair, times]) => `${String(times).padStart(6)}  ${pair}`);
  console.info([`${share.length} networks; ${possiblePairs.size} pairs of properties, those that met least often:`, ...least].join('\n'));
  // Else it is wrong what is said to be impossible.
  expect(met.filter(([pair]) => !possiblePairs.has(pair))).toEqual([]);
  // Networks that were asked for are as they are drawn, and chosen for nothing.
  if (asked) return;
  expect(share.length).toBeGreaterThanOrEqual(SHARE);
  expect(
    met.filter(([, times]) => times === 0),
    'choose anew: npm run -s test:networks -- --choose',
  ).toEqual([]);
});
