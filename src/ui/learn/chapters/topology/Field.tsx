import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../controls';
import { PICTURE_SIDE } from '../../../../data/types';
import type { GraphNode } from '../../../../engine/graph/graph';
import { useSamples, useImage } from '../../usePictures';
import { centreOf, seenByCentre } from './field';
import { FieldTable } from './FieldTable';
import styles from './Picture.module.css';
import shared from '../../Picture.module.css';
import { Outline } from '../../Outline';

/** A picture with clear edges among those that come first. */
const SAMPLE = 32;

/** What the centre unit of the last of these layers sees of a picture, and how that came about. */
export function Field({ nodes }: { nodes: readonly GraphNode[] }) {
  const { t } = useTranslation('learn');
  const format = useFormat();
  const samples = useSamples();
  const image = useImage((samples[SAMPLE] ?? samples[0])?.pixels);
  const { from, to } = seenByCentre(nodes);
  const side = to - from + 1;
  const words = useFieldWords(nodes, side);
  const whole = `M0 0H${PICTURE_SIDE}V${PICTURE_SIDE}H0Z`;
  return (
    <div className={styles.field}>
      {image ? (
        <svg className={styles.seen} viewBox={`0 0 ${PICTURE_SIDE} ${PICTURE_SIDE}`} role="img" aria-label={words}>
          <image href={image} className={shared.pixels} width={PICTURE_SIDE} height={PICTURE_SIDE} />
          <path className={styles.unseen} fillRule="evenodd" d={`${whole}M${from} ${from}h${side}v${side}h${-side}z`} />
          <Outline x={from} y={from} width={side} height={side} />
        </svg>
      ) : (
        <p>{t('waiting')}</p>
      )}
      <div className={styles.steps}>
        <p>
          {words} {t('topology.rows', { from: format.place(from), to: format.place(to) })}
        </p>
        <FieldTable nodes={nodes} />
      </div>
    </div>
  );
}

/** How large the receptive field is, and what of it the picture's border leaves. */
function useFieldWords(nodes: readonly GraphNode[], side: number): string {
  const { t } = useTranslation('learn');
  const format = useFormat();
  const last = nodes.at(-1);
  if (!last) return t('topology.pixel');
  if (last.spec.type === 'dense') return t('topology.all', { side });
  const { size } = last.receptiveField;
  const unit = { row: format.place(centreOf(last)), rows: last.output.height, size, side };
  return t(last.spec.type === 'flatten' ? 'topology.value' : size > side ? 'topology.clipped' : 'topology.inside', unit);
}
