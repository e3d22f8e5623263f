import type { HTMLAttributes, ReactNode } from 'react';
import { cx, SignedMap, type SignedScale } from '../../../controls';
import { Outline } from '../../Outline';
import type { FeatureMap } from './arithmetic';
import styles from './Picture.module.css';

/** A square of a map, in its rows and columns. */
export interface Square {
  readonly row: number;
  readonly column: number;
  readonly side: number;
}

export interface FrameProps {
  caption: string;
  /** What can be done here, for screen readers; with it the picture takes the focus. */
  name?: string;
  interactive?: HTMLAttributes<HTMLDivElement>;
  className?: string | undefined;
  children: ReactNode;
}

/** A square picture under its caption. */
export function Frame({ caption, name, interactive, className, children }: FrameProps) {
  return (
    <figure className={styles.figure}>
      <figcaption>{caption}</figcaption>
      <div className={cx(styles.square, className)} {...(name === undefined ? {} : { role: 'application', 'aria-label': name })} {...interactive}>
        {children}
      </div>
    </figure>
  );
}

export interface MapViewProps extends Omit<FrameProps, 'children'> {
  /** Text alternative where nothing can be done here; else the name of what can. */
  label?: string;
  map: FeatureMap;
  scale: SignedScale;
  mark: Square;
}

/** A map in the signed scale, with a square marked in it. */
export function MapView({ map: { values, rows, columns }, scale, mark, label, ...frame }: MapViewProps) {
  return (
    <Frame {...frame}>
      <SignedMap {...{ values, rows, columns, scale }} className={styles.map} {...(label === undefined ? {} : { label })} />
      <svg viewBox={`0 0 ${columns} ${rows}`} aria-hidden>
        <Outline x={mark.column} y={mark.row} width={mark.side} height={mark.side} />
      </svg>
    </Frame>
  );
}
