import { useTranslation } from 'react-i18next';
import { augmentations } from '../../engine/augmentation';
import { useData } from '../../state/data';
import { useSession } from '../../state/session';
import {
  choiceNames,
  liveSettings,
  settingChoices,
  settingDefaults,
  settingLimits,
  settingNames,
  useSettings,
  type ChoiceName,
  type SettingName,
} from '../../state/settings';
import { NumberField, Panel, Remark, Select, Switch, useFormat } from '../controls';
import styles from './TrainingPanel.module.css';

/** What the arrow keys do, by setting. */
const steps: Readonly<Record<SettingName, number | 'decade'>> = {
  batchSize: 8,
  epochs: 1,
  learningRate: 'decade',
  momentum: 0.05,
  weightDecay: 'decade',
  seed: 1,
  validateEvery: 10,
  validationPictures: 100,
};

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
      {settingNames.map((name) => (
        <Setting key={name} name={name} />
      ))}
      {choiceNames.map((name) => (
        <Choice key={name} name={name} />
      ))}
      <Augmentations />
    </Panel>
  );
}

function Choice({ name }: { name: ChoiceName }) {
  const { t } = useTranslation('training');
  const value = useSettings((state) => state.values[name]);
  const { choose } = useSettings.getState();
  const runValue = useSession((state) => state.runConfig?.training[name]);
  const nameOf = (choice: typeof value) => t(`choices.${name}.values.${choice}`);
  return (
    <Select
      label={t(`choices.${name}.label`)}
      hint={t(`choices.${name}.hint`)}
      remark={runValue === undefined || runValue === value ? undefined : t('inRun', { value: nameOf(runValue) })}
      value={value}
      default={settingDefaults[name]}
      options={settingChoices[name].map((choice) => ({ value: choice, label: nameOf(choice) }))}
      onChange={(choice) => choose(name, choice)}
    />
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

function Setting({ name }: { name: SettingName }) {
  const { t } = useTranslation('training');
  const format = useFormat();
  const value = useSettings((state) => state.values[name]);
  const { set } = useSettings.getState();
  const runValue = useSession((state) => state.runConfig?.training[name]);
  const live = liveSettings.includes(name);
  const remark =
    runValue === undefined ? undefined : live ? t('live') : runValue !== value ? t('inRun', { value: format.number(runValue) }) : undefined;
  const { hint, label } = { hint: t(`fields.${name}.hint`), label: t(`fields.${name}.label`) };
  return (
    <NumberField
      {...settingLimits[name]}
      label={label}
      hint={hint}
      formula={formulaOf(name)}
      remark={remark}
      value={value}
      default={settingDefaults[name]}
      step={steps[name]}
      commit={live ? 'settled' : 'typing'}
      onChange={(next) => set(name, next)}
      width={9}
    />
  );

  function formulaOf(setting: SettingName): string | undefined {
    switch (setting) {
      case 'seed':
      case 'validateEvery':
      case 'validationPictures':
        return undefined;
      default:
        return t(`fields.${setting}.formula`);
    }
  }
}
