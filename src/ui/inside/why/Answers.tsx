import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { stretched } from '../../../engine/attribution/gradCam';
import { PICTURE_SIDE } from '../../../data/types';
import type { InspectedPicture } from '../../../state/inspected';
import { useInquiries } from '../../../state/inquiries';
import type { WhyReport } from '../../../worker/messages';
import { largestMagnitude, Readout, useFormat } from '../../controls';
import { useRunClasses } from '../../data/useRunClasses';
import { plainPoints } from './heat';
import { HeatFigure } from './HeatFigure';
import { PointPicture, type Point } from './PointPicture';
import { Probabilities } from './Probabilities';
import styles from './why.module.css';

/** The picture, what is made of it, and the maps of what speaks for the class, side by side; a point of one is pointed at in all. */
export function Answers({ report, picture, layerName }: { report: WhyReport; picture: InspectedPicture; layerName: string | undefined }) {
  const { t } = useTranslation('insideWhy');
  const format = useFormat();
  const className = useRunClasses();
  const [point, setPoint] = useState<Point>();
  const found = useInquiries((state) => state.occlusion.finding);
  const occlusion = found && isSame(found.pixels, report.pixels) ? found : undefined;
  const { cam, label, pixels, saliency, step } = report;
  const camPoints = useMemo(() => cam && stretched(cam.values, cam.height, cam.width, PICTURE_SIDE), [cam]);
  const plain = useMemo(() => plainPoints(pixels), [pixels]);
  const at = point && point.row * PICTURE_SIDE + point.column;
  const said =
    at !== undefined &&
    point &&
    [
      t('answer.point', { row: point.row + 1, column: point.column + 1 }),
      `${t('saliency.title')} ${format.significant(saliency[at] ?? 0)}`,
      camPoints && `${t('cam.title')} ${format.significant(camPoints[at] ?? 0)}`,
      occlusion && `${t('occlusion.title')} ${format.percent(occlusion.drops[at] ?? 0)}`,
    ]
      .filter(Boolean)
      .join(' · ');
  const figures = { point, onPoint: setPoint, pixels, step };
  return (
    <>
      <div className={styles.figures}>
        <figure className={styles.figure}>
          <figcaption className={styles.name}>{t('answer.picture')}</figcaption>
          <PointPicture points={plain} label={t('answer.picture')} point={point} onPoint={setPoint} />
          <Probabilities report={report} truth={picture.origin.kind === 'test' ? picture.origin.label : undefined} />
        </figure>
        <HeatFigure {...figures} title={t('saliency.title')} hint={t('saliency.hint')} of={className(label)} values={saliency} limit={largestMagnitude(saliency)} />
        {cam && camPoints && (
          <HeatFigure {...figures} title={t('cam.title')} hint={t('cam.hint')} of={`${className(label)} · ${layerName}`} values={camPoints} limit={largestMagnitude(cam.values)} />
        )}
        {occlusion && (
          <HeatFigure
            {...figures}
            {...{ step: occlusion.step, values: occlusion.drops, limit: largestMagnitude(occlusion.drops), isSigned: true }}
            title={t('occlusion.title')}
            hint={t('occlusion.hint')}
            of={`${className(occlusion.label)} · ${format.percent(occlusion.probability)}`}
          />
        )}
      </div>
      <div role="status">
        <Readout empty={t('answer.pick')}>{said}</Readout>
      </div>
    </>
  );
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.every((byte, at) => byte === other[at]);
}
