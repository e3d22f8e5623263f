import { useTranslation } from 'react-i18next';
import { useData } from '../../state/data';
import { plainNames, useSettings } from '../../state/settings';
import { Panel, useFormat } from '../controls';
import { Augmentations } from './Augmentations';
import { SettingControl } from './SettingControl';

/** Settings of the next run; learning rate, weight decay and augmentation act on the present one too. */
export function TrainingPanel() {
  const { t } = useTranslation('training');
  const format = useFormat();
  const trainCount = useData((state) => state.summary?.trainCount);
  const { batchSize, epochs } = useSettings((state) => state.values);
  const note =
    trainCount === undefined
      ? undefined
      : t('nextRun', {
          steps: format.number(epochs * Math.ceil(trainCount / batchSize)),
          epochs: format.number(epochs),
        });
  return (
    <Panel title={t('title')} note={note}>
      {plainNames.map((name) => (
        <SettingControl key={name} name={name} />
      ))}
      <Augmentations />
    </Panel>
  );
}
