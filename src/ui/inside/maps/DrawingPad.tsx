import { Eraser } from 'lucide-react';
import { RadioGroup } from 'radix-ui';
import { useRef, useState, type CSSProperties, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { PICTURE_SIDE } from '../../../data/types';
import { Button, parseColour, useFormat } from '../../controls';
import { Picture } from '../../data/Picture';
import styles from './LookedAt.module.css';
import { painted, plain } from './pictures';

const SCALE = 7;
/** Colours of the picture that is drawn, not of the page. */
const COLOURS = [
  ...([
    ['black', '#000000'],
    ['white', '#ffffff'],
    ['red', '#d33b2f'],
    ['yellow', '#f2b632'],
  ] as const),
  ...([
    ['green', '#3d9a46'],
    ['blue', '#2f6fd3'],
    ['brown', '#7a4a2b'],
    ['grey', '#8a8f94'],
  ] as const),
];
const WHITE = plain([255, 255, 255]);
const ARROWS: Readonly<Record<string, readonly [number, number]>> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export interface DrawingPadProps {
  /** What is drawn on: the picture that is looked at. */
  pixels: Uint8Array | undefined;
  onDraw: (pixels: Uint8Array) => void;
  onClose: () => void;
}

/** A picture of 32 × 32 points to paint, by pointer, or by arrow keys and Space. */
export function DrawingPad({ pixels = WHITE, onDraw, onClose }: DrawingPadProps) {
  const { t } = useTranslation('inside');
  const format = useFormat();
  const [colour, setColour] = useState('#000000');
  const [cursor, setCursor] = useState({ row: 16, column: 16 });
  const last = useRef<{ readonly row: number; readonly column: number }>(undefined);
  const within = (place: number) => Math.max(0, Math.min(PICTURE_SIDE - 1, place));
  const paint = (at: typeof cursor) => onDraw(painted(pixels, at, parseColour(colour)));
  const under = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return { row: within(Math.floor((event.clientY - box.top) / SCALE)), column: within(Math.floor((event.clientX - box.left) / SCALE)) };
  };
  /** Every point between the last and this one: a quick pointer leaves some out. */
  const stroke = (event: PointerEvent) => {
    const to = under(event);
    const from = last.current ?? to;
    const steps = Math.max(1, Math.abs(to.row - from.row), Math.abs(to.column - from.column));
    let next = pixels;
    for (let step = 0; step <= steps; step++) {
      const between = (a: number, b: number) => Math.round(a + ((b - a) * step) / steps);
      next = painted(next, { row: between(from.row, to.row), column: between(from.column, to.column) }, parseColour(colour));
    }
    last.current = to;
    setCursor(to);
    onDraw(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const arrow = ARROWS[event.key];
    if (arrow) setCursor({ row: within(cursor.row + arrow[0]), column: within(cursor.column + arrow[1]) });
    else if (event.key === ' ') paint(cursor);
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles.pane}>
      <div
        className={styles.pad}
        role="application"
        aria-label={t('draw.pad', { row: format.place(cursor.row), column: format.place(cursor.column) })}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          last.current = undefined;
          stroke(event);
        }}
        onPointerMove={(event) => event.buttons === 1 && stroke(event)}
      >
        <Picture pixels={pixels} scale={SCALE} label={t('draw.picture')} />
        <span className={styles.padCursor} style={{ left: cursor.column * SCALE, top: cursor.row * SCALE }} />
      </div>
      <div className={styles.colours}>
        <RadioGroup.Root className={styles.colours} aria-label={t('draw.colour')} orientation="horizontal" value={colour} onValueChange={setColour}>
          {COLOURS.map(([name, value]) => (
            <RadioGroup.Item
              key={name}
              value={value}
              className={styles.colour}
              aria-label={t(`draw.colours.${name}`)}
              style={{ '--colour': value } as CSSProperties}
            />
          ))}
        </RadioGroup.Root>
        <input type="color" className={styles.own} aria-label={t('draw.own')} value={colour} onChange={(event) => setColour(event.target.value)} />
      </div>
      <p className={styles.hint}>{t('draw.how')}</p>
      <div className={styles.buttons}>
        <Button size="small" icon={<Eraser />} onClick={() => onDraw(plain(parseColour(colour)))}>
          {t('draw.fill')}
        </Button>
        <Button size="small" variant="primary" onClick={onClose}>
          {t('draw.done')}
        </Button>
      </div>
    </div>
  );
}
