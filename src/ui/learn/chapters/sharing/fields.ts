import { integerOf, type ChapterState, type StateField } from '../types';
import { HUNDRED_KERNELS, kinds, type Kind, type Setting } from './connections';

/** Limits of the sliders. */
export const sliders: Readonly<Record<keyof Setting, { readonly min: number; readonly max: number }>> = {
  size: { min: 4, max: 32 },
  channels: { min: 1, max: 32 },
  kernels: { min: 1, max: 128 },
  kernel: { min: 1, max: 9 },
  stride: { min: 1, max: 4 },
  padding: { min: 0, max: 4 },
};

export const settingNames = ['size', 'channels', 'kernels', 'kernel', 'stride', 'padding'] as const satisfies readonly (keyof Setting)[];

export const settingFields: readonly StateField[] = settingNames.map((name) => ({ kind: 'integer', name, ...sliders[name], default: HUNDRED_KERNELS[name] }));

export function settingOf(state: ChapterState): Setting {
  const value = (name: keyof Setting) => integerOf(state, name);
  return {
    ...{ size: value('size'), channels: value('channels'), kernels: value('kernels') },
    ...{ kernel: value('kernel'), stride: value('stride'), padding: value('padding') },
  };
}

export function kindOf(choice: string): Kind {
  return kinds.find((kind) => kind === choice) ?? 'shared';
}
