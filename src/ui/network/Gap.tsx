import { Plus } from 'lucide-react';
import { useNetwork } from '../../state/network';
import styles from './LayerList.module.css';
import { LayerMenu } from './LayerMenu';

/**
 * Adds a layer at `index`, between two rows. No stop of the Tab key for each gap: from the keyboard, the toolbar adds
 * behind the selected row.
 */
export function Gap({ index, label }: { index: number; label: string }) {
  const addLayer = useNetwork((state) => state.addLayer);
  return (
    <LayerMenu onChoose={(type) => addLayer(index, type)}>
      <button type="button" tabIndex={-1} className={styles.gap} aria-label={label}>
        <Plus aria-hidden />
      </button>
    </LayerMenu>
  );
}
