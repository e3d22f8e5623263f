import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { augmentations, type Augmentation } from '../engine/augmentation';
import { precisions } from '../engine/precision';
import type { LiveSettings, TrainingSettings } from '../worker/messages';

/** Settings that are one of a list. */
export type ChoiceName = 'precision';

/** Settings that are numbers. */
export type SettingName = Exclude<keyof TrainingSettings, 'augment' | ChoiceName>;

export interface SettingLimits {
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
}

export const settingDefaults: TrainingSettings = {
  batchSize: 64,
  epochs: 10,
  learningRate: 0.01,
  momentum: 0.9,
  weightDecay: 0,
  augment: [],
  seed: 1,
  precision: 'f32',
  validateEvery: 50,
  validationPictures: 500,
};

export const settingLimits: Readonly<Record<SettingName, SettingLimits>> = {
  batchSize: { min: 1, max: 4096, integer: true },
  epochs: { min: 1, max: 10_000, integer: true },
  learningRate: { min: 0, max: 100, integer: false },
  momentum: { min: 0, max: 0.9999, integer: false },
  weightDecay: { min: 0, max: 10, integer: false },
  seed: { min: 0, max: 4_294_967_295, integer: true },
  validateEvery: { min: 0, max: 1_000_000, integer: true },
  validationPictures: { min: 1, max: 10_000, integer: true },
};

export const settingNames = Object.keys(settingLimits) as readonly SettingName[];

export const settingChoices: { readonly [Name in ChoiceName]: readonly TrainingSettings[Name][] } = { precision: precisions };

export const choiceNames = Object.keys(settingChoices) as readonly ChoiceName[];

/** Numbers that act on the run as it trains, as the augmentations do; all others wait for the next run. */
export const liveSettings: readonly SettingName[] = ['learningRate', 'weightDecay'];

export function liveOf({ learningRate, weightDecay, augment }: TrainingSettings): LiveSettings {
  return { learningRate, weightDecay, augment };
}

export function sameLive(a: LiveSettings, b: LiveSettings): boolean {
  return a.learningRate === b.learningRate && a.weightDecay === b.weightDecay && a.augment.join() === b.augment.join();
}

export interface SettingsState {
  /** The form, as the next run will have it. */
  readonly values: TrainingSettings;
  set(name: SettingName, value: number): void;
  choose<Name extends ChoiceName>(name: Name, value: TrainingSettings[Name]): void;
  setAugmentation(name: Augmentation, on: boolean): void;
  resetField(name: SettingName): void;
}

export function isAllowed(name: SettingName, value: unknown): value is number {
  const { min, max, integer } = settingLimits[name];
  return typeof value === 'number' && value >= min && value <= max && (!integer || Number.isInteger(value));
}

/** Settings kept by an earlier visit, as far as they are still allowed. */
function recall(kept: unknown): TrainingSettings {
  const found = (kept as { values?: Partial<Record<keyof TrainingSettings, unknown>> } | undefined)?.values;
  const names: readonly unknown[] = Array.isArray(found?.augment) ? found.augment : [];
  const augment = augmentations.filter((name) => names.includes(name));
  const values = { ...settingDefaults, augment };
  for (const name of choiceNames) values[name] = settingChoices[name].find((choice) => choice === found?.[name]) ?? values[name];
  for (const name of settingNames) {
    const value = found?.[name];
    if (isAllowed(name, value)) values[name] = value;
  }
  return values;
}

export const useSettings = create<SettingsState>()(
  persist(
    (set) => {
      const put = (name: SettingName, value: number) => set(({ values }) => ({ values: { ...values, [name]: value } }));
      return {
        values: settingDefaults,
        set: put,
        choose: (name, value) => set(({ values }) => ({ values: { ...values, [name]: value } })),
        setAugmentation: (name, on) =>
          set(({ values }) => ({
            values: { ...values, augment: augmentations.filter((each) => (each === name ? on : values.augment.includes(each))) },
          })),
        resetField: (name) => put(name, settingDefaults[name]),
      };
    },
    {
      name: 'kernelgarten.settings',
      partialize: ({ values }) => ({ values }),
      merge: (kept, present) => ({ ...present, values: recall(kept) }),
    },
  ),
);
