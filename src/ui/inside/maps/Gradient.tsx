import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { PICTURE_SIDE } from '../../../data/types';
import type { Graph } from '../../../engine/graph/graph';
import { sightOf } from '../../../engine/explain/sight';
import type { UnitReport } from '../../../worker/messages';
import { largestMagnitude, SignedMap, useFormat, useSignedScale } from '../../controls';
import { Picture } from '../../data/Picture';
import styles from './Arithmetic.module.css';
import { Framed } from './Framed';
import { measure } from './measured';

const SCALE = 5;

/** What a unit sees by its windows, and beside it what is measured: how much each point of the picture moves it. */
export function Gradient({ graph, report }: { graph: Graph; report: UnitReport }) {
  const { t } = useTranslation('inside');
  const format = useFormat();
  const { unit, gradient, maps } = report;
  const { area } = useMemo(() => sightOf(graph, unit.path, unit), [graph, unit]);
  const measured = useMemo(() => measure(gradient), [gradient]);
  const largest = largestMagnitude(measured.magnitudes);
  const scale = useSignedScale(largest);
  const span = (from: number, to: number) => `${format.number(from)}–${format.number(to)}`;
  const seen = area ? (area.bottom - area.top + 1) * (area.right - area.left + 1) : 0;
  return (
    <>
      <div className={styles.fields}>
        <figure>
          <figcaption>{t('why.theory')}</figcaption>
          <Framed area={area} scale={SCALE}>
            <Picture pixels={maps.pixels} scale={SCALE} label={t('why.theory')} />
          </Framed>
        </figure>
        <figure>
          <figcaption>{t('why.measured')}</figcaption>
          <Framed area={area} scale={SCALE}>
            <SignedMap
              className={styles.field}
              values={measured.magnitudes}
              rows={PICTURE_SIDE}
              columns={PICTURE_SIDE}
              scale={scale}
              label={t('why.measured')}
            />
          </Framed>
        </figure>
      </div>
      <p className={styles.note}>
        {measured.area
          ? t('why.extent', {
              ...{ points: format.number(measured.count), seen: format.number(seen), largest: format.significant(largest) },
              ...{ rows: span(measured.area.top, measured.area.bottom), columns: span(measured.area.left, measured.area.right) },
            })
          : t('why.noGradient')}
      </p>
    </>
  );
}
