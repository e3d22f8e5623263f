import { useTranslation } from 'react-i18next';
import type { Place } from '../../engine/graph/spec';
import type { Leftover } from '../../engine/layers/types';
import { useNetwork } from '../../state/network';
import { Button, Notice } from '../controls';
import { useLeftoverText } from './leftoverText';

/** Which rows and columns no window reaches, and the options that would reach them. */
export function LeftoverNotice({ leftover, place }: { leftover: Leftover; place: Place }) {
  const { t } = useTranslation('model');
  const setOption = useNetwork((state) => state.setOption);
  const { padding, stride } = leftover;
  const text = useLeftoverText();
  return (
    <Notice
      tone="warn"
      actions={
        <>
          {padding !== undefined && (
            <Button size="small" onClick={() => setOption(place, 'padding', padding)}>
              {t('leftover.applyPadding', { padding })}
            </Button>
          )}
          {stride !== undefined && (
            <Button size="small" onClick={() => setOption(place, 'stride', stride)}>
              {t('leftover.applyStride', { stride })}
            </Button>
          )}
        </>
      }
    >
      {text(leftover)}
    </Notice>
  );
}
