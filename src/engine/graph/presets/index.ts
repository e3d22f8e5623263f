import type { ModelSpec } from '../spec';
import { alexnet, allconv, lenet, local, mlp, small, vgg } from './classic';
import { deep, wide } from './depth';
import { mobile } from './mobile';
import { resnet20, resnet8 } from './residual';
import { speedrun } from './speedrun';

/**
 * The networks that come with Kernelgarten, in the order in which they are listed: from what comes easiest to what came last.
 * Comparisons rest on `small`, `vgg`, `lenet` and `mlp`: they stay as they are.
 */
export const presets = { small, mlp, local, lenet, alexnet, vgg, wide, deep, allconv, resnet8, resnet20, mobile, speedrun } as const satisfies Record<
  string,
  ModelSpec
>;

export type PresetName = keyof typeof presets;

export function isPreset(name: string): name is PresetName {
  return Object.hasOwn(presets, name);
}

export const presetNames: readonly PresetName[] = Object.keys(presets).filter(isPreset);
