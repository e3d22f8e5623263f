import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n';
import type { SettingName } from '../../state/settings';
import { useFormat } from '../controls';

/** What a setting's value is called: a number, the name of a choice, on or off. */
export function useSettingText(): (name: SettingName, value: unknown) => string {
  const { t } = useTranslation('training');
  const word = useWords();
  const format = useFormat();
  return (name, value) => {
    if (typeof value === 'number') return format.number(value);
    if (typeof value === 'boolean') return t(value ? 'on' : 'off');
    return word(`training:fields.${name}.values.${String(value)}`) ?? String(value);
  };
}
