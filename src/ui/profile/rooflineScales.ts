import { intensityOf, rateOf } from '../../engine/profile/arithmetic';
import { bestRates } from '../../engine/profile/report';
import type { ProfileReport, ProfileRow } from '../../engine/profile/report';
import { logScale, type AxisScale } from '../curves/scales';

/** An operator that computes, as a point of the roofline. */
export interface RooflinePoint {
  readonly row: ProfileRow;
  /** Operations a byte. */
  readonly intensity: number;
  /** Operations a second. */
  readonly rate: number;
  /** Its rate against what its intensity allows on this adapter. */
  readonly ofRoof: number;
}

export interface RooflinePicture {
  readonly points: readonly RooflinePoint[];
  readonly x: AxisScale;
  readonly y: AxisScale;
  /** Corners of the roof, from left to right, as (operations a byte, operations a second). */
  readonly roof: readonly (readonly [intensity: number, rate: number])[];
  /** The best rate of any one operator. */
  readonly best: number;
}

/** Lays out a report as a roofline on logarithmic axes (Williams, Waterman, Patterson 2009, doi 10.1145/1498765.1498785). */
export function rooflinePicture(report: ProfileReport): RooflinePicture {
  const { flopsPerSecond, bytesPerSecond } = report.peaks;
  const roofAt = (intensity: number) => Math.min(flopsPerSecond, bytesPerSecond * intensity);
  const points = report.rows
    .filter(({ flops, milliseconds }) => flops > 0 && milliseconds > 0)
    .map((row) => {
      const intensity = intensityOf(row);
      const rate = rateOf(row.flops, row.milliseconds);
      return { row, intensity, rate, ofRoof: rate / roofAt(intensity) };
    });
  const ridge = flopsPerSecond / bytesPerSecond;
  const intensities = [ridge, ...points.map(({ intensity }) => intensity)];
  const x = logScale(Math.min(...intensities) / 2, Math.max(...intensities) * 2);
  const [left, right] = x.domain;
  const y = logScale(Math.min(roofAt(left), ...points.map(({ rate }) => rate)) / 1.5, flopsPerSecond * 1.8);
  return { points, x, y, roof: [left, ridge, right].map((at) => [at, roofAt(at)] as const), best: bestRates(report).flopsPerSecond };
}

/** Where a value of a logarithmic axis lies between 0 and 1. */
export function along({ domain: [low, high] }: AxisScale, value: number): number {
  return Math.log(value / low) / Math.log(high / low);
}
