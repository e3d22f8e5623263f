import { rateOf, sumOf } from '../engine/profile/arithmetic';
import { bestRates, sumMilliseconds, type Peaks, type ProfileReport } from '../engine/profile/report';
import { aligned, percent } from './columns';

const METHODS = {
  timestamps: "by the device's timestamps",
  submits: 'by submits of it alone, repeated',
} as const;

const HEAD = ['layer', 'pass', 'kernel', 'ms', 'share', 'GFLOP/s', 'GB/s'];
/** Columns of words, which stand to the left. */
const WORDS = 3;

/** A profile for a person: a line a dispatch, in the order of the step, then what they add up to and the adapter's peaks. */
export function profileTable(report: ProfileReport): string {
  const total = sumMilliseconds(report);
  const rows = report.rows.map(({ path, pass, kernel, variant, milliseconds, flops, bytes }) => [
    ...[path, pass, `${kernel}/${variant}`, milliseconds.toFixed(3), percent(milliseconds / total)],
    ...[flops > 0 ? giga(rateOf(flops, milliseconds)) : '–', giga(rateOf(bytes, milliseconds))],
  ]);
  const flops = sumOf(report.rows, (row) => row.flops);
  const bytes = sumOf(report.rows, (row) => row.bytes);
  const sum = ['all', '', '', total.toFixed(3), percent(1), giga(rateOf(flops, total)), giga(rateOf(bytes, total))];
  return [
    `profile: a step of ${report.batch} pictures, each dispatch ${METHODS[report.method]}`,
    ...aligned([HEAD, ...rows, sum], WORDS),
    `step: ${report.stepMilliseconds.toFixed(3)} ms as a whole; its dispatches add up to ${percent(total / report.stepMilliseconds)} of that`,
    `peaks of the adapter: ${rates(report.peaks)}`,
    `best of any dispatch: ${rates(bestRates(report))}`,
    '',
  ].join('\n');
}

const giga = (rate: number): string => (rate / 1e9).toFixed(2);
const rates = ({ flopsPerSecond, bytesPerSecond }: Peaks): string => `${giga(flopsPerSecond)} GFLOP/s, ${giga(bytesPerSecond)} GB/s`;
