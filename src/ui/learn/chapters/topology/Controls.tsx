import { useTranslation } from 'react-i18next';
import { patternActivations } from '../../../../engine/graph/pattern';
import { Segmented, Select, Slider } from '../../../controls';
import { useLayerWords } from '../../../network/words';
import { choiceOf, integerOf, oneOf, type ChapterProps } from '../types';
import styles from './Picture.module.css';

/** The numbers and choices of the pattern. */
export function Controls({ state, change }: Pick<ChapterProps, 'state' | 'change'>) {
  const { t } = useTranslation('model');
  const { t: learn } = useTranslation('learn');
  const words = useLayerWords();
  const slider = (name: 'm' | 'n' | 'k' | 'kernel' | 'filters', min: number, max: number) => (
    <Slider label={learn(`topology.fields.${name}`)} value={integerOf(state, name)} {...{ min, max }} onChange={(value) => change({ [name]: value })} />
  );
  return (
    <div className={styles.controls}>
      {slider('m', 1, 4)}
      {slider('n', 0, 6)}
      {slider('k', 1, 3)}
      {slider('kernel', 1, 7)}
      {slider('filters', 1, 32)}
      <Select
        label={t('pattern.activation')}
        value={oneOf(patternActivations, state, 'activation')}
        options={patternActivations.map((value) => ({ value, label: words.name(value) }))}
        onChange={(activation) => change({ activation })}
      />
      <Segmented
        label={t('pattern.pool')}
        value={choiceOf(state, 'pool')}
        segments={[
          { value: 'yes', label: learn('topology.pool') },
          { value: 'no', label: learn('topology.noPool') },
        ]}
        onChange={(pool) => change({ pool })}
      />
      <Segmented
        label={t('pattern.padding')}
        value={choiceOf(state, 'padding')}
        segments={[
          { value: 'same', label: learn('topology.padded') },
          { value: 'valid', label: learn('topology.unpadded') },
        ]}
        onChange={(padding) => change({ padding })}
      />
    </div>
  );
}
