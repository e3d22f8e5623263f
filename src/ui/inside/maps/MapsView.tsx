import { useTranslation } from 'react-i18next';
import { useInside, useWish } from '../../../state/inside';
import { useInspected } from '../../../state/inspected';

/** What every layer makes of a picture. */
export function MapsView() {
  const { t } = useTranslation('inside');
  const picture = useInspected((state) => state.picture);
  const maps = useInside((state) => state.maps);
  useWish('maps', picture);
  return maps ? null : <p>{t('noRun')}</p>;
}
