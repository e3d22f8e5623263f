import { create } from 'zustand';
import { temporal } from 'zundo';
import { optimisers, type OptimiserName } from '../engine/optim/optimisers';
import { isWithin, settingDefaults, settingNames, settingOf, settings, type Limits, type NumberName, type SettingName } from '../engine/optim/settings';
import type { LiveSettings, TrainingSettings } from '../worker/messages';
import { keptForm } from './keptForm';

export { settingDefaults, settingNames, type SettingName };

export type SettingGroupName = 'run' | 'optimiser' | 'regularisation' | 'augmentation' | 'validation';

/** The form: the group that each setting is in, in order. */
const groups: Readonly<Record<SettingName, SettingGroupName>> = {
  batchSize: 'run',
  accumulate: 'run',
  epochs: 'run',
  seed: 'run',
  repeatable: 'run',
  precision: 'run',
  optimizer: 'optimiser',
  learningRate: 'optimiser',
  schedule: 'optimiser',
  warmup: 'optimiser',
  startFactor: 'optimiser',
  endFactor: 'optimiser',
  decayFactor: 'optimiser',
  decayEvery: 'optimiser',
  momentum: 'optimiser',
  nesterov: 'optimiser',
  beta1: 'optimiser',
  beta2: 'optimiser',
  epsilon: 'optimiser',
  shiftRate: 'optimiser',
  clipNorm: 'optimiser',
  ema: 'optimiser',
  lookahead: 'optimiser',
  weightDecay: 'regularisation',
  spareNorms: 'regularisation',
  labelSmoothing: 'regularisation',
  flip: 'augmentation',
  shift: 'augmentation',
  shiftPadding: 'augmentation',
  cutout: 'augmentation',
  brightness: 'augmentation',
  contrast: 'augmentation',
  mixup: 'augmentation',
  validateEvery: 'validation',
  validationPictures: 'validation',
  testTimeAugmentation: 'validation',
  patience: 'validation',
};

/** What the arrow keys do to a number. */
const steps: Readonly<Record<NumberName, number | 'decade'>> = {
  batchSize: 8,
  accumulate: 1,
  epochs: 1,
  seed: 1,
  learningRate: 'decade',
  warmup: 0.05,
  startFactor: 0.05,
  endFactor: 0.05,
  decayFactor: 0.1,
  decayEvery: 1,
  momentum: 0.05,
  beta1: 0.05,
  beta2: 0.01,
  epsilon: 'decade',
  shiftRate: 1,
  clipNorm: 'decade',
  ema: 0.01,
  weightDecay: 'decade',
  labelSmoothing: 0.05,
  shift: 1,
  cutout: 1,
  brightness: 0.1,
  contrast: 0.1,
  mixup: 0.1,
  validateEvery: 10,
  validationPictures: 100,
  patience: 1,
};

/** What the form draws for a setting, and what it may be. */
export type SettingField<T> =
  | (Extract<Limits<T>, { kind: 'number' }> & {
      /** What the arrow keys do. */
      readonly step: number | 'decade';
    })
  | Exclude<Limits<T>, { kind: 'number' }>;

const inGroup = (group: SettingGroupName) => (Object.keys(groups) as SettingName[]).filter((name) => groups[name] === group);

/** The form: each setting in its group, in order. */
export const settingGroups: Readonly<Record<SettingGroupName, readonly SettingName[]>> = {
  run: inGroup('run'),
  optimiser: inGroup('optimiser'),
  regularisation: inGroup('regularisation'),
  augmentation: inGroup('augmentation'),
  validation: inGroup('validation'),
};

const isNumber = (name: SettingName): name is NumberName => settingOf(name).kind === 'number';

export function fieldOf(name: SettingName): SettingField<TrainingSettings[SettingName]> {
  return isNumber(name) ? { ...settings[name], step: steps[name] } : settings[name];
}

export function isShown(name: SettingName, values: TrainingSettings): boolean {
  return settingOf(name).isUsed?.(values) ?? true;
}

/** Where a field goes back to, with this optimiser. */
export function defaultsFor(optimizer: OptimiserName): TrainingSettings {
  return { ...settingDefaults, ...optimisers[optimizer].defaults };
}

/** The settings of a group that are shown and are not as usual. */
export function changedIn(group: SettingGroupName, values: TrainingSettings): readonly SettingName[] {
  const usual = defaultsFor(values.optimizer);
  return settingGroups[group].filter((name) => isShown(name, values) && values[name] !== usual[name]);
}

/** Pictures whose gradients make one step. */
export function picturesOfStep({ batchSize, accumulate }: TrainingSettings): number {
  return batchSize * accumulate;
}

export function isLive(name: SettingName): name is SettingName & keyof LiveSettings {
  return settingOf(name).live === true;
}

export const liveNames = settingNames.filter(isLive);

export function liveOf(settings: TrainingSettings): LiveSettings {
  return Object.fromEntries(liveNames.map((name) => [name, settings[name]])) as unknown as LiveSettings;
}

/** The live settings that differ. */
export function liveChanges(a: LiveSettings, b: LiveSettings): readonly (keyof LiveSettings)[] {
  return liveNames.filter((name) => a[name] !== b[name]);
}

/** Settings with one of them changed. An optimiser comes with the settings that suit it. */
export function withSetting<Name extends SettingName>(values: TrainingSettings, name: Name, value: TrainingSettings[Name]): TrainingSettings {
  const changed = { ...values, [name]: value };
  return name === 'optimizer' ? { ...changed, ...optimisers[changed.optimizer].defaults } : changed;
}

/** What undo goes back to. */
interface Draft {
  /** The form, as the next run will have it. */
  readonly values: TrainingSettings;
  /** The setting that was edited last: edits of one, one behind the other, are one step of undo. */
  readonly edit: SettingName | undefined;
}

export interface SettingsState extends Draft {
  /** An optimiser comes with the settings that suit it. */
  set<Name extends SettingName>(name: Name, value: TrainingSettings[Name]): void;
  /** Takes other settings for all of them, as one step of undo: those that a preset brings, or those of a run. */
  replace(values: TrainingSettings): void;
  /** The next edit of the same setting is a step of undo of its own. */
  endEdit(): void;
  undo(): void;
  redo(): void;
}

export function isAllowed<Name extends SettingName>(name: Name, value: unknown): value is TrainingSettings[Name] {
  return isWithin(settings[name], value);
}

/** Settings as the browser keeps them, as far as they are still allowed. */
export function keptSettings(kept: unknown): TrainingSettings {
  const found = kept as Partial<Record<keyof TrainingSettings, unknown>> | null | undefined;
  const allowed = settingNames.filter((name) => isAllowed(name, found?.[name])).map((name) => [name, found?.[name]]);
  return { ...settingDefaults, ...(Object.fromEntries(allowed) as Partial<TrainingSettings>) };
}

const UNDO_STEPS = 200;

export const useSettings = create<SettingsState>()(
  temporal(
    (set) => ({
      values: keptSettings(keptForm().settings),
      edit: undefined,
      set: (name, value) => set(({ values }) => (values[name] === value ? {} : { values: withSetting(values, name, value), edit: name })),
      replace: (next) => set(({ values }) => (settingNames.every((name) => next[name] === values[name]) ? {} : { values: next, edit: undefined })),
      endEdit: () => set({ edit: undefined }),
      undo: () => {
        useSettings.temporal.getState().undo();
        set({ edit: undefined });
      },
      redo: () => {
        useSettings.temporal.getState().redo();
        set({ edit: undefined });
      },
    }),
    {
      limit: UNDO_STEPS,
      partialize: ({ values, edit }): Draft => ({ values, edit }),
      // True leaves the step out of the history: nothing changed, or the same setting goes on being edited.
      equality: (past, current) => past.values === current.values || (current.edit !== undefined && past.edit === current.edit),
    },
  ),
);
