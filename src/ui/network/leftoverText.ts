import { useTranslation } from 'react-i18next';
import type { Leftover } from '../../engine/layers/types';

/** Says which rows and columns no window reaches, and what would mend it. */
export function useLeftoverText(): (leftover: Leftover) => string {
  const { t } = useTranslation('model');
  return ({ rows, columns, padding, stride }) => {
    const lost = {
      rows: t('leftover.rows', { count: rows }),
      columns: t('leftover.columns', { count: columns }),
    };
    const what = rows === 0 ? lost.columns : columns === 0 ? lost.rows : t('leftover.and', lost);
    const mend =
      padding !== undefined && stride !== undefined
        ? t('leftover.both', { padding, stride })
        : padding !== undefined
          ? t('leftover.padding', { padding })
          : stride !== undefined
            ? t('leftover.stride', { stride })
            : '';
    return `${t('leftover.lost', { what, count: rows + columns })} ${mend}`.trim();
  };
}
