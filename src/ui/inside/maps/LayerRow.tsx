import { Maximize2, Minimize2 } from 'lucide-react';
import { memo, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { GraphNode } from '../../../engine/graph/graph';
import type { UnitPlace } from '../../../worker/messages';
import { IconButton, largestMagnitude, ScaleLegend, useFormat, useWidth } from '../../controls';
import { shapeText } from '../../network/words';
import styles from './NetworkGraph.module.css';
import { MapSheet } from './MapSheet';
import { sheetOf } from './sheet';
import { isVector, useUnitText } from './useUnitText';

export interface LayerRowProps {
  node: GraphNode;
  values: Float32Array;
  /** The value of this layer that is pointed at. */
  pointed: UnitPlace | undefined;
  isLarge: boolean;
  onLarge: (path: string | undefined) => void;
  onPoint: (unit: UnitPlace) => void;
  onPick: (unit: UnitPlace) => void;
  /** What is told of one of its values, below its maps. */
  children?: ReactNode;
}

/** A layer with its maps, all in the same colours: a row of them, or all. */
export const LayerRow = memo(function LayerRow({ node, values, pointed, isLarge, onLarge, onPoint, onPick, children }: LayerRowProps) {
  const { t } = useTranslation('inside');
  const text = useUnitText();
  const format = useFormat();
  const [place, width] = useWidth(600);
  const { path, output } = node;
  const sheet = useMemo(() => sheetOf(output, { width, isLarge }), [output, width, isLarge]);
  const [limit, broken] = useMemo(() => [largestMagnitude(values), values.filter((value) => !Number.isFinite(value)).length], [values]);
  const layer = text.layer(node);
  const canGrow = sheet.count < output.channels || !isVector(node);
  return (
    <div className={styles.row}>
      <div className={styles.name}>
        <span className={styles.title}>
          {layer}
          {(isLarge || canGrow) && (
            <IconButton
              size="small"
              label={t(isLarge ? 'maps.fewer' : 'maps.all', { layer, count: output.channels })}
              icon={isLarge ? <Minimize2 /> : <Maximize2 />}
              aria-expanded={isLarge}
              onClick={() => onLarge(isLarge ? undefined : path)}
            />
          )}
        </span>
        <span className={styles.shape}>{shapeText(output, format.number)}</span>
        <ScaleLegend label={t('maps.values')} limit={limit} />
        {broken > 0 && <span className={styles.broken}>{t('maps.broken', { count: broken, values: format.number(values.length) })}</span>}
      </div>
      <div className={styles.maps} ref={place}>
        <MapSheet
          sheet={sheet}
          values={values}
          limit={limit}
          label={t(isVector(node) ? 'maps.vector' : 'maps.sheet', { layer, count: output.channels, rows: output.height, columns: output.width })}
          pointed={pointed}
          onPoint={(unit) => onPoint({ path, ...unit })}
          onPick={(unit) => onPick({ path, ...unit })}
        />
        {sheet.count < output.channels && <span className={styles.more}>{t('maps.more', { count: output.channels - sheet.count })}</span>}
      </div>
      {children}
    </div>
  );
});
