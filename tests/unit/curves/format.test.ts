import { expect, it } from 'vitest';
import { makeFormat } from '../../../src/ui/controls/format';
import { formatLossTick, formatMetric } from '../../../src/ui/curves/useMetricView';

const format = makeFormat('en');

it.each([
  [2.302585, '2.303'],
  [99_999, '99,999.000'],
  [5.118751e26, '5.12E26'],
  [Number.NaN, 'NaN'],
  [Infinity, '∞'],
])('writes a loss of %d as %s', (loss, text) => {
  expect(formatMetric(format, 'loss', loss)).toBe(text);
});

it.each([
  [0, '0'],
  [2.5, '2.5'],
  [0.0005, '0.0005'],
  [0.00002, '2E-5'],
  [20_000, '20,000'],
  [2e26, '2E26'],
])('marks %d on the loss axis as %s', (loss, text) => {
  expect(formatLossTick(format, loss)).toBe(text);
});
