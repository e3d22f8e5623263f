import { DefaultZIndexes, usePlotArea, useXAxisInverseScale, useXAxisScale, ZIndexLayer } from 'recharts';
import type { PointerEvent } from 'react';
import { useCurves } from '../../state/curves';
import styles from './MetricChart.module.css';

/**
 * The vertical line of one chart at the training point that is pointed at in any of them. It lives inside a chart, but
 * follows the pointer by itself: the curves are not drawn again for it.
 */
export function Crosshair() {
  const area = usePlotArea();
  const toPixel = useXAxisScale();
  const toValue = useXAxisInverseScale();
  const { frame, axis, cursor, setCursor } = useCurves();
  if (!area || !toPixel || !toValue) return null;

  const { training } = frame.curves;
  const onPointerMove = (event: PointerEvent<SVGRectElement>) => {
    const x = Number(toValue(area.x + event.clientX - event.currentTarget.getBoundingClientRect().left));
    setCursor(training.nearest(axis, x));
  };
  const x = cursor === undefined ? undefined : toPixel(training[axis].at(cursor));
  return (
    <ZIndexLayer zIndex={DefaultZIndexes.label + 1}>
      {x !== undefined && <line className={styles.crosshair} x1={x} x2={x} y1={area.y} y2={area.y + area.height} />}
      <rect className={styles.touch} {...area} onPointerMove={onPointerMove} onPointerLeave={() => setCursor(undefined)} />
    </ZIndexLayer>
  );
}
