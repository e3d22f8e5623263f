import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { flips, LARGEST_CUTOUT, LARGEST_SHIFT, noAugmentation, shiftPaddings, type Augmentation } from '../engine/augmentation';
import { precisions } from '../engine/precision';
import { testTimeLevels } from '../engine/testTime';
import type { LiveSettings, TrainingSettings } from '../worker/messages';

export type SettingName = keyof TrainingSettings;

/** What the form draws for a setting, and what it may be. */
export type SettingField<T> = {
  /** Acts on the run as it trains; all others wait for the next run. */
  readonly live?: boolean;
} & (
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

export const settingDefaults: TrainingSettings = {
  batchSize: 64,
  epochs: 10,
  learningRate: 0.01,
  momentum: 0.9,
  weightDecay: 0,
  ...noAugmentation,
  seed: 1,
  precision: 'f32',
  validateEvery: 50,
  validationPictures: 500,
  testTimeAugmentation: 0,
};

type SettingFields<Names extends SettingName> = { readonly [Name in Names]: SettingField<TrainingSettings[Name]> };

/** What is done to the training pictures, in the order of the form. */
export const augmentationFields: SettingFields<keyof Augmentation> = {
  flip: { kind: 'choice', choices: flips, live: true },
  shift: { kind: 'number', min: 0, max: LARGEST_SHIFT, integer: true, step: 1, live: true },
  shiftPadding: { kind: 'choice', choices: shiftPaddings, live: true },
  cutout: { kind: 'number', min: 0, max: LARGEST_CUTOUT, integer: true, step: 1, live: true },
  brightness: { kind: 'number', min: 0, max: 1, step: 0.1, live: true },
  contrast: { kind: 'number', min: 0, max: 1, step: 0.1, live: true },
  mixup: { kind: 'number', min: 0, max: 100, step: 0.1, live: true },
};

/** Every setting, in the order of the form, which has the augmentations in a group of their own. */
export const settingFields: SettingFields<SettingName> = {
  batchSize: { kind: 'number', min: 1, max: 4096, integer: true, step: 8 },
  epochs: { kind: 'number', min: 1, max: 10_000, integer: true, step: 1 },
  learningRate: { kind: 'number', min: 0, max: 100, step: 'decade', live: true },
  momentum: { kind: 'number', min: 0, max: 0.9999, step: 0.05 },
  weightDecay: { kind: 'number', min: 0, max: 10, step: 'decade', live: true },
  seed: { kind: 'number', min: 0, max: 4_294_967_295, integer: true, step: 1 },
  validateEvery: { kind: 'number', min: 0, max: 1_000_000, integer: true, step: 10 },
  validationPictures: { kind: 'number', min: 1, max: 10_000, integer: true, step: 100 },
  testTimeAugmentation: { kind: 'choice', choices: testTimeLevels },
  precision: { kind: 'choice', choices: precisions },
  ...augmentationFields,
};

export const settingNames = Object.keys(settingFields) as readonly SettingName[];
export const augmentationNames = Object.keys(augmentationFields) as readonly (keyof Augmentation)[];
/** Those outside the group. */
export const plainNames = settingNames.filter((name) => !(name in augmentationFields));

export function isLive(name: SettingName): boolean {
  return settingFields[name].live === true;
}

const liveNames = settingNames.filter(isLive) as readonly (keyof LiveSettings)[];

export function liveOf(settings: TrainingSettings): LiveSettings {
  return Object.fromEntries(liveNames.map((name) => [name, settings[name]])) as unknown as LiveSettings;
}

/** The live settings that differ. */
export function liveChanges(a: LiveSettings, b: LiveSettings): readonly (keyof LiveSettings)[] {
  return liveNames.filter((name) => a[name] !== b[name]);
}

export interface SettingsState {
  /** The form, as the next run will have it. */
  readonly values: TrainingSettings;
  set<Name extends SettingName>(name: Name, value: TrainingSettings[Name]): void;
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

export const useSettings = create<SettingsState>()(
  persist(
    (set) => ({
      values: settingDefaults,
      set: (name, value) => set(({ values }) => ({ values: { ...values, [name]: value } })),
    }),
    {
      name: 'kernelgarten.settings',
      partialize: ({ values }) => ({ values }),
      merge: (kept, present) => ({ ...present, values: recall(kept) }),
    },
  ),
);
