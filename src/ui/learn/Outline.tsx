import styles from './Outline.module.css';

export interface OutlineProps {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A frame around a part of a picture, seen on any ground. Lets the pointer through. */
export function Outline(props: OutlineProps) {
  return (
    <g className={styles.outline}>
      <rect {...props} className={styles.under} />
      <rect {...props} className={styles.over} />
    </g>
  );
}
