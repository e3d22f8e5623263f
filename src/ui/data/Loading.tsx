import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../state/data';
import type { LoadProgress } from '../../worker/messages';
import { Button, Progress, useFormat } from '../controls';
import styles from './DataPanel.module.css';

/** How far the files are read; reading can be cancelled, and the data from before stays. */
export function Loading({ progress }: { progress: LoadProgress }) {
  const { t } = useTranslation('data');
  const format = useFormat();
  const cancel = useData((state) => state.cancelLoad);
  const { file, records, bytesRead, bytesTotal } = progress;
  return (
    <div className={styles.loading}>
      <p>
        {t('loading.text', {
          file,
          records: format.number(records),
          read: format.bytes(bytesRead),
          total: format.bytes(bytesTotal),
        })}
      </p>
      <Progress label={t('loading.label')} value={bytesTotal > 0 ? bytesRead / bytesTotal : undefined} />
      <Button size="small" icon={<X />} onClick={cancel}>
        {t('loading.cancel')}
      </Button>
    </div>
  );
}
