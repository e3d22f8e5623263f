import type { PresetName } from '../engine/graph/presets';
import { recipeOf } from '../engine/graph/presets/recipes';
import { asOneEdit } from './history';
import { useNetwork } from './network';
import { useSettings } from './settings';

/** Replaces the network in the form by a preset, and fills in the settings that it brings: one step of undo. */
export function choosePreset(name: PresetName): void {
  asOneEdit(() => {
    useNetwork.getState().applyPreset(name);
    const { values, replace } = useSettings.getState();
    replace({ ...values, ...recipeOf(name) });
  });
}
