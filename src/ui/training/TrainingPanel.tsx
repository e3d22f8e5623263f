import { useTranslation } from 'react-i18next';
import { useData } from '../../state/data';
import { FieldsOf, FORM } from '../../state/fieldErrors';
import { picturesOfStep, useSettings } from '../../state/settings';
import { Panel, useFormat } from '../controls';
import { Sweep } from '../sweep/SweepDialog';
import { UndoButtons } from '../frame/UndoButtons';
import { AugmentationPreview } from './AugmentationPreview';
import { FindRate } from './RangeTestDialog';
import { ScheduleCurve } from './ScheduleCurve';
import { SettingGroup } from './SettingGroup';
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
    <Panel title={t('title')} note={note} actions={<Actions />}>
      <FieldsOf value={FORM}>
        <SettingGroup name="run" isOpen />
        <SettingGroup name="optimiser" isOpen below={{ schedule: <ScheduleCurve /> }} />
        <SettingGroup name="regularisation" />
        <SettingGroup name="augmentation">
          <AugmentationPreview />
        </SettingGroup>
        <SettingGroup name="validation" />
      </FieldsOf>
    </Panel>
  );
}

function Actions() {
  return (
    <>
      <FindRate />
      <Sweep />
      <span className={styles.icons}>
        <UndoButtons />
      </span>
    </>
  );
}
