import type { ChapterProps } from '../types';
import { CurvePart } from './CurvePart';
import { GradientPart } from './GradientPart';
import styles from './Picture.module.css';

/** A function and its slope, and beside them what slopes of many layers do to a gradient. */
export function Picture(props: ChapterProps) {
  return (
    <div className={styles.parts}>
      <CurvePart {...props} />
      <GradientPart {...props} />
    </div>
  );
}
