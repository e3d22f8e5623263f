import { useTranslation } from 'react-i18next';
import { augmentationNames } from '../../state/settings';
import { AugmentationPreview } from './AugmentationPreview';
import styles from './Augmentations.module.css';
import { SettingControl } from './SettingControl';

/** What is done to the training pictures, and what they look like then. */
export function Augmentations() {
  const { t } = useTranslation('training');
  return (
    <fieldset className={styles.group}>
      <legend>{t('augmentation.title')}</legend>
      {augmentationNames.map((name) => (
        <SettingControl key={name} name={name} />
      ))}
      <AugmentationPreview />
    </fieldset>
  );
}
