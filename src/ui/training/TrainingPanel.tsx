import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { augmentations } from '../../engine/augmentation';
import { useData } from '../../state/data';
import { useSession } from '../../state/session';
import { isShown, picturesOfStep, settingNames, useSettings } from '../../state/settings';
import { Panel, Remark, Switch, useFormat } from '../controls';
import { FindRate } from './RangeTestDialog';
import { ScheduleCurve } from './ScheduleCurve';
import { SettingControl } from './SettingControl';
import styles from './TrainingPanel.module.css';

/** Settings of the next run; those that are live act on the present one too. */
export function TrainingPanel() {
  const { t } = useTranslation('training');
  const format = useFormat();
  const trainCount = useData((state) => state.summary?.trainCount);
  const values = useSettings((state) => state.values);
  const { epochs } = values;
  const note =
    trainCount === undefined
      ? undefined
      : t('nextRun', {
          steps: format.number(epochs * Math.ceil(trainCount / picturesOfStep(values))),
          epochs: format.number(epochs),
        });
  return (
    <Panel title={t('title')} note={note} actions={<FindRate />}>
      {settingNames.filter((name) => isShown(name, values)).map((name) => (
        <Fragment key={name}>
          <SettingControl name={name} />
          {name === 'schedule' && <ScheduleCurve />}
        </Fragment>
      ))}
      <Augmentations />
    </Panel>
  );
}

function Augmentations() {
  const { t } = useTranslation('training');
  const chosen = useSettings((state) => state.values.augment);
  const { setAugmentation } = useSettings.getState();
  const hasRun = useSession((state) => state.runConfig !== undefined);
  return (
    <fieldset className={styles.group}>
      <legend>
        {t('augmentation.title')}
        {hasRun && <Remark text={t('live')} />}
      </legend>
      {augmentations.map((name) => (
        <Switch
          key={name}
          label={t(`augmentation.${name}.label`)}
          hint={t(`augmentation.${name}.hint`)}
          checked={chosen.includes(name)}
          onChange={(on) => setAugmentation(name, on)}
        />
      ))}
    </fieldset>
  );
}
