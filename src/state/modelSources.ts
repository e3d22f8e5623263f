import type { ModelFile } from '../engine/graph/parse';
import { presets, type PresetName } from '../engine/graph/presets';
import { recipeOf } from '../engine/graph/presets/recipes';
import { changesOf, recipeDefaults, recipeNames } from '../engine/optim/settings';
import { asOneEdit } from './history';
import { useNetwork } from './network';
import { presetOf } from './networkEdits';
import { useSettings } from './settings';

/** Replaces the network in the form, and fills in the settings that come with it, if any: one step of undo. */
function take({ model, training }: ModelFile): void {
  asOneEdit(() => {
    useNetwork.getState().replace(model);
    const { values, replace } = useSettings.getState();
    replace({ ...values, ...training });
  });
}

/** Whether the settings are those that the preset in the form has brought. */
function areBrought(): boolean {
  const { values } = useSettings.getState();
  const recipe = recipeOf(presetOf(useNetwork.getState().spec) ?? '');
  return recipe !== undefined && recipeNames.every((setting) => values[setting] === recipe[setting]);
}

/** One that brings no settings leaves those that there are, but for those of a preset before it, which suit no other. */
export function choosePreset(name: PresetName): void {
  const training = recipeOf(name) ?? (areBrought() ? recipeDefaults : undefined);
  take({ model: presets[name], ...(training ? { training } : {}) });
}

/** One that cannot be read leaves the form as it is; `useNetwork` says why. */
export function openModelFile(file: Blob): Promise<void> {
  return useNetwork.getState().openFile(file, take);
}

/** The text of a model file: the network in the form, and how its settings differ from the usual ones. */
export function modelFileText(): string {
  const training = changesOf(useSettings.getState().values);
  const isUsual = Object.keys(training).length === 0;
  return `${JSON.stringify({ ...useNetwork.getState().spec, ...(isUsual ? {} : { training }) }, null, 2)}\n`;
}
