import { useTranslation } from 'react-i18next';
import styles from './AsTable.module.css';

export interface AsTableProps {
  /** Accessible name of the table. */
  name: string;
  heads: readonly string[];
  /** Columns of words, from the left; the rest are figures. */
  words: number;
  rows: readonly (readonly string[])[];
}

/** The figures of a picture as a table, closed until it is asked for. */
export function AsTable({ name, heads, words, rows }: AsTableProps) {
  const { t } = useTranslation('common');
  const side = (column: number) => (column < words ? undefined : styles.figure);
  return (
    <details className={styles.details}>
      <summary>{t('asTable')}</summary>
      <div className={styles.scroll} tabIndex={0} role="group" aria-label={name}>
        <table className={styles.table} aria-label={name}>
          <thead>
            <tr>
              {heads.map((head, column) => (
                <th key={column} scope="col" className={side(column)}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, row) => (
              <tr key={row}>
                {cells.map((cell, column) => (
                  <td key={column} className={side(column)}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
