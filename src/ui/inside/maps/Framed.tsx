import type { ReactNode } from 'react';
import { PICTURE_SIDE } from '../../../data/types';
import type { Area } from '../../../engine/explain/sight';
import styles from './Framed.module.css';

/** What is drawn of the picture, with a frame around an area of it. */
export function Framed({ area, scale, children }: { area: Area | undefined; /** CSS pixels a picture point takes. */ scale: number; children: ReactNode }) {
  const side = PICTURE_SIDE * scale;
  return (
    <div className={styles.framed} style={{ width: side, height: side }}>
      {children}
      {area && (
        <span
          className={styles.frame}
          data-area={`${area.top}-${area.bottom} ${area.left}-${area.right}`}
          style={{
            ...{ left: area.left * scale, top: area.top * scale },
            ...{ width: (area.right - area.left + 1) * scale, height: (area.bottom - area.top + 1) * scale },
          }}
        />
      )}
    </div>
  );
}
