import { listedNumbers, type Combination, type SweepAxis } from '../engine/optim/sweep';
import { fail } from '../engine/problem';
import type { TrainingSettings } from '../worker/messages';
import { fieldOf, isShown, settingNames, withSetting, type SettingName } from './settings';

export type SettingValue = TrainingSettings[SettingName];
export type SettingAxis = SweepAxis<SettingName, SettingValue>;
export type SettingCombination = Combination<SettingName, SettingValue>;

/** A setting to be swept, as the form has it. */
export interface AxisDraft {
  readonly name: SettingName;
  /** The values of a number, as they are typed. */
  readonly text: string;
  /** Those of a choice or a switch. */
  readonly picked: readonly SettingValue[];
}

/** A sweep has a length of its own, and validates each run once, at its end. */
const notSwept: readonly SettingName[] = ['epochs', 'repeatable', 'validateEvery', 'validationPictures', 'patience'];

/** Settings that a sweep may take values of: those that the form shows. */
export function sweptNames(values: TrainingSettings): readonly SettingName[] {
  return settingNames.filter((name) => !notSwept.includes(name) && isShown(name, values));
}

/** What a setting that is no number can be; undefined for a number. */
export function choicesOf(name: SettingName): readonly SettingValue[] | undefined {
  const field = fieldOf(name);
  if (field.kind === 'number') return undefined;
  return field.kind === 'choice' ? field.choices : [false, true];
}

/** Where the form begins with a setting: all that it can be, or its value and one to either side. */
export function draftOf(name: SettingName, values: TrainingSettings): AxisDraft {
  return { name, text: neighbours(name, Number(values[name])).join(', '), picked: choicesOf(name) ?? [] };
}

function neighbours(name: SettingName, value: number): readonly number[] {
  const field = fieldOf(name);
  if (field.kind !== 'number') return [];
  const { min, max, step } = field;
  const around = () => {
    if (step !== 'decade') return [value - step, value, value + step].map((each) => Number(each.toPrecision(12)));
    // A third of 0.01 is 0.003 here.
    return value > 0 ? [Number((value / 3).toPrecision(1)), value, Number((value * 3).toPrecision(1))] : [0, 1e-4, 1e-3];
  };
  return [...new Set(around().map((each) => Math.min(Math.max(each, min), max)))];
}

/** @throws ProblemError `sweep.*` for values that the setting cannot have, and where there are none. */
export function axisOf({ name, text, picked }: AxisDraft): SettingAxis {
  const field = fieldOf(name);
  if (field.kind === 'number') return { name, values: listedNumbers(text, field) };
  if (picked.length === 0) fail('sweep.noValues');
  return { name, values: (choicesOf(name) ?? []).filter((value) => picked.includes(value)) };
}

/** Settings with those of a combination, in the order of the form: an optimiser's own settings are set behind it. */
export function withCombination(values: TrainingSettings, combination: SettingCombination): TrainingSettings {
  const ordered = combination.toSorted((a, b) => settingNames.indexOf(a.name) - settingNames.indexOf(b.name));
  return ordered.reduce((before, { name, value }) => (before[name] === value ? before : withSetting(before, name, value)), values);
}
