import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HealthReport } from '../../../state/health';
import { Hint, Readout, useFormat } from '../../controls';
import styles from './HealthView.module.css';
import { fullestBin, rangeOf, stripKinds, stripOf, type Strip, type StripKind } from './strip';
import { StripPicture } from './StripPicture';

export interface LayerStripsProps {
  looks: readonly HealthReport[];
  /** Index of the look that is shown. */
  look: number;
  onLook: (look: number) => void;
  nameOf: (path: string) => string;
}

interface Picked {
  readonly path: string;
  readonly kind: StripKind;
  readonly bin: number;
}

/** How the values of every layer are spread, over the steps. */
export function LayerStrips({ looks, look, onLook, nameOf }: LayerStripsProps) {
  const { t } = useTranslation('insideHealth');
  const format = useFormat();
  const [picked, setPicked] = useState<Picked>();
  const latest = looks.at(-1);
  const rows = useMemo(
    () => (latest?.layers ?? []).map(({ path }) => ({ path, strips: stripKinds.map((kind) => ({ kind, strip: stripOf(looks, path, kind) })) })),
    [latest, looks],
  );
  const shown = looks[look];
  const say = (path: string, kind: StripKind, { limit, isRough, columns }: Strip, bin: number) => {
    const [from, to] = rangeOf(bin, limit).map((value) => format.significant(value));
    const share = `${isRough[look] ? '≈ ' : ''}${format.percent(columns[look]?.[bin] ?? 0, 2)}`;
    return t('health.read', { what: t(`health.${kind}`), layer: nameOf(path), step: format.number(shown?.step ?? 0), share, from, to });
  };
  const isPicked = (path: string, kind: StripKind) => picked?.path === path && picked.kind === kind;
  const pickedStrip = rows.find(({ path }) => path === picked?.path)?.strips.find(({ kind }) => kind === picked?.kind)?.strip;
  return (
    <>
      <div className={styles.layers}>
        <div className={styles.heads} aria-hidden>
          <span />
          {stripKinds.map((kind) => (
            <span key={kind}>{t(`health.${kind}`)}</span>
          ))}
        </div>
        {rows.map(({ path, strips }) => {
          const dead = shown?.layers.find((layer) => layer.path === path)?.dead;
          return (
            <section key={path} className={styles.layer} aria-label={nameOf(path)}>
              <h4 className={styles.name}>
                {nameOf(path)}
                {dead !== undefined && (
                  <Hint text={t('health.deadHint')}>
                    <span className={styles.dead} tabIndex={0}>
                      {t('health.deadShare', { share: format.percent(dead) })}
                    </span>
                  </Hint>
                )}
              </h4>
              {strips.map(({ kind, strip }) => (
                <div key={kind} className={styles.cell} data-kind={t(`health.${kind}`)}>
                  {strip && (
                    <StripPicture
                      {...{ looks, strip }}
                      label={t('health.strip', { what: t(`health.${kind}`), layer: nameOf(path) })}
                      place={{ look, bin: isPicked(path, kind) && picked ? picked.bin : fullestBin(strip.columns[look]) }}
                      isPicked={isPicked(path, kind)}
                      onPick={(place) => {
                        setPicked({ path, kind, bin: place.bin });
                        onLook(place.look);
                      }}
                      text={say(path, kind, strip, isPicked(path, kind) && picked ? picked.bin : fullestBin(strip.columns[look]))}
                    />
                  )}
                </div>
              ))}
            </section>
          );
        })}
      </div>
      <div className={styles.readout}>
        <Readout empty={t('health.pick')}>{picked && pickedStrip && say(picked.path, picked.kind, pickedStrip, picked.bin)}</Readout>
      </div>
    </>
  );
}
