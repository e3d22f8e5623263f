import { useEffect, useRef, type KeyboardEvent, type MouseEvent } from 'react';
import type { Unit } from '../../../engine/explain/types';
import { useSignedScale } from '../../controls';
import styles from './MapSheet.module.css';
import { paintSheet } from './paint';
import { cornerOf, unitBeside, unitUnder, type Sheet } from './sheet';
import { useOnScreen } from './useOnScreen';

export interface MapSheetProps {
  sheet: Sheet;
  /** C × H × W. */
  values: Float32Array;
  /** The end of the colour scale. */
  limit: number;
  label: string;
  /** The value that is pointed at, if it is one of these. */
  pointed: Unit | undefined;
  onPoint: (unit: Unit) => void;
  /** It was clicked, or Enter pressed on it. */
  onPick: (unit: Unit) => void;
}

/** The maps of a layer, whose values can be pointed at: by pointer, or with the arrow keys and Page Up and Page Down. */
export function MapSheet({ sheet, values, limit, label, pointed, onPoint, onPick }: MapSheetProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [place, isOnScreen] = useOnScreen();
  const scale = useSignedScale(limit);
  useEffect(() => {
    if (!isOnScreen) return undefined;
    const element = canvas.current;
    const draw = () => element?.getContext('2d')?.putImageData(paintSheet(sheet, values, scale), 0, 0);
    draw();
    // A lost GPU takes the canvas's points with it.
    element?.addEventListener('contextrestored', draw);
    return () => element?.removeEventListener('contextrestored', draw);
  }, [sheet, values, scale, isOnScreen]);

  const under = (event: MouseEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return unitUnder(sheet, event.clientX - box.left, event.clientY - box.top);
  };
  const shown = pointed && pointed.channel < sheet.count ? pointed : undefined;
  const start = shown ?? { channel: 0, row: 0, column: 0 };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      onPick(start);
      return;
    }
    const next = unitBeside(sheet, start, event.key);
    if (!next) return;
    event.preventDefault();
    onPoint(next);
  };
  const corner = shown && cornerOf(sheet, shown);
  return (
    <div
      ref={place}
      className={styles.sheet}
      style={{ width: sheet.width, height: sheet.height }}
      role="application"
      aria-label={label}
      tabIndex={0}
      onFocus={() => onPoint(start)}
      onKeyDown={onKeyDown}
      onPointerMove={(event) => {
        const unit = under(event);
        if (unit) onPoint(unit);
      }}
      onClick={(event) => {
        const unit = under(event);
        if (!unit) return;
        // The focus that came with the press has pointed elsewhere.
        onPoint(unit);
        onPick(unit);
      }}
    >
      <canvas ref={canvas} className={styles.canvas} width={sheet.width} height={sheet.height} aria-hidden />
      {corner && <span className={styles.cursor} style={{ left: corner.x, top: corner.y, width: sheet.scale, height: sheet.scale }} />}
    </div>
  );
}
