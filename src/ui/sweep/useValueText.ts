import { fieldOf, type SettingName } from '../../state/settings';
import type { SettingCombination, SettingValue } from '../../state/sweepAxes';
import { useSettingText } from '../training/useSettingText';

/** What a swept value is called: a number as it was typed, however small, all else as in the form. */
export function useValueText(): (name: SettingName, value: SettingValue) => string {
  const textOf = useSettingText();
  return (name, value) => (fieldOf(name).kind === 'number' ? String(value) : textOf(name, value));
}

/** The values of a combination: `0.003 · 0.9`. */
export function useCombinationText(): (combination: SettingCombination) => string {
  const textOf = useValueText();
  return (combination) => combination.map(({ name, value }) => textOf(name, value)).join(' · ');
}
