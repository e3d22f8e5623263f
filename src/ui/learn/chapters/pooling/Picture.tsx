import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { largestMagnitude, ScaleLegend, useFormat, useSignedScale } from '../../../controls';
import { useLeftoverText } from '../../../network/leftoverText';
import { useMover } from '../../useMover';
import { useSamples } from '../../usePictures';
import { integerOf, type ChapterProps } from '../types';
import { SEEN, underWindow, type FeatureMap } from './arithmetic';
import { changeOf, movedWith } from './change';
import { ChangeTable } from './ChangeTable';
import { Controls } from './Controls';
import { MapView } from './MapView';
import styles from './Picture.module.css';
import { ShiftedPicture } from './ShiftedPicture';
import { settingsOf, useMaps } from './useMaps';
import { Weights } from './Weights';

/** A feature map and its pooled maps, of a picture that can be moved. */
export function Picture(props: ChapterProps) {
  const { t } = useTranslation('learn');
  const samples = useSamples();
  const sample = samples[Math.min(integerOf(props.state, 'picture'), samples.length) - 1];
  return (
    <>
      <Controls {...props} pictures={samples.length} />
      {sample ? <Maps {...props} pixels={sample.pixels} /> : <p>{t('waiting')}</p>}
    </>
  );
}

function Maps({ state, change, revealed, pixels }: ChapterProps & { pixels: Uint8Array }) {
  const { t } = useTranslation('learn');
  const format = useFormat();
  const leftoverText = useLeftoverText();
  const settings = settingsOf(state);
  const { window, stride } = settings;
  const { still, moved, pool } = useMaps(pixels, settings);
  const scale = useSignedScale(Math.max(largestMagnitude(still.before.values), largestMagnitude(moved.before.values)));
  const [place, setPlace] = useState({ row: 6, column: 6 });
  const [lastRow, lastColumn] = [moved.max.rows - 1, moved.max.columns - 1];
  const [row, column] = [Math.min(place.row, lastRow), Math.min(place.column, lastColumn)];
  const { keys, grid } = useMover({
    ...{ row, column, lastRow, lastColumn, hovers: true },
    move: (nextRow, nextColumn) => setPlace({ row: nextRow, column: nextColumn }),
  });

  const picked = { row, column, side: 1 };
  const under = { row: row * stride, column: column * stride, side: window };
  const values = underWindow(moved.before, settings, row, column);
  const [max, average] = [moved.max, moved.average].map((map) => map.values[row * map.columns + column] ?? 0);
  const sizeOf = ({ rows, columns }: FeatureMap) => `${rows}×${columns}`;
  const maps = (['before', 'max', 'average'] as const).map((name) => ({
    ...{ name, map: moved[name], mark: name === 'before' ? under : picked },
    caption: t(`pooling.maps.${name}`, { size: sizeOf(moved[name]) }),
    change: changeOf(still[name], moved[name]),
    moved: movedWith(still[name], moved[name], settings, name === 'before' ? 1 : stride),
  }));
  const choosing = (caption: string) => ({ name: t('pooling.choose', { map: caption }), interactive: { ...keys, ...grid(moved.max) } });
  return (
    <>
      <div className={styles.maps}>
        <ShiftedPicture
          pixels={pixels}
          caption={t('pooling.maps.picture', { size: `${SEEN}×${SEEN}` })}
          shift={settings}
          move={({ across, down }) => change({ across, down })}
          mark={{ ...under, side: window + 2 }}
        />
        {maps.map(({ name, map, caption, mark }) => (
          <MapView key={name} map={map} scale={scale} mark={mark} caption={caption} {...(name === 'before' ? { label: caption } : choosing(caption))} />
        ))}
        <div className={styles.legend}>
          <Weights kernel={settings.kernel} />
          <ScaleLegend label={t('pooling.scale')} limit={scale.limit} />
          {pool.leftover && <p>{leftoverText(pool.leftover)}</p>}
        </div>
        {revealed ? (
          maps.map(({ name, caption, mark, change: { difference } }) => (
            <MapView key={name} map={difference} scale={scale} mark={mark} caption={t('pooling.change')} label={t('pooling.changeOf', { map: caption })} />
          ))
        ) : (
          <p className={styles.hidden}>{t('pooling.hidden')}</p>
        )}
      </div>
      <p role="status" className={styles.arithmetic}>
        {t('pooling.arithmetic', {
          ...{ row: format.place(row), column: format.place(column), values: values.map((value) => format.number(value)).join(', ') },
          ...{ max: format.number(max ?? 0), sum: format.number(values.reduce((sum, value) => sum + value, 0)), count: values.length },
          average: format.number(average ?? 0, 2),
        })}
      </p>
      {revealed && <ChangeTable shift={settings} rows={maps.map(({ caption, ...row }) => ({ ...row, name: caption }))} />}
    </>
  );
}
