import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Hint, ScaleLegend, useFormat, useSignedScale } from '../../controls';
import { heatPoints } from './heat';
import { PointPicture, type Point } from './PointPicture';
import styles from './why.module.css';

export interface HeatFigureProps {
  title: string;
  hint: string;
  /** What the values speak for. */
  of: string;
  step: number;
  pixels: Uint8Array;
  /** 32 × 32. */
  values: Float32Array;
  /** The value at the end of the scale. */
  limit: number;
  /** Whether values below zero mean something. */
  isSigned?: boolean;
  point: Point | undefined;
  onPoint: (point: Point) => void;
}

/** A map over the picture that it explains, with its legend. */
export function HeatFigure({ title, hint, of, step, pixels, values, limit, isSigned = false, point, onPoint }: HeatFigureProps) {
  const { t } = useTranslation('insideWhy');
  const format = useFormat();
  const scale = useSignedScale(limit);
  const points = useMemo(() => heatPoints(pixels, values, scale), [pixels, values, scale]);
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.name}>
        <Hint text={hint} side="top">
          <span tabIndex={0} className={styles.explained}>
            {title}
          </span>
        </Hint>
      </figcaption>
      <PointPicture points={points} label={t('answer.map', { title, of })} point={point} onPoint={onPoint} />
      {isSigned ? (
        <ScaleLegend label={t('occlusion.legend')} limit={limit} />
      ) : (
        <div className={styles.legend}>
          <span className={styles.bar} aria-hidden />
          <span className={styles.ends}>
            <span>0</span>
            <span>{format.significant(limit)}</span>
          </span>
        </div>
      )}
      <p className={styles.note}>{t('answer.of', { of, step: format.number(step) })}</p>
    </figure>
  );
}
