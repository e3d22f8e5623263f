import { describe, expect, it } from 'vitest';
import { parseOptions } from '../../../src/cli/options';
import { parseModelFile } from '../../../src/engine/graph/parse';
import { presets } from '../../../src/engine/graph/presets';
import { recipeNames, settingNames, settingOf, type SettingName } from '../../../src/engine/optim/settings';
import { ProblemError } from '../../../src/engine/problem';
import { UsageError } from '../../../src/cli/errors';
import { fieldOf, isAllowed, keptSettings } from '../../../src/state/settings';

/** Values at the limits of a setting, and values that lie just outside. */
function valuesOf(name: SettingName): { readonly within: readonly unknown[]; readonly outside: readonly unknown[] } {
  const limits = settingOf(name);
  if (limits.kind === 'switch') return { within: [false, true], outside: [] };
  if (limits.kind === 'choice') return { within: limits.choices, outside: ['zigzag', 7] };
  const { min, max, integer } = limits;
  // The next numbers that single precision could tell from the limits, or the next whole ones.
  const [below, above] = integer ? [min - 1, max + 1] : [min === 0 ? -1e-9 : min * 0.999_999, max * 1.000_000_1];
  return { within: [min, max], outside: [below, above, ...(integer ? [min + 0.5] : [])] };
}

/** The words with which the command line sets a setting. */
function wordsFor(name: SettingName, value: unknown): readonly string[] {
  const { option, kind } = settingOf(name);
  if (kind === 'switch') return [value === true ? option : option.replace('--', '--no-')];
  return [option, String(value)];
}

/** Without what else the setting needs, it would be refused for that. */
const company: Partial<Record<SettingName, string>> = {
  ...{ warmup: 'oneCycle', startFactor: 'oneCycle', endFactor: 'oneCycle', decayFactor: 'step', decayEvery: 'step' },
};
function typed(name: SettingName, value: unknown): unknown {
  const schedule = company[name] === undefined ? [] : ['--schedule', company[name]];
  const padded = name === 'shiftPadding' ? ['--shift', '1'] : [];
  const validated = name === 'patience' ? ['--validate-every', '1'] : [];
  return parseOptions([...schedule, ...padded, ...validated, ...wordsFor(name, value)])?.[name];
}

const fromFile = (name: SettingName, value: unknown) => parseModelFile({ ...presets.mlp, training: { [name]: value } }).training;

describe.each(settingNames)('the setting %s', (name) => {
  const { within, outside } = valuesOf(name);
  const isInFiles = recipeNames.some((each) => each === name);

  it('takes its limits, and nothing outside them, on the command line', () => {
    for (const value of within) expect(typed(name, value)).toBe(value);
    for (const value of outside) expect(() => typed(name, value), String(value)).toThrow(UsageError);
  });

  it('takes the same in the form, and from a visit before', () => {
    const field = fieldOf(name);
    const { kind } = settingOf(name);
    expect(field.kind).toBe(kind);
    if (field.kind === 'number') expect([field.min, field.max]).toEqual(within);
    for (const value of within) {
      expect(isAllowed(name, value)).toBe(true);
      expect(keptSettings({ [name]: value })[name]).toBe(value);
    }
    for (const value of outside) {
      expect(isAllowed(name, value), String(value)).toBe(false);
      expect(keptSettings({ [name]: value })[name]).toBe(settingOf(name).default);
    }
  });

  it(isInFiles ? 'takes the same from a model file' : 'is of a run, and in no model file', () => {
    if (!isInFiles) return expect(() => fromFile(name, within[0])).toThrow(ProblemError);
    for (const value of within) expect(fromFile(name, value)).toMatchObject({ [name]: value });
    for (const value of outside) expect(() => fromFile(name, value), String(value)).toThrow(ProblemError);
  });
});

it('has an option of its own for each setting', () => {
  expect(new Set(settingNames.map((name) => settingOf(name).option)).size).toBe(settingNames.length);
});
