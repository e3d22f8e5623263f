import { useTranslation } from 'react-i18next';
import { Hint, useFormat } from '../../../controls';
import type { Shift } from './arithmetic';
import type { Change, Moved } from './change';
import styles from './Picture.module.css';

/** What a shift did to one map. */
export interface Row {
  readonly name: string;
  readonly change: Change;
  readonly moved: Moved | undefined;
}

/** How much of each map changed, and whether it only moved. */
export function ChangeTable({ rows, shift }: { rows: readonly Row[]; shift: Shift }) {
  const { t } = useTranslation('learn');
  const format = useFormat();
  return (
    <table className={styles.table} aria-label={t('pooling.changes', { ...shift })}>
      <thead>
        <tr>
          <td />
          <th scope="col">{t('pooling.changed')}</th>
          <th scope="col">
            <Hint text={t('pooling.relativeHint')} side="top">
              <span tabIndex={0}>{t('pooling.relative')}</span>
            </Hint>
          </th>
          <th scope="col">
            <Hint text={t('pooling.movedHint')} side="top">
              <span tabIndex={0}>{t('pooling.moved')}</span>
            </Hint>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, change, moved }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{format.percent(change.changed, 0)}</td>
            <td>{format.percent(change.relative, 0)}</td>
            <td>
              {moved
                ? t('pooling.found', { found: format.number(moved.found), of: format.number(moved.of), across: moved.across, down: moved.down })
                : t('pooling.notWhole')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
