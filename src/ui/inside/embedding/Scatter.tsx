import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { PICTURE_BYTES, PICTURE_SIDE } from '../../../data/types';
import { useInspected } from '../../../state/inspected';
import type { EmbeddingFinding } from '../../../worker/messages';
import { useFormat, useTokens, useWidth } from '../../controls';
import { Picture } from '../../data/Picture';
import { useRunClasses } from '../../data/useRunClasses';
import { Said } from '../Said';
import styles from './embedding.module.css';
import { nearestPoint, nextPoint, placesOf, type Direction } from './scatter';
import { SHAPES } from './shapes';

const MOST_HEIGHT = 560;
const MARGIN = 14;
/** How near the pointer must come, in CSS pixels. */
const REACH = 14;
const THUMBNAIL = 2 * PICTURE_SIDE;
const TOKENS = [...SHAPES.map((_, label) => `--class-${label}`), '--panel'].join(' ');
const ARROWS: readonly string[] = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];
const isArrow = (key: string): key is Direction => ARROWS.includes(key);

export interface ScatterProps {
  finding: EmbeddingFinding;
  /** The class that a point's colour and shape tell. */
  classes: Uint8Array;
  /** Which pictures are shown. */
  shown: readonly number[];
}

/** The pictures as points, each answering to the pointer and to the arrow keys with its thumbnail. */
export function Scatter({ finding, classes, shown }: ScatterProps) {
  const { t } = useTranslation('insideWhy');
  const format = useFormat();
  const className = useRunClasses();
  const showTest = useInspected((state) => state.showTest);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [frame, width] = useWidth(640);
  const [last, setPicked] = useState<number>();
  const colours = useTokens(TOKENS);
  const { coordinates, labels, predicted, pixels } = finding;
  const height = Math.min(MOST_HEIGHT, width);
  const places = useMemo(() => placesOf(coordinates, width, height, MARGIN), [coordinates, width, height]);
  const picked = last !== undefined && shown.includes(last) ? last : undefined;

  useEffect(() => {
    const element = canvas.current;
    const draw = () =>
      element && drawPoints(element, { width, height, places, shown, classes, colours, isWrong: (point) => labels[point] !== predicted[point], picked });
    draw();
    // A lost GPU takes the canvas's points with it.
    element?.addEventListener('contextrestored', draw);
    return () => element?.removeEventListener('contextrestored', draw);
  }, [width, height, places, shown, classes, colours, labels, predicted, picked]);

  const onPointerMove = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    setPicked(nearestPoint(places, shown, event.clientX - box.left, event.clientY - box.top, REACH));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && picked !== undefined) return showTest(picked);
    if (!isArrow(event.key)) return;
    event.preventDefault();
    const next = picked === undefined ? nearestPoint(places, shown, width / 2, height / 2, Infinity) : nextPoint(places, shown, picked, event.key);
    if (next !== undefined) setPicked(next);
  };
  const say = (point: number) =>
    t(labels[point] === predicted[point] ? 'embedding.right' : 'embedding.wrong', {
      index: format.place(point),
      name: className(labels[point] ?? 0),
      predicted: className(predicted[point] ?? 0),
    });
  const [x = 0, y = 0] = picked === undefined ? [] : places.subarray(2 * picked, 2 * picked + 2);
  const beside = (place: number, length: number) => (place + THUMBNAIL + 24 > length ? place - THUMBNAIL - 18 : place + 12);
  return (
    <div className={styles.scatter}>
      <div
        ref={frame}
        className={styles.frame}
        tabIndex={0}
        role="application"
        aria-label={t('embedding.picture', { count: shown.length, shown: format.number(shown.length) })}
        onKeyDown={onKeyDown}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setPicked(undefined)}
        onClick={() => picked !== undefined && showTest(picked)}
      >
        <canvas ref={canvas} className={styles.points} style={{ height }} aria-hidden />
        {picked !== undefined && (
          <span className={styles.thumbnail} style={{ left: beside(x, width), top: beside(y, height) }}>
            <Picture pixels={pixels.subarray(picked * PICTURE_BYTES, (picked + 1) * PICTURE_BYTES)} scale={2} />
          </span>
        )}
      </div>
      <Said empty={t('embedding.pick')}>{picked === undefined ? undefined : say(picked)}</Said>
    </div>
  );
}

interface Drawn {
  readonly width: number;
  readonly height: number;
  readonly places: Float32Array;
  readonly shown: readonly number[];
  readonly classes: Uint8Array;
  readonly colours: readonly string[];
  readonly isWrong: (point: number) => boolean;
  readonly picked: number | undefined;
}

function drawPoints(canvas: HTMLCanvasElement, { width, height, places, shown, classes, colours, isWrong, picked }: Drawn): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const density = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * density);
  canvas.height = Math.round(height * density);
  const ground = colours[SHAPES.length] ?? '';
  const paths = SHAPES.map((shape) => new Path2D(shape));
  const draw = (point: number, size: number) => {
    const label = classes[point] ?? 0;
    const path = paths[label];
    if (!path) return;
    const zoom = density * size;
    context.setTransform(zoom, 0, 0, zoom, (places[2 * point] ?? 0) * density, (places[2 * point + 1] ?? 0) * density);
    const colour = colours[label] ?? '';
    context.fillStyle = isWrong(point) ? ground : colour;
    context.strokeStyle = isWrong(point) ? colour : ground;
    context.lineWidth = isWrong(point) ? 2 : 0.8;
    context.fill(path);
    context.stroke(path);
  };
  for (const point of shown) draw(point, 0.8);
  if (picked !== undefined) draw(picked, 1.8);
}
