import { expect, it } from 'vitest';
import { possiblePairs, timesMet } from '../../support/networks/coverage';
import { networksOfRun } from '../../support/networks/share';

/** Pairs that met least often, of which the report tells. */
const TOLD = 20;

it('in the networks that a run trains, every pair of properties meets that can', () => {
  const share = networksOfRun();
  const met = timesMet(share);
  const least = met.slice(0, TOLD).map(([pair, times]) => `${String(times).padStart(6)}  ${pair}`);
  console.info([`${share.length} networks; ${possiblePairs.size} pairs of properties, those that met least often:`, ...least].join('\n'));
  expect(met.filter(([, times]) => times === 0)).toEqual([]);
  // Else it is wrong what is said to be impossible.
  expect(met.filter(([pair]) => !possiblePairs.has(pair))).toEqual([]);
});
