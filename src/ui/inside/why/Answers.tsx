import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { stretched } from '../../../engine/attribution/gradCam';
import { PICTURE_SIDE } from '../../../data/types';
import { useInquiries } from '../../../state/inquiries';
import type { WhyReport } from '../../../worker/messages';
import { largestMagnitude, useFormat } from '../../controls';
import { useRunClasses } from '../../data/useRunClasses';
import { Said } from '../Said';
import { HeatFigure } from './HeatFigure';
import type { Point } from './PointPicture';
import styles from './why.module.css';

/** The maps of what speaks for the class, side by side over the picture; a point of one is pointed at in all. */
export function Answers({ report, layerName }: { report: WhyReport; layerName: string | undefined }) {
  const { t } = useTranslation('insideWhy');
  const format = useFormat();
  const className = useRunClasses();
  const [point, setPoint] = useState<Point>();
  const found = useInquiries((state) => state.occlusion.finding);
  const occlusion = found && isSame(found.pixels, report.pixels) ? found : undefined;
  const { cam, label, pixels, saliency, step } = report;
  const camPoints = useMemo(() => cam && stretched(cam.values, cam.height, cam.width, PICTURE_SIDE), [cam]);
  const valuesAt = (at: number) => [
    `${t('saliency.title')} ${format.significant(saliency[at] ?? 0)}`,
    ...(camPoints ? [`${t('cam.title')} ${format.significant(camPoints[at] ?? 0)}`] : []),
    ...(occlusion ? [`${t('occlusion.title')} ${format.percent(occlusion.drops[at] ?? 0)}`] : []),
  ];
  const said =
    point &&
    [t('answer.point', { row: format.place(point.row), column: format.place(point.column) }), ...valuesAt(point.row * PICTURE_SIDE + point.column)].join(' · ');
  const figures = { point, onPoint: setPoint, pixels, step };
  return (
    <>
      <div className={styles.figures}>
        <HeatFigure
          {...figures}
          title={t('saliency.title')}
          hint={t('saliency.hint')}
          of={className(label)}
          values={saliency}
          limit={largestMagnitude(saliency)}
        />
        {cam && camPoints && (
          <HeatFigure
            {...figures}
            title={t('cam.title')}
            hint={t('cam.hint')}
            of={`${className(label)} · ${layerName}`}
            values={camPoints}
            limit={largestMagnitude(cam.values)}
          />
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
      <Said empty={t('answer.pick')}>{said}</Said>
    </>
  );
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.every((byte, at) => byte === other[at]);
}
