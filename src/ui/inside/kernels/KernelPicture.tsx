import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KernelView } from '../../../engine/explain/kernelViews';
import { distributionOf } from '../../../engine/metrics/statistics';
import type { KernelSnapshot } from '../../../state/kernels';
import { AsTable, ScaleLegend, useFormat, useSignedScale, type Format } from '../../controls';
import { ColourLegend } from './ColourLegend';
import styles from './KernelsView.module.css';
import { TileGrid } from './TileGrid';
import { blend, difference, limitOf, tilesOf, valuesOf, type KernelChoice, type Tile } from './tiles';

export interface KernelPictureProps {
  view: KernelView;
  /** Of the layer. */
  name: string;
  choice: KernelChoice;
  snapshots: readonly KernelSnapshot[];
  shown: KernelSnapshot;
}

/** The chosen kernels as they were at a step, with their legend, and the figures of the one that is picked. */
export function KernelPicture({ view, name, choice, snapshots, shown }: KernelPictureProps) {
  const { t } = useTranslation('insideHealth');
  const format = useFormat();
  const { mode, position } = choice;
  const limit = limitOf(snapshots, mode);
  const scale = useSignedScale(limit);
  const [last, setPicked] = useState(0);
  const tiles = useMemo(() => tilesOf(view, choice), [view, choice]);
  const picked = Math.min(last, tiles.length - 1);
  const start = snapshots[0] ?? shown;
  const drawn = useMemo(
    () =>
      tiles.map((tile) => {
        const values = valuesOf(view, shown.weights, tile, position);
        return mode === 'change' ? difference(values, valuesOf(view, start.weights, tile, position)) : values;
      }),
    [tiles, view, shown, start, mode, position],
  );
  const { rows, columns } = view;
  const colourOf = useCallback(
    (tile: number, row: number, column: number) => {
      const at = (plane: number) => drawn[tile]?.[(plane * rows + row) * columns + column] ?? 0;
      return mode === 'colours' ? blend([at(0), at(1), at(2)], limit) : scale.colour(at(0));
    },
    [drawn, mode, limit, scale, rows, columns],
  );
  const tileName = useTileName(view);
  const tile = tiles[picked] ?? { filter: 0, channel: 0 };
  const values = drawn[picked] ?? new Float32Array();
  const said = useSaid(tileName(tile), view, tile, position, values, start);
  const digits = (value: number) => format.significant(value);
  return (
    <div className={styles.picture}>
      <TileGrid
        label={t('kernels.grid', { layer: name, step: format.number(shown.step) })}
        {...{ count: tiles.length, rows, columns, colourOf, picked }}
        onPick={setPicked}
        text={said[mode === 'change' ? 'change' : 'read']}
      />
      <div className={styles.legend}>
        {mode === 'colours' ? (
          <ColourLegend label={t('kernels.legendColours')} limit={limit} />
        ) : (
          <ScaleLegend label={t(mode === 'change' ? 'kernels.legendChange' : 'kernels.legend')} limit={limit} />
        )}
      </div>
      <p className={styles.read} aria-hidden>
        {said[mode === 'change' ? 'change' : 'read']}
      </p>
      <p className={styles.soft}>{t('kernels.pick')}</p>
      {/* A table of thousands of weights tells less than the picture. */}
      {columns <= MOST_COLUMNS && rows <= MOST_COLUMNS && (
        <AsTable
          name={t('kernels.table', { tile: tileName(tile) })}
          heads={[t('kernels.row'), ...Array.from({ length: columns }, (_, column) => format.place(column))]}
          words={1}
          rows={Array.from({ length: values.length / columns }, (_, row) => [
            rowName(row, rows, values.length / columns / rows, t('kernels.channel'), format.place),
            ...Array.from(values.subarray(row * columns, (row + 1) * columns), digits),
          ])}
        />
      )}
    </div>
  );
}

const MOST_COLUMNS = 64;

/** The row of a kernel, with its channel where there are several. */
function rowName(row: number, rows: number, channels: number, channel: string, place: Format['place']): string {
  return channels > 1 ? `${channel} ${place(Math.floor(row / rows))}: ${place(row % rows)}` : place(row);
}

function useTileName({ filters, kind, channels, positions, rows, columns }: KernelView): (tile: Tile) => string {
  const { t } = useTranslation('insideHealth');
  const format = useFormat();
  return ({ filter, channel }) => {
    if (filters === 1 && channels === 1 && !positions && rows * columns > 1) return t('kernels.tile.all');
    const named = t(`kernels.tile.${kind}`, { filter: format.place(filter) });
    return channel === undefined || channels === 1 ? named : t('kernels.tile.both', { filter: named, channel: format.place(channel) });
  };
}

/** The figures of a kernel in words: of what is drawn, and how far it has come since the start. */
function useSaid(tile: string, view: KernelView, place: Tile, position: number, values: Float32Array, start: KernelSnapshot) {
  const { t } = useTranslation('insideHealth');
  const format = useFormat();
  const norm = (list: Float32Array) => distributionOf(list).norm;
  const [least, greatest] = [Math.min, Math.max].map((better) => format.significant(values.reduce((best, value) => better(best, value), values[0] ?? 0)));
  const before = norm(valuesOf(view, start.weights, place, position));
  return {
    read: t('kernels.read', { tile, least, greatest, norm: format.significant(norm(values)) }),
    change: t('kernels.readChange', { tile, change: before > 0 ? format.percent(norm(values) / before) : '–' }),
  };
}
