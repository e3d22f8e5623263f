import { useTranslation } from 'react-i18next';
import { Segmented, Slider } from '../../../controls';
import { PictureChoice } from '../../PictureChoice';
import shared from '../../Picture.module.css';
import { integerOf, type ChapterProps } from '../types';
import styles from './Arrangement.module.css';
import { isPicture, kernelOf, paddingsFor, slidingOf, stripName } from './fields';
import { Photo } from './Photo';
import { Strip } from './Strip';

/** A kernel that goes over a strip of numbers, or over a picture, step by step. */
export function Picture(props: ChapterProps) {
  const { t } = useTranslation('learn');
  const { state, change } = props;
  const picture = isPicture(state);
  return (
    <>
      <div className={shared.controls}>
        <Segmented
          label={t('arrangement.over')}
          value={picture ? 'picture' : stripName(state)}
          segments={[
            { value: 'seven', label: t('arrangement.seven') },
            { value: 'six', label: t('arrangement.six') },
            { value: 'picture', label: t('arrangement.photo') },
          ]}
          onChange={(over) => change(over === 'picture' ? { view: 'picture' } : { view: 'strip', strip: over, step: 0 })}
        />
        {picture && (
          <>
            <Slider label={t('arrangement.kernel')} value={kernelOf(state)} min={1} max={5} onChange={(kernel) => change({ kernel })} />
            <Slider label={t('arrangement.filters')} value={integerOf(state, 'filters')} min={1} max={8} onChange={(filters) => change({ filters })} />
          </>
        )}
        <Slider label={t('arrangement.stride')} value={integerOf(state, 'stride')} min={1} max={4} onChange={(stride) => change({ stride })} />
        <Padding {...props} />
        {picture && <PictureChoice value={integerOf(state, 'picture')} onChange={(label) => change({ picture: label })} />}
      </div>
      {picture ? <Photo {...props} /> : <Strip {...props} />}
    </>
  );
}

/** Zeros on either side, from a narrow convolution to a wide one. */
function Padding({ state, change }: ChapterProps) {
  const { t } = useTranslation('learn');
  const kernel = kernelOf(state);
  const name = (padding: string) => {
    if (padding === 'same') return t('arrangement.same');
    if (padding === '0') return t('arrangement.narrow', { padding });
    return padding === String(kernel - 1) ? t('arrangement.wide', { padding }) : padding;
  };
  return (
    <div className={styles.padding}>
      <span aria-hidden>{t('arrangement.padding')}</span>
      <Segmented
        label={t('arrangement.padding')}
        value={String(slidingOf(state).padding)}
        segments={paddingsFor(kernel).map((value) => ({ value, label: name(value), ...(value === 'same' ? { hint: t('arrangement.sameHint') } : {}) }))}
        onChange={(padding) => change({ padding })}
      />
    </div>
  );
}
