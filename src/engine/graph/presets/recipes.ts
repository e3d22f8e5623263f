import type { Recipe } from '../../optim/recipe';
import { isPreset, type PresetName } from './index';
import { speedrunRecipe } from './speedrun';

/** Presets that bring the settings with which they are trained. */
const recipes: Partial<Record<PresetName, Recipe>> = { speedrun: speedrunRecipe };

/** How a preset wants to be trained, where it does. */
export function recipeOf(name: string): Recipe | undefined {
  return isPreset(name) ? recipes[name] : undefined;
}
