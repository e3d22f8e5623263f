import { Fragment, useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { changedIn, isShown, settingGroups, useSettings, type SettingGroupName, type SettingName } from '../../state/settings';
import { SettingControl } from './SettingControl';
import styles from './SettingGroup.module.css';
import { useSettingText } from './useSettingText';

export interface SettingGroupProps {
  name: SettingGroupName;
  /** Whether its fields are seen at first. */
  isOpen?: boolean;
  /** What stands below one of the fields. */
  below?: Partial<Record<SettingName, ReactNode>>;
  /** What stands below them all. */
  children?: ReactNode;
}

/** Settings of one kind under a heading that folds them away; what is not as usual is said there then. */
export function SettingGroup({ name, isOpen = false, below, children }: SettingGroupProps) {
  const { t } = useTranslation('training');
  const id = useId();
  const [open, setOpen] = useState(isOpen);
  const values = useSettings((state) => state.values);
  const textOf = useSettingText();
  const changes = changedIn(name, values).map((setting) => `${t(`fields.${setting}.label`)} ${textOf(setting, values[setting])}`);
  return (
    <details className={styles.group} open={open} onToggle={(event) => setOpen(event.currentTarget.open)} aria-labelledby={id}>
      <summary className={styles.summary}>
        <span className={styles.title} id={id}>
          {t(`groups.${name}`)}
        </span>
        {!open && changes.length > 0 && <span className={styles.changes}>{changes.join(' · ')}</span>}
      </summary>
      {open && (
        <div className={styles.fields} onBlur={useSettings.getState().endEdit}>
          {settingGroups[name]
            .filter((setting) => isShown(setting, values))
            .map((setting) => (
              <Fragment key={setting}>
                <SettingControl name={setting} />
                {below?.[setting]}
              </Fragment>
            ))}
          {children}
        </div>
      )}
    </details>
  );
}
