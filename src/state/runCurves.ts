import type { LiveSettings, StepPoint, ValidationPoint } from '../worker/messages';
import { type CurveAxis, type Metric, Series } from './series';
import { liveChanges } from './settings';
import { MovingAverage } from './smoothing';

/** A live setting that changed at a step. */
export interface LiveMark {
  readonly step: number;
  readonly setting: keyof LiveSettings;
  readonly from: LiveValue;
  readonly to: LiveValue;
}

export type LiveValue = LiveSettings[keyof LiveSettings];

/** What is drawn at one step. */
export interface CurveRow {
  readonly step: number;
  readonly x: number;
  readonly raw?: number;
  readonly smooth?: number;
  readonly validation?: number;
}

/** All that is drawn of one run: training and validation points, the smoothed training curve, live changes. */
export class RunCurves {
  readonly training = new Series();
  readonly validation = new Series();
  readonly marks: LiveMark[] = [];
  /** Index of the validation with the highest accuracy, the first of equals. */
  best: number | undefined;
  /** Pictures of the validation split. */
  pictures = 0;
  private readonly smooth: Readonly<Record<Metric, MovingAverage>>;
  private live: LiveSettings | undefined;

  /** @param live what the run starts with; without it (the page joined late) the first change is not marked. */
  constructor(smoothing: number, live?: LiveSettings) {
    this.live = live;
    this.smooth = {
      loss: new MovingAverage(this.training.loss, smoothing),
      accuracy: new MovingAverage(this.training.accuracy, smoothing),
    };
  }

  addPoints(points: readonly StepPoint[]): void {
    for (const point of points) this.training.add(point);
    this.smooth.loss.follow();
    this.smooth.accuracy.follow();
  }

  addValidation(point: ValidationPoint): void {
    this.validation.add(point);
    this.pictures = point.pictures;
    if (this.best === undefined || point.accuracy > this.validation.accuracy.at(this.best)) this.best = this.validation.length - 1;
  }

  /** Marks what differs from the settings so far; a second change at the same step replaces the first. */
  changeLive(step: number, settings: LiveSettings): void {
    const { live = settings } = this;
    for (const setting of liveChanges(live, settings)) {
      const from = live[setting];
      const to = settings[setting];
      const same = this.marks.findIndex((mark) => mark.step === step && mark.setting === setting);
      if (same < 0) this.marks.push({ step, setting, from, to });
      else this.marks.splice(same, 1, { step, setting, from: this.marks[same]?.from ?? from, to });
    }
    this.live = settings;
  }

  setSmoothing(weight: number): void {
    this.smooth.loss.setWeight(weight);
    this.smooth.accuracy.setWeight(weight);
  }

  smoothed(metric: Metric, index: number): number {
    return this.smooth[metric].at(index);
  }

  /** The validation that was last known at a step. */
  validationAt(step: number): StepPoint | undefined {
    const index = this.validation.nearest('step', step);
    if (index === undefined) return undefined;
    const known = this.validation.step.at(index) <= step ? index : index - 1;
    return known < 0 ? undefined : this.validation.at(known);
  }

  /** Where a step lies on an axis; beyond the last point, where that point lies. */
  position(axis: CurveAxis, step: number): number {
    if (axis === 'step') return step;
    const index = this.training.nearest('step', step);
    return index === undefined ? 0 : this.training[axis].at(index);
  }

  /** The points to draw, training and validation merged in order of steps; about two thousand rows at most. */
  rows(metric: Metric, axis: CurveAxis): CurveRow[] {
    const { training, validation } = this;
    const rows = new Map<number, CurveRow>();
    for (const index of training.drawn(metric)) {
      const step = training.step.at(index);
      rows.set(step, {
        step,
        x: training[axis].at(index),
        raw: training[metric].at(index),
        smooth: this.smoothed(metric, index),
      });
    }
    for (const index of validation.drawn(metric)) {
      const step = validation.step.at(index);
      rows.set(step, { step, x: validation[axis].at(index), ...rows.get(step), validation: validation[metric].at(index) });
    }
    return [...rows.values()].sort((a, b) => a.step - b.step);
  }
}
