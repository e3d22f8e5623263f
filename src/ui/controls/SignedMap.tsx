import { useEffect, useRef } from 'react';
import { cx } from './cx';
import type { SignedScale } from './signedScale';
import styles from './SignedMap.module.css';

export interface SignedMapProps {
  /** Row by row. */
  values: ArrayLike<number>;
  rows: number;
  columns: number;
  scale: SignedScale;
  /** Text alternative; without it the map is decoration beside something that is named. */
  label?: string;
  className?: string | undefined;
}

/** A map of signed values, a square of colour for each; its size is that of its class. */
export function SignedMap({ values, rows, columns, scale, label, className }: SignedMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    const draw = () => {
      const image = new ImageData(columns, rows);
      for (let point = 0; point < rows * columns; point++) image.data.set([...scale.colour(values[point] ?? 0), 255], 4 * point);
      element?.getContext('2d')?.putImageData(image, 0, 0);
    };
    draw();
    // A lost GPU takes the canvas's points with it.
    element?.addEventListener('contextrestored', draw);
    return () => element?.removeEventListener('contextrestored', draw);
  }, [values, rows, columns, scale]);
  const named = label === undefined ? ({ 'aria-hidden': true } as const) : ({ role: 'img', 'aria-label': label } as const);
  return <canvas ref={canvas} className={cx(styles.map, className)} width={columns} height={rows} {...named} />;
}
