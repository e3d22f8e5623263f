import { useEffect, useRef } from 'react';
import { PICTURE_SIDE } from '../../data/types';
import { cx } from '../controls/cx';
import styles from './Picture.module.css';

export interface PictureProps {
  /** 3,072 bytes, NCHW. */
  pixels: Uint8Array;
  /** Text alternative; without it the picture is decoration inside something that is named. */
  label?: string;
  /** CSS pixels a picture point takes (1). */
  scale?: number;
  className?: string | undefined;
}

/** A 32×32 picture, its points kept square. */
export function Picture({ pixels, label, scale = 1, className }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    const draw = () => element?.getContext('2d')?.putImageData(imageOf(pixels), 0, 0);
    draw();
    // A lost GPU takes the canvas's points with it.
    element?.addEventListener('contextrestored', draw);
    return () => element?.removeEventListener('contextrestored', draw);
  }, [pixels]);
  const side = PICTURE_SIDE * scale;
  const named = label === undefined ? ({ 'aria-hidden': true } as const) : ({ role: 'img', 'aria-label': label } as const);
  return (
    <canvas
      ref={canvas}
      className={cx(styles.picture, className)}
      {...named}
      width={PICTURE_SIDE}
      height={PICTURE_SIDE}
      style={{ width: side, height: side }}
    />
  );
}

/** Planes of red, green and blue to the interleaved points that a canvas takes. */
function imageOf(pixels: Uint8Array): ImageData {
  const image = new ImageData(PICTURE_SIDE, PICTURE_SIDE);
  const plane = PICTURE_SIDE * PICTURE_SIDE;
  for (let point = 0; point < plane; point++) {
    for (let channel = 0; channel < 3; channel++) image.data[4 * point + channel] = pixels[channel * plane + point] ?? 0;
    image.data[4 * point + 3] = 255;
  }
  return image;
}
