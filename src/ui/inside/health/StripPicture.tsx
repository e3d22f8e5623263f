import { useEffect, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { BINS } from '../../../engine/metrics/statistics';
import type { HealthReport } from '../../../state/health';
import { useFormat, useSignedScale } from '../../controls';
import styles from './HealthView.module.css';
import { lookAt, outlineOf, type Strip } from './strip';

/** A place in a strip. */
export interface StripPlace {
  /** Index of a look. */
  readonly look: number;
  readonly bin: number;
}

export interface StripPictureProps {
  looks: readonly HealthReport[];
  strip: Strip;
  label: string;
  place: StripPlace;
  isPicked: boolean;
  onPick: (place: StripPlace) => void;
  /** What is at the place, in words. */
  text: string;
}

const WIDTH = 200;
const OUTLINE = { width: 44, height: BINS };

/** A histogram over the steps of a run, and its outline at one of them. */
export function StripPicture({ looks, strip, label, place, isPicked, onPick, text }: StripPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const format = useFormat();
  const scale = useSignedScale(1);
  const { columns, most, limit } = strip;
  useEffect(() => {
    const image = new ImageData(WIDTH, BINS);
    for (let x = 0; x < WIDTH; x++) {
      const shares = columns[lookAt(looks, (x + 1) / WIDTH)];
      for (let bin = 0; bin < BINS; bin++) {
        // Its root, or the tails would not be seen beside the peak.
        const depth = Math.sqrt((shares?.[bin] ?? 0) / most);
        image.data.set([...scale.colour(depth), 255], 4 * ((BINS - 1 - bin) * WIDTH + x));
      }
    }
    canvas.current?.getContext('2d')?.putImageData(image, 0, 0);
  }, [looks, columns, most, scale]);

  const onPointer = (event: PointerEvent<HTMLElement>) => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    const bin = Math.floor((1 - (event.clientY - top) / height) * BINS);
    onPick({ look: lookAt(looks, (event.clientX - left) / width), bin: Math.min(Math.max(bin, 0), BINS - 1) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Readonly<Record<string, readonly [look: number, bin: number]>> = {
      ...{ ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] },
      ...{ Home: [-place.look, 0], End: [looks.length - 1 - place.look, 0] },
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const within = (value: number, count: number) => Math.min(Math.max(value, 0), count - 1);
    onPick({ look: within(place.look + move[0], looks.length), bin: within(place.bin + move[1], BINS) });
  };
  const [first, last] = [looks[0]?.step ?? 0, looks.at(-1)?.step ?? 0];
  const left = last > first ? ((looks[place.look]?.step ?? first) - first) / (last - first) : 1;
  const shares = columns[place.look];
  return (
    <div className={styles.strip}>
      <div
        className={styles.heat}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={first}
        aria-valuemax={last}
        aria-valuenow={looks[place.look]?.step ?? 0}
        aria-valuetext={text}
        onFocus={() => onPick(place)}
        onPointerMove={onPointer}
        onPointerDown={onPointer}
        onKeyDown={onKeyDown}
      >
        <canvas ref={canvas} width={WIDTH} height={BINS} aria-hidden />
        <span className={styles.now} style={{ left: `${100 * left}%` }} />
        {isPicked && <span className={styles.bin} style={{ bottom: `${(100 * (place.bin + 0.5)) / BINS}%` }} />}
      </div>
      <svg className={styles.outline} viewBox={`0 0 ${OUTLINE.width} ${OUTLINE.height}`} preserveAspectRatio="none" aria-hidden>
        {shares && <path d={outlineOf(shares, OUTLINE.width, OUTLINE.height)} />}
      </svg>
      <span className={styles.limits} aria-hidden>
        <span>{format.significant(limit, 2)}</span>
        <span>{format.significant(-limit, 2)}</span>
      </span>
    </div>
  );
}
