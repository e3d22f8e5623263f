import { Redo2, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { redo, undo, useHistory } from '../../state/history';
import { IconButton } from '../controls';

/** Takes back edits of network and settings, in the order in which they were made, and brings them again. */
export function UndoButtons() {
  const { t } = useTranslation();
  const { past, future } = useHistory();
  return (
    <>
      <IconButton size="small" label={t('undo')} icon={<Undo2 />} disabled={past.length === 0} onClick={undo} />
      <IconButton size="small" label={t('redo')} icon={<Redo2 />} disabled={future.length === 0} onClick={redo} />
    </>
  );
}
