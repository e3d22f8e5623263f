import { create } from 'zustand';
import { temporal } from 'zundo';
import { optimisers, usesSetting, type OptimiserName, type OptimiserSettings } from '../engine/optim/optimisers';
import { isWithin, recipeDefaults, recipeLimits, type Limits } from '../engine/optim/recipe';
import { usesShape, type ScheduleShape } from '../engine/optim/schedule';
import { precisions } from '../engine/precision';
import type { LiveSettings, TrainingSettings } from '../worker/messages';
import { keptForm } from './keptForm';

export type SettingName = keyof TrainingSettings;

/** What holds of a setting of any kind. */
interface SettingTraits {
  /** Acts on the run as it trains; all others wait for the next run. */
  readonly live?: boolean;
  /** Whether these settings use it; it is not shown where they do not. */
  readonly isUsed?: (values: TrainingSettings) => boolean;
}

/** What the form draws for a setting, and what it may be. */
export type SettingField<T> = SettingTraits &
  (
    | (Extract<Limits<T>, { kind: 'number' }> & {
        /** What the arrow keys do. */
        readonly step: number | 'decade';
      })
    | Exclude<Limits<T>, { kind: 'number' }>
  );

const byOptimiser = (name: keyof OptimiserSettings) => ({ isUsed: ({ optimizer }: TrainingSettings) => usesSetting(optimizer, name) });

export const settingDefaults: TrainingSettings = {
  ...recipeDefaults,
  seed: 1,
  precision: 'f32',
  validateEvery: 50,
  validationPictures: 500,
  patience: 0,
};

/** A live setting of the schedule's shape, shown where the schedule uses it. */
function shapeField<Name extends keyof ScheduleShape>(name: Name, step: number) {
  return { ...recipeLimits[name], step, live: true, isUsed: ({ schedule }: TrainingSettings) => usesShape(schedule, name) } as const;
}

const whereValidated = { isUsed: ({ validateEvery }: TrainingSettings) => validateEvery > 0 };

/** Every setting. */
export const settingFields: { readonly [Name in SettingName]: SettingField<TrainingSettings[Name]> } = {
  ...recipeLimits,
  batchSize: { ...recipeLimits.batchSize, step: 8 },
  epochs: { ...recipeLimits.epochs, step: 1 },
  accumulate: { ...recipeLimits.accumulate, step: 1 },
  learningRate: { ...recipeLimits.learningRate, step: 'decade', live: true },
  schedule: { ...recipeLimits.schedule, live: true },
  warmup: shapeField('warmup', 0.05),
  startFactor: shapeField('startFactor', 0.05),
  endFactor: shapeField('endFactor', 0.05),
  decayFactor: shapeField('decayFactor', 0.1),
  decayEvery: shapeField('decayEvery', 1),
  momentum: { ...recipeLimits.momentum, step: 0.05, ...byOptimiser('momentum') },
  nesterov: { ...recipeLimits.nesterov, ...byOptimiser('nesterov') },
  beta1: { ...recipeLimits.beta1, step: 0.05, ...byOptimiser('beta1') },
  beta2: { ...recipeLimits.beta2, step: 0.01, ...byOptimiser('beta2') },
  epsilon: { ...recipeLimits.epsilon, step: 'decade', ...byOptimiser('epsilon') },
  weightDecay: { ...recipeLimits.weightDecay, step: 'decade', live: true },
  spareNorms: { ...recipeLimits.spareNorms, isUsed: ({ weightDecay }) => weightDecay > 0 },
  shiftRate: { ...recipeLimits.shiftRate, step: 1 },
  clipNorm: { ...recipeLimits.clipNorm, step: 'decade' },
  labelSmoothing: { ...recipeLimits.labelSmoothing, step: 0.05 },
  ema: { ...recipeLimits.ema, step: 0.01 },
  flip: { ...recipeLimits.flip, live: true },
  shift: { ...recipeLimits.shift, step: 1, live: true },
  shiftPadding: { ...recipeLimits.shiftPadding, live: true, isUsed: ({ shift }) => shift > 0 },
  cutout: { ...recipeLimits.cutout, step: 1, live: true },
  brightness: { ...recipeLimits.brightness, step: 0.1, live: true },
  contrast: { ...recipeLimits.contrast, step: 0.1, live: true },
  mixup: { ...recipeLimits.mixup, step: 0.1, live: true },
  testTimeAugmentation: { ...recipeLimits.testTimeAugmentation, ...whereValidated },
  seed: { kind: 'number', min: 0, max: 4_294_967_295, integer: true, step: 1 },
  precision: { kind: 'choice', choices: precisions },
  validateEvery: { kind: 'number', min: 0, max: 1_000_000, integer: true, step: 10 },
  validationPictures: { kind: 'number', min: 1, max: 10_000, integer: true, step: 100, ...whereValidated },
  patience: { kind: 'number', min: 0, max: 10_000, integer: true, step: 1, ...whereValidated },
};

export const settingNames = Object.keys(settingFields) as readonly SettingName[];

export type SettingGroupName = 'run' | 'optimiser' | 'regularisation' | 'augmentation' | 'validation';

/** The form: each setting in its group, in order. */
export const settingGroups: Readonly<Record<SettingGroupName, readonly SettingName[]>> = {
  run: ['batchSize', 'accumulate', 'epochs', 'seed', 'repeatable', 'precision'],
  optimiser: [
    ...(['optimizer', 'learningRate', 'schedule', 'warmup', 'startFactor', 'endFactor', 'decayFactor', 'decayEvery'] as const),
    ...(['momentum', 'nesterov', 'beta1', 'beta2', 'epsilon', 'shiftRate', 'clipNorm', 'ema', 'lookahead'] as const),
  ],
  regularisation: ['weightDecay', 'spareNorms', 'labelSmoothing'],
  augmentation: ['flip', 'shift', 'shiftPadding', 'cutout', 'brightness', 'contrast', 'mixup'],
  validation: ['validateEvery', 'validationPictures', 'testTimeAugmentation', 'patience'],
};

export function isShown(name: SettingName, values: TrainingSettings): boolean {
  return settingFields[name].isUsed?.(values) ?? true;
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
  return settingFields[name].live === true;
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
  return isWithin(settingFields[name], value);
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
