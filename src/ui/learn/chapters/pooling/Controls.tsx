import { useTranslation } from 'react-i18next';
import { Select, Slider } from '../../../controls';
import { integerOf, type ChapterProps } from '../types';
import { KERNELS, MOST_SHIFT, type KernelName } from './arithmetic';
import styles from './Picture.module.css';
import { settingsOf } from './useMaps';

const names = Object.keys(KERNELS) as KernelName[];

/** Kernel, pool, picture and shift. */
export function Controls({ state, change, pictures }: Pick<ChapterProps, 'state' | 'change'> & { pictures: number }) {
  const { t } = useTranslation('learn');
  const { kernel, window, stride, across, down } = settingsOf(state);
  const shift = { min: -MOST_SHIFT, max: MOST_SHIFT };
  return (
    <div className={styles.controls}>
      <Slider
        label={t('pooling.picture')}
        value={integerOf(state, 'picture')}
        min={1}
        max={Math.max(1, pictures)}
        onChange={(picture) => change({ picture })}
      />
      <Slider label={t('pooling.window')} value={window} min={2} max={4} onChange={(next) => change({ window: next })} />
      <Slider label={t('pooling.across')} value={across} {...shift} onChange={(next) => change({ across: next })} />
      <Select
        label={t('pooling.kernel')}
        value={kernel}
        options={names.map((value) => ({ value, label: t(`pooling.kernels.${value}`) }))}
        onChange={(next) => change({ kernel: next })}
      />
      <Slider label={t('pooling.stride')} value={stride} min={1} max={4} onChange={(next) => change({ stride: next })} />
      <Slider label={t('pooling.down')} value={down} {...shift} onChange={(next) => change({ down: next })} />
    </div>
  );
}
