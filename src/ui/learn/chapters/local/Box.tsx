import type { ReactNode } from 'react';
import { PICTURE_CHANNELS } from '../../../../data/types';
import { cx } from '../../../controls';
import styles from './Local.module.css';

export interface BoxProps {
  x: number;
  y: number;
  /** Side of the front face. */
  side: number;
  /** Channels, drawn as slices behind one another. */
  channels: number;
  /** How far the hindmost stands out, to the right and upwards. */
  reach: number;
  className?: string | undefined;
  /** The front face. */
  children?: ReactNode;
}

/** A picture, feature map or kernel as a box: rows and columns in front, channels into the depth. */
export function Box({ x, y, side, channels, reach, className, children }: BoxProps) {
  const slice = reach / channels;
  return (
    <g transform={`translate(${x} ${y})`} className={className}>
      {Array.from({ length: channels }, (_, channel) => {
        const [near, far] = [channel * slice, (channel + 1) * slice];
        const colour = channels === PICTURE_CHANNELS && styles[`colour${channel}`];
        return (
          <g key={channel} className={cx(styles.slice, colour)}>
            <path d={`M${near} ${-near}L${far} ${-far}h${side}L${near + side} ${-near}z`} />
            <path d={`M${near + side} ${-near}L${far + side} ${-far}v${side}L${near + side} ${side - near}z`} />
          </g>
        );
      })}
      <rect width={side} height={side} className={styles.front} />
      {children}
    </g>
  );
}

/** How far a box of so many channels stands out. */
export function reachOf(channels: number): number {
  return 16 + Math.min(44, 4 * channels);
}
