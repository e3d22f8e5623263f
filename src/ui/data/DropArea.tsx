import { FileArchive, FolderOpen } from 'lucide-react';
import { useRef } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Button } from '../controls';
import styles from './DataPanel.module.css';

export interface DropAreaProps {
  onFiles: (files: readonly File[]) => void;
  chooseFiles: () => void;
  /** Just the buttons: the pictures are there already. */
  short: boolean;
}

/** Asks for the files of CIFAR-10 and says where they come from. */
export function DropArea({ onFiles, chooseFiles, short }: DropAreaProps) {
  const { t } = useTranslation('data');
  const folder = useRef<HTMLInputElement>(null);
  const buttons = (
    <div className={styles.buttons}>
      <Button size="small" icon={<FileArchive />} onClick={chooseFiles}>
        {t('drop.chooseFiles')}
      </Button>
      <Button size="small" icon={<FolderOpen />} onClick={() => folder.current?.click()}>
        {t('drop.chooseFolder')}
      </Button>
      <input
        ref={folder}
        type="file"
        hidden
        aria-label={t('drop.folderInput')}
        // Not in React's types; every browser with WebGPU has it.
        {...{ webkitdirectory: '' }}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </div>
  );
  if (short) {
    return (
      <>
        {buttons}
        <p className={styles.soft}>{t('drop.joins')}</p>
      </>
    );
  }
  return (
    <div className={styles.area}>
      <h3>{t('drop.title')}</h3>
      <p>{t('drop.text')}</p>
      {buttons}
      <p className={styles.soft}>
        <Trans t={t} i18nKey="drop.where" components={{ page: <a href="https://www.cs.toronto.edu/~kriz/cifar.html" target="_blank" rel="noreferrer" /> }} />
      </p>
    </div>
  );
}
