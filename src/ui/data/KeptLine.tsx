import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../i18n';
import { useData } from '../../state/data';
import type { DataSummary } from '../../worker/messages';
import { Button, Confirm, Notice } from '../controls';
import styles from './DataPanel.module.css';

/** Whether the browser keeps these files for the next visit, and the button that removes them. */
export function KeptLine({ summary }: { summary: DataSummary }) {
  const { t } = useTranslation('data');
  const say = useProblemText();
  const remove = useData((state) => state.remove);
  const [asking, setAsking] = useState(false);
  if (summary.notKept) {
    return (
      <Notice tone="warn" title={t('notKept')}>
        {say(summary.notKept)}
      </Notice>
    );
  }
  if (summary.source !== 'cifar10' || !summary.kept) return null;
  return (
    <div className={styles.kept}>
      <p className={styles.soft}>{t('kept')}</p>
      <Button size="small" icon={<Trash2 />} onClick={() => setAsking(true)}>
        {t('remove')}
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={t('removeTitle')}
        description={t('removeText')}
        confirmLabel={t('removeConfirm')}
        onConfirm={remove}
      />
    </div>
  );
}
