import { useTranslation } from 'react-i18next';
import type { Problem } from '../../engine/problem';
import { useProblemText } from '../../i18n';
import { useSettings, type SettingName } from '../../state/settings';
import { choicesOf, draftOf, sweptNames, type AxisDraft } from '../../state/sweepAxes';
import { Checks, Select, TextField } from '../controls';
import styles from './SweepDialog.module.css';
import { useValueText } from './useValueText';

/** What the list says where there is no second setting. */
const NONE = 'none';

export interface AxisFieldsProps {
  /** Which of the two. */
  place: 'first' | 'second';
  /** Undefined: no second setting. */
  draft: AxisDraft | undefined;
  /** What the other one is, which this cannot be. */
  taken: SettingName | undefined;
  problem: Problem | undefined;
  disabled: boolean;
  onChange: (draft: AxisDraft | undefined) => void;
}

/** Chooses a setting, and the values that it takes: typed where it is a number, ticked where it is a choice. */
export function AxisFields({ place, draft, taken, problem, disabled, onChange }: AxisFieldsProps) {
  const { t } = useTranslation('sweep');
  const { t: training } = useTranslation('training');
  const say = useProblemText();
  const textOf = useValueText();
  const form = useSettings((state) => state.values);
  const names = sweptNames(form).filter((name) => name !== taken);
  const options = names.map((name) => ({ value: name, label: training(`fields.${name}.label`) }));
  const choose = (name: SettingName | typeof NONE) => onChange(name === NONE ? undefined : draftOf(name, form));
  const choices = draft && choicesOf(draft.name);
  const about = { label: t(`values.${place}`), hintSide: 'top', problem: problem && say(problem), disabled } as const;
  return (
    <div className={styles.axis}>
      <Select
        label={t(`setting.${place}`)}
        hint={t(`setting.${place}Hint`)}
        hintSide="top"
        value={draft?.name ?? NONE}
        options={place === 'second' ? [{ value: NONE, label: t('setting.none') }, ...options] : options}
        disabled={disabled}
        onChange={choose}
      />
      {draft && choices && (
        <Checks
          {...about}
          hint={t('values.tickHint')}
          value={draft.picked.map(String)}
          options={choices.map((choice) => ({ value: String(choice), label: textOf(draft.name, choice) }))}
          onChange={(picked) => onChange({ ...draft, picked: choices.filter((choice) => picked.includes(String(choice))) })}
        />
      )}
      {draft && !choices && <TextField {...about} hint={t('values.typeHint')} value={draft.text} onChange={(text) => onChange({ ...draft, text })} />}
    </div>
  );
}
