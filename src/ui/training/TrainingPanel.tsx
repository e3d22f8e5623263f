import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../state/data';
import { isShown, picturesOfStep, plainNames, useSettings } from '../../state/settings';
import { Panel, useFormat } from '../controls';
import { Augmentations } from './Augmentations';
import { FindRate } from './RangeTestDialog';
import { ScheduleCurve } from './ScheduleCurve';
import { SettingControl } from './SettingControl';

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
      {plainNames.filter((name) => isShown(name, values)).map((name) => (
        <Fragment key={name}>
          <SettingControl name={name} />
          {name === 'schedule' && <ScheduleCurve />}
        </Fragment>
      ))}
      <Augmentations />
    </Panel>
  );
}
