import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n';
import type { SettingName } from '../../state/settings';
import { useFormat } from '../controls';

export type SettingText = (name: SettingName, value: unknown) => string;

/** What a setting's value is called: the name of a choice, a number, on or off. */
export function useSettingText(): SettingText {
  const { t } = useTranslation('training');
  const word = useWords();
  const format = useFormat();
  return useCallback(
    (name, value) => {
      const named = word(`training:fields.${name}.values.${String(value)}`);
      if (named !== undefined) return named;
      if (typeof value === 'number') return format.number(value);
      return typeof value === 'boolean' ? t(value ? 'on' : 'off') : String(value);
    },
    [t, word, format],
  );
}
