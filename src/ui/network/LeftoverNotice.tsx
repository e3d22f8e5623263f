import { useTranslation } from 'react-i18next';
import type { Leftover } from '../../engine/layers/types';
import { useNetwork } from '../../state/network';
import { Button, Notice } from '../controls';

/** Which rows and columns no window reaches, and the options that would reach them. */
export function LeftoverNotice({ leftover, index }: { leftover: Leftover; index: number }) {
  const { t } = useTranslation('model');
  const setOption = useNetwork((state) => state.setOption);
  const { rows, columns, padding, stride } = leftover;
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
        : stride !== undefined && t('leftover.stride', { stride });
  return (
    <Notice
      tone="warn"
      actions={
        <>
          {padding !== undefined && (
            <Button size="small" onClick={() => setOption(index, 'padding', padding)}>
              {t('leftover.applyPadding', { padding })}
            </Button>
          )}
          {stride !== undefined && (
            <Button size="small" onClick={() => setOption(index, 'stride', stride)}>
              {t('leftover.applyStride', { stride })}
            </Button>
          )}
        </>
      }
    >
      {t('leftover.lost', { what, count: rows + columns })} {mend}
    </Notice>
  );
}
