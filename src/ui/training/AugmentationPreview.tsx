import { Dices } from 'lucide-react';
import { useEffect, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../state/data';
import { usePreview } from '../../state/preview';
import { useSession } from '../../state/session';
import { useSettings } from '../../state/settings';
import type { PreviewPicture } from '../../worker/messages';
import { Button, Hint, useFormat } from '../controls';
import { Picture } from '../data/Picture';
import { useClassName } from '../data/useClassName';
import styles from './AugmentationPreview.module.css';

/** A few training pictures as the network would see them with the settings of the form; made anew when those change. */
export function AugmentationPreview() {
  const { t } = useTranslation('training');
  const id = useId();
  const isReady = useSession(({ device }) => device?.status === 'ready');
  const summary = useData((state) => state.summary);
  const training = useSettings((state) => state.values);
  const { pictures, epoch, ask, another } = usePreview();
  const describe = useDescription();
  useEffect(() => {
    if (isReady && summary) ask({ augmentation: training, seed: training.seed, epoch });
  }, [isReady, summary, training, epoch, ask]);
  if (!isReady) return null;
  return (
    <div className={styles.preview} role="group" aria-labelledby={id}>
      <div className={styles.head}>
        <span id={id}>{t('augmentation.preview.title')}</span>
        <Hint text={t('augmentation.preview.anotherHint')} side="top">
          <Button size="small" icon={<Dices />} onClick={another}>
            {t('augmentation.preview.another')}
          </Button>
        </Hint>
      </div>
      {pictures.length > 0 ? (
        <ul className={styles.pictures}>
          {pictures.map((picture) => (
            <li key={picture.index}>
              <Picture pixels={picture.pixels} scale={2} label={describe(picture)} />
            </li>
          ))}
        </ul>
      ) : (
        <p className={styles.pictures}>{t('augmentation.preview.waiting')}</p>
      )}
    </div>
  );
}

/** What a picture is, and what it is mixed with. */
function useDescription(): (picture: PreviewPicture) => string {
  const { t } = useTranslation('training');
  const format = useFormat();
  const className = useClassName();
  const names = useData((state) => state.summary?.classNames);
  const nameOf = (label: number) => className(names?.[label] ?? String(label));
  return ({ index, label, partner }) => {
    const about = { name: nameOf(label), index: format.place(index) };
    if (!partner) return t('augmentation.preview.picture', about);
    const [share, partnerShare] = [1 - partner.share, partner.share].map((part) => format.percent(part, 0));
    return t('augmentation.preview.mixed', { ...about, share, partnerShare, partner: nameOf(partner.label) });
  };
}
