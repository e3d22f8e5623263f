import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../engine/problem';
import { useProblemText } from '../../i18n';
import { Notice } from '../controls';
import styles from './DataPanel.module.css';

/** What was left out when the files were read, or taken under another name, and what became of those from before. */
export function LoadRemarks({ remarks }: { remarks: readonly Problem[] | undefined }) {
  const { t } = useTranslation('data');
  const say = useProblemText();
  const [read, setRead] = useState<readonly Problem[]>();
  if (!remarks || remarks.length === 0 || remarks === read) return null;
  return (
    <Notice tone="info" title={t('remarks')} onDismiss={() => setRead(remarks)}>
      <ul className={styles.remarks}>
        {remarks.map((remark, index) => (
          <li key={index}>{say(remark)}</li>
        ))}
      </ul>
    </Notice>
  );
}
