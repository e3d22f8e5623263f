import { useTranslation } from 'react-i18next';
import { PICTURE_CHANNELS } from '../../../../data/types';
import { Segmented, Slider } from '../../../controls';
import { PictureChoice } from '../../PictureChoice';
import shared from '../../Picture.module.css';
import { choiceOf, integerOf, type ChapterProps } from '../types';
import { kindOf } from './connections';
import { Counts } from './Counts';
import { Drawing } from './Drawing';

/** One neuron and what it sees of its input: everything, or a receptive field that can be moved. */
export function Picture(props: ChapterProps) {
  const { t } = useTranslation('learn');
  const { state, change } = props;
  const kind = kindOf(choiceOf(state, 'connection'));
  return (
    <>
      <div className={shared.controls}>
        <Segmented
          label={t('local.connection')}
          value={kind}
          segments={[
            { value: 'full', label: t('local.full') },
            { value: 'local', label: t('local.local') },
          ]}
          onChange={(connection) => change({ connection })}
        />
        <Slider label={t('local.kernel')} value={integerOf(state, 'kernel')} min={1} max={11} onChange={(kernel) => change({ kernel })} />
        <Slider label={t('local.depth')} value={integerOf(state, 'depth')} min={1} max={32} onChange={(depth) => change({ depth })} />
        {integerOf(state, 'depth') === PICTURE_CHANNELS && <PictureChoice value={integerOf(state, 'picture')} onChange={(picture) => change({ picture })} />}
      </div>
      <Drawing {...props} />
      <Counts {...props} />
    </>
  );
}
