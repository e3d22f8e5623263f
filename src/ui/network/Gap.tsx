import { Plus } from 'lucide-react';
import type { Place } from '../../engine/graph/spec';
import { useNetwork } from '../../state/network';
import styles from './LayerList.module.css';
import { LayerMenu } from './LayerMenu';

/**
 * Adds a layer at a place, between two rows. No stop of the Tab key for each gap: from the keyboard, the toolbar adds
 * behind the selected row.
 */
export function Gap({ place, label }: { place: Place; label: string }) {
  const addLayer = useNetwork((state) => state.addLayer);
  return (
    <LayerMenu list={place.slice(0, -1)} onChoose={(type) => addLayer(place, type)}>
      <button type="button" tabIndex={-1} className={styles.gap} aria-label={label}>
        <Plus aria-hidden />
      </button>
    </LayerMenu>
  );
}
