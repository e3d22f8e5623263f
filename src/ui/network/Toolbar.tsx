import { Blocks, FolderOpen, Plus, Save } from 'lucide-react';
import { useRef, useState, type ChangeEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { openModelFile } from '../../state/modelSources';
import { useNetwork } from '../../state/network';
import { placeOf, splitPlace } from '../../state/rows';
import { Button, IconButton } from '../controls';
import { UndoButtons } from '../frame/UndoButtons';
import { LayerMenu } from './LayerMenu';
import { saveModel } from './modelFile';
import styles from './NetworkPanel.module.css';
import { PatternDialog } from './PatternDialog';
import { PresetMenu } from './PresetMenu';

/** What acts on the network as a whole. */
export function Toolbar() {
  const { t } = useTranslation('model');
  const { addLayer } = useNetwork.getState();
  const rows = useNetwork((state) => state.rows);
  const selected = useNetwork((state) => state.selected);
  const place = placeOf(rows, selected);
  const { list, index } = splitPlace(place ?? []);
  const picker = useRef<HTMLInputElement>(null);
  const [pattern, setPattern] = useState(false);

  const open = (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? [];
    event.target.value = '';
    if (file) void openModelFile(file);
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
        <UndoButtons />
        <IconButton size="small" label={t('file.save')} icon={<Save />} disabled={rows.length === 0} onClick={saveModel} />
        <IconButton size="small" label={t('file.open')} icon={<FolderOpen />} onClick={() => picker.current?.click()} />
      </div>
      <input ref={picker} type="file" accept=".json,application/json" hidden aria-label={t('file.open')} onChange={open} />
      <PatternDialog open={pattern} onOpenChange={setPattern} />
    </>
  );
}
