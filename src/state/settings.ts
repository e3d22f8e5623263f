import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { temporal } from 'zundo';
import { flips, LARGEST_CUTOUT, LARGEST_SHIFT, noAugmentation, shiftPaddings } from '../engine/augmentation';
import { optimiserDefaults, optimiserNames, optimisers, usesSetting, type OptimiserName, type OptimiserSettings } from '../engine/optim/optimisers';
import { schedules, shapeDefaults, usesShape, type ScheduleShape } from '../engine/optim/schedule';
import { precisions } from '../engine/precision';
import { testTimeLevels } from '../engine/testTime';
import type { LiveSettings, TrainingSettings } from '../worker/messages';

export type SettingName = keyof TrainingSettings;

/** What holds of a setting of any kind. */
interface SettingTraits {
  /** Acts on the run as it trains; all others wait for the next run. */
  readonly live?: boolean;
  /** Whether these settings use it; it is not shown where they do not. */
  readonly isUsed?: (values: TrainingSettings) => boolean;
}

/** What the form draws for a setting, and what it may be. */
export type SettingField<T> = SettingTraits & (
  | {
      readonly kind: 'number';
      readonly min: number;
      readonly max: number;
      readonly integer?: boolean;
      /** What the arrow keys do. */
      readonly step: number | 'decade';
    }
  | { readonly kind: 'choice'; readonly choices: readonly T[] }
  | { readonly kind: 'switch' }
);

const byOptimiser = (name: keyof OptimiserSettings) => ({ isUsed: ({ optimizer }: TrainingSettings) => usesSetting(optimizer, name) });

export const settingDefaults: TrainingSettings = {
  batchSize: 64,
  epochs: 10,
  optimizer: 'sgd',
  learningRate: 0.01,
  schedule: 'constant',
  ...shapeDefaults,
  ...optimiserDefaults('sgd'),
  weightDecay: 0,
  spareNorms: false,
  shiftRate: 1,
  clipNorm: 0,
  labelSmoothing: 0,
  ema: 0,
  lookahead: false,
  accumulate: 1,
  ...noAugmentation,
  seed: 1,
  precision: 'f32',
  validateEvery: 50,
  validationPictures: 500,
  patience: 0,
  testTimeAugmentation: 0,
};

/** A live setting of the schedule's shape, shown where the schedule uses it. */
function shapeField(name: keyof ScheduleShape, limits: { readonly min: number; readonly max: number; readonly step: number }) {
  return { kind: 'number', ...limits, live: true, isUsed: ({ schedule }: TrainingSettings) => usesShape(schedule, name) } as const;
}

const whereValidated = { isUsed: ({ validateEvery }: TrainingSettings) => validateEvery > 0 };

/** Every setting. */
export const settingFields: { readonly [Name in SettingName]: SettingField<TrainingSettings[Name]> } = {
  batchSize: { kind: 'number', min: 1, max: 4096, integer: true, step: 8 },
  epochs: { kind: 'number', min: 1, max: 10_000, integer: true, step: 1 },
  optimizer: { kind: 'choice', choices: optimiserNames },
  learningRate: { kind: 'number', min: 0, max: 100, step: 'decade', live: true },
  schedule: { kind: 'choice', choices: schedules, live: true },
  warmup: shapeField('warmup', { min: 0, max: 1, step: 0.05 }),
  startFactor: shapeField('startFactor', { min: 0, max: 1, step: 0.05 }),
  endFactor: shapeField('endFactor', { min: 0, max: 1, step: 0.05 }),
  decayFactor: shapeField('decayFactor', { min: 0, max: 1, step: 0.1 }),
  decayEvery: shapeField('decayEvery', { min: 0.01, max: 10_000, step: 1 }),
  momentum: { kind: 'number', min: 0, max: 0.9999, step: 0.05, ...byOptimiser('momentum') },
  nesterov: { kind: 'switch', ...byOptimiser('nesterov') },
  beta1: { kind: 'number', min: 0, max: 0.9999, step: 0.05, ...byOptimiser('beta1') },
  beta2: { kind: 'number', min: 0, max: 0.99999, step: 0.01, ...byOptimiser('beta2') },
  epsilon: { kind: 'number', min: 1e-12, max: 1, step: 'decade', ...byOptimiser('epsilon') },
  weightDecay: { kind: 'number', min: 0, max: 10, step: 'decade', live: true },
  spareNorms: { kind: 'switch', isUsed: ({ weightDecay }) => weightDecay > 0 },
  shiftRate: { kind: 'number', min: 0.001, max: 1000, step: 1 },
  clipNorm: { kind: 'number', min: 0, max: 1e6, step: 'decade' },
  labelSmoothing: { kind: 'number', min: 0, max: 0.99, step: 0.05 },
  ema: { kind: 'number', min: 0, max: 0.99999, step: 0.01 },
  lookahead: { kind: 'switch' },
  accumulate: { kind: 'number', min: 1, max: 256, integer: true, step: 1 },
  seed: { kind: 'number', min: 0, max: 4_294_967_295, integer: true, step: 1 },
  validateEvery: { kind: 'number', min: 0, max: 1_000_000, integer: true, step: 10 },
  validationPictures: { kind: 'number', min: 1, max: 10_000, integer: true, step: 100, ...whereValidated },
  patience: { kind: 'number', min: 0, max: 10_000, integer: true, step: 1, ...whereValidated },
  testTimeAugmentation: { kind: 'choice', choices: testTimeLevels, ...whereValidated },
  precision: { kind: 'choice', choices: precisions },
  flip: { kind: 'choice', choices: flips, live: true },
  shift: { kind: 'number', min: 0, max: LARGEST_SHIFT, integer: true, step: 1, live: true },
  shiftPadding: { kind: 'choice', choices: shiftPaddings, live: true, isUsed: ({ shift }) => shift > 0 },
  cutout: { kind: 'number', min: 0, max: LARGEST_CUTOUT, integer: true, step: 1, live: true },
  brightness: { kind: 'number', min: 0, max: 1, step: 0.1, live: true },
  contrast: { kind: 'number', min: 0, max: 1, step: 0.1, live: true },
  mixup: { kind: 'number', min: 0, max: 100, step: 0.1, live: true },
};

export const settingNames = Object.keys(settingFields) as readonly SettingName[];

export type SettingGroupName = 'run' | 'optimiser' | 'regularisation' | 'augmentation' | 'validation';

/** The form: each setting in its group, in order. */
export const settingGroups: Readonly<Record<SettingGroupName, readonly SettingName[]>> = {
  run: ['batchSize', 'accumulate', 'epochs', 'seed', 'precision'],
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
  const field: SettingField<unknown> = settingFields[name];
  switch (field.kind) {
    case 'number':
      return typeof value === 'number' && value >= field.min && value <= field.max && (!field.integer || Number.isInteger(value));
    case 'choice':
      return field.choices.includes(value);
    case 'switch':
      return typeof value === 'boolean';
  }
}

/** Settings kept by an earlier visit, as far as they are still allowed. */
function recall(kept: unknown): TrainingSettings {
  const found = (kept as { values?: Partial<Record<keyof TrainingSettings, unknown>> } | undefined)?.values;
  const allowed = settingNames.filter((name) => isAllowed(name, found?.[name])).map((name) => [name, found?.[name]]);
  return { ...settingDefaults, ...Object.fromEntries(allowed) };
}

const UNDO_STEPS = 200;

export const useSettings = create<SettingsState>()(
  persist(
    temporal(
      (set) => ({
        values: settingDefaults,
        edit: undefined,
        set: (name, value) =>
          set(({ values }) => (values[name] === value ? {} : { values: withSetting(values, name, value), edit: name })),
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
    {
      name: 'kernelgarten.settings',
      partialize: ({ values }) => ({ values }),
      merge: (kept, present) => ({ ...present, values: recall(kept) }),
    },
  ),
);
