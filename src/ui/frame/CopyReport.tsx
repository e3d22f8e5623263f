import { ClipboardCopy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, useCopy } from '../controls';
import styles from './AdapterBadge.module.css';
import { useReport } from './useReport';

/** Copies what a report of a fault should say of this page, browser and GPU; where the browser copies nothing, shows it for copying by hand. */
export function CopyReport() {
  const { t } = useTranslation('training');
  const report = useReport();
  const { said, copy } = useCopy();
  return (
    <div className={styles.report}>
      <Button size="small" icon={<ClipboardCopy aria-hidden />} onClick={() => copy(report())}>
        {t('report.copy')}
      </Button>
      <span className={styles.soft} role="status">
        {said ? t(`report.${said}`) : t('report.about')}
      </span>
      {said === 'notCopied' && <ByHand text={report()} label={t('report.text')} />}
    </div>
  );
}

/** Selected as soon as it is there: a key press copies it. */
function ByHand({ text, label }: { text: string; label: string }) {
  return <textarea ref={(element) => element?.select()} className={styles.byHand} readOnly rows={6} aria-label={label} value={text} />;
}
