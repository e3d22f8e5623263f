import { Blocks, FolderOpen, Plus, Redo2, Save, Undo2 } from 'lucide-react';
import { useRef, useState, type ChangeEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useHistory, useNetwork } from '../../state/network';
import { placeOf, splitPlace } from '../../state/rows';
import { Button, IconButton } from '../controls';
import { LayerMenu } from './LayerMenu';
import { saveModel } from './modelFile';
import styles from './NetworkPanel.module.css';
import { PatternDialog } from './PatternDialog';
import { PresetMenu } from './PresetMenu';

/** What acts on the network as a whole. */
export function Toolbar() {
  const { t } = useTranslation('model');
  const { addLayer, undo, redo, openFile } = useNetwork.getState();
  const rows = useNetwork((state) => state.rows);
  const selected = useNetwork((state) => state.selected);
  const place = placeOf(rows, selected);
  const { list, index } = splitPlace(place ?? []);
  const history = useHistory();
  const picker = useRef<HTMLInputElement>(null);
  const [pattern, setPattern] = useState(false);

  const open = (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? [];
    event.target.value = '';
    if (file) void openFile(file);
  };
  return (
    <>
      <PresetMenu />
      <LayerMenu list={list} onChoose={(type) => addLayer(place && [...list, index + 1], type)}>
        <Button size="small" icon={<Plus aria-hidden />}>
          {t('add.menu')}
        </Button>
      </LayerMenu>
      <div className={styles.icons}>
        <IconButton size="small" label={t('pattern.open')} icon={<Blocks />} onClick={() => setPattern(true)} />
        <IconButton size="small" label={t('undo')} icon={<Undo2 />} disabled={history.undo === 0} onClick={undo} />
        <IconButton size="small" label={t('redo')} icon={<Redo2 />} disabled={history.redo === 0} onClick={redo} />
        <IconButton size="small" label={t('file.save')} icon={<Save />} disabled={rows.length === 0} onClick={() => saveModel(useNetwork.getState().spec)} />
        <IconButton size="small" label={t('file.open')} icon={<FolderOpen />} onClick={() => picker.current?.click()} />
      </div>
      <input ref={picker} type="file" accept=".json,application/json" hidden aria-label={t('file.open')} onChange={open} />
      <PatternDialog open={pattern} onOpenChange={setPattern} />
    </>
  );
}
