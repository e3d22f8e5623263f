import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { buildGraph } from '../../../../engine/graph/graph';
import { Segmented, Slider, useFormat } from '../../../controls';
import { ComparisonView } from '../../comparison/ComparisonView';
import { lengthOf } from '../../comparison/fields';
import { choiceOf, integerOf, type ChapterProps } from '../types';
import styles from './Depth.module.css';
import { BLOCKS } from './fields';
import { NetworkDrawing } from './NetworkDrawing';
import { contendersOf, networkNamed, pairOf, pairs, sizeNamed, sizes, type Pair } from './networks';

const pairNames = Object.keys(pairs) as readonly Pair[];

/** Two networks of equal parameters side by side, and their training against each other. */
export function Picture({ state, change, revealed }: ChapterProps) {
  const { t } = useTranslation('learn');
  const format = useFormat();
  const network = networkNamed(choiceOf(state, 'network'));
  const [pair, size, blocks] = [pairOf(network), sizeNamed(choiceOf(state, 'size')), integerOf(state, 'blocks')];
  const contenders = useMemo(() => contendersOf(pair, size, blocks), [pair, size, blocks]);
  const counts = contenders.map(({ model }) => buildGraph(model).parameterCount);
  const apart = Math.max(...counts) / Math.min(...counts) - 1;
  return (
    <>
      <div className={styles.row}>
        <Segmented
          label={t('depth.pair')}
          value={pair}
          segments={pairNames.map((value) => ({ value, label: t(`depth.pairs.${value}`) }))}
          onChange={(next) => change({ network: pairs[next][0] })}
        />
        <Segmented
          label={t('depth.size')}
          value={size}
          segments={sizes.map((value) => ({ value, label: t(`depth.sizes.${value}`) }))}
          onChange={(next) => change({ size: next })}
        />
        {pair === 'shortcut' && (
          <Slider label={t('depth.blocks')} value={blocks} min={BLOCKS.min} max={BLOCKS.max} onChange={(next) => change({ blocks: next })} />
        )}
      </div>
      <div className={styles.networks}>
        {contenders.map(({ name, model }) => (
          <NetworkDrawing key={name} name={t(`depth.networks.${networkNamed(name)}`)} model={model} withWork={revealed} />
        ))}
      </div>
      <div className={styles.row}>
        <span>{apart === 0 ? t('depth.equal') : t('depth.apart', { share: format.percent(apart) })}</span>
        <span className={styles.build}>
          {t('depth.build')}
          <Segmented
            label={t('depth.build')}
            value={network}
            segments={pairs[pair].map((value) => ({ value, label: t(`depth.networks.${value}`) }))}
            onChange={(next) => change({ network: next })}
          />
        </span>
      </div>
      <ComparisonView
        chapter="depth"
        subject={`depth/${pair}`}
        contenders={contenders}
        withWork={revealed}
        length={lengthOf(state)}
        onChange={(next) => change({ ...next })}
      />
    </>
  );
}
