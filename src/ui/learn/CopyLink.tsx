import { Link } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, Hint, useCopy } from '../controls';
import { chapterHash } from './startLearn';
import styles from './Learn.module.css';

/** Copies an address that opens the chapter as it is. */
export function CopyLink() {
  const { t } = useTranslation('learn');
  const { said, copy, forget } = useCopy();
  return (
    <>
      <span className={styles.said} role="status">
        {said && t(said)}
      </span>
      <Hint text={t('copyHint')}>
        <Button variant="quiet" icon={<Link aria-hidden />} onClick={() => copy(new URL(chapterHash(), location.href).href)} onBlur={forget}>
          {t('copyLink')}
        </Button>
      </Hint>
    </>
  );
}
