import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n';
import { useSession } from '../../state/session';
import { defaultsFor, fieldOf, isLive, useSettings, type SettingField, type SettingName } from '../../state/settings';
import { NumberField, Select, Switch } from '../controls';
import { useSettingText } from './useSettingText';

/** The control that a setting's kind calls for. */
export function SettingControl({ name }: { name: SettingName }) {
  const { t } = useTranslation('training');
  const word = useWords();
  const textOf = useSettingText();
  const value = useSettings((state) => state.values[name]);
  const runValue = useSession((state) => state.runConfig?.training[name]);
  const set = (next: unknown) => useSettings.getState().set(name, next as typeof value);
  const live = isLive(name);
  const differs = runValue !== undefined && runValue !== value;
  const about = {
    label: t(`fields.${name}.label`),
    hint: word(`training:fields.${name}.hints.${String(value)}`) ?? t(`fields.${name}.hint`),
    formula: word(`training:fields.${name}.formulas.${String(value)}`) ?? word(`training:fields.${name}.formula`),
    remark: differs ? t('inRun', { value: textOf(name, runValue) }) : live && runValue !== undefined ? t('live') : undefined,
  };
  const field: SettingField<unknown> = fieldOf(name);
  const initial: unknown = useSettings((state) => defaultsFor(state.values.optimizer)[name]);
  switch (field.kind) {
    case 'number':
      return (
        <NumberField
          {...about}
          min={field.min}
          max={field.max}
          integer={field.integer ?? false}
          step={field.step}
          value={Number(value)}
          default={Number(initial)}
          commit={live ? 'settled' : 'typing'}
          onChange={set}
          width={9}
        />
      );
    case 'choice':
      return (
        <Select
          {...about}
          value={String(value)}
          default={String(initial)}
          options={field.choices.map((choice) => ({ value: String(choice), label: textOf(name, choice) }))}
          onChange={(next) => set(field.choices.find((choice) => String(choice) === next))}
        />
      );
    case 'switch':
      return <Switch {...about} checked={Boolean(value)} default={Boolean(initial)} onChange={set} />;
  }
}
