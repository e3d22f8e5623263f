import type { CSSProperties } from 'react';
import type { Term } from '../../../engine/explain/types';
import { cx, SignedMap, useFormat, useSignedScale } from '../../controls';
import styles from './Arithmetic.module.css';

export interface NumberGridProps {
  title: string;
  /** Where each value lies; places that are missing stay empty. */
  places: readonly Term[];
  values: readonly number[];
  limit: number;
  /** Each value written out; else as colours alone. */
  asNumbers: boolean;
}

/** Values of a patch as they lie, each with its colour. */
export function NumberGrid({ title, places, values, limit, asNumbers }: NumberGridProps) {
  const format = useFormat();
  const scale = useSignedScale(limit);
  const rows = [...new Set(places.map(({ row }) => row))];
  const columns = [...new Set(places.map(({ column }) => column))];
  const at = (row: number, column: number) => places.findIndex((place) => place.row === row && place.column === column);
  return (
    <figure className={styles.grid}>
      <figcaption>{title}</figcaption>
      {asNumbers ? (
        <table aria-label={title}>
          <tbody>
            {rows.map((row) => (
              <tr key={row}>
                {columns.map((column) => {
                  const index = at(row, column);
                  const value = values[index] ?? 0;
                  return (
                    <td
                      key={column}
                      className={cx(places[index]?.isPadding && styles.padding)}
                      style={{ '--colour': `rgb(${scale.colour(value).join(' ')})` } as CSSProperties}
                    >
                      {format.significant(value, 3)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <SignedMap
          className={styles.map}
          values={rows.flatMap((row) => columns.map((column) => values[at(row, column)] ?? 0))}
          rows={rows.length}
          columns={columns.length}
          scale={scale}
          label={title}
        />
      )}
    </figure>
  );
}
