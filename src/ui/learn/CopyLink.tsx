import { Link } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Hint } from '../controls';
import { chapterHash } from './startLearn';
import styles from './Learn.module.css';

/** Copies an address that opens the chapter as it is. */
export function CopyLink() {
  const { t } = useTranslation('learn');
  const [said, setSaid] = useState<'copied' | 'notCopied'>();
  const copy = () => {
    const address = new URL(chapterHash(), location.href).href;
    navigator.clipboard.writeText(address).then(
      () => setSaid('copied'),
      () => setSaid('notCopied'),
    );
  };
  return (
    <>
      <span className={styles.said} role="status">
        {said && t(said)}
      </span>
      <Hint text={t('copyHint')}>
        <Button variant="quiet" icon={<Link aria-hidden />} onClick={copy} onBlur={() => setSaid(undefined)}>
          {t('copyLink')}
        </Button>
      </Hint>
    </>
  );
}
