import { useTranslation } from 'react-i18next';
import type { KernelView } from '../../../engine/explain/kernelViews';
import { Segmented, Select, Slider, useFormat } from '../../controls';
import styles from './KernelsView.module.css';
import type { KernelChoice, KernelMode } from './tiles';

export interface KernelControlsProps {
  views: readonly KernelView[];
  view: KernelView;
  nameOf: (path: string) => string;
  choice: KernelChoice;
  onLayer: (path: string) => void;
  onChoose: (changes: Partial<KernelChoice>) => void;
}

/** Which kernels are shown, and by what. */
export function KernelControls({ views, view, nameOf, choice, onLayer, onChoose }: KernelControlsProps) {
  const { t } = useTranslation('insideHealth');
  const format = useFormat();
  const { filters, kind, channels, positions, isColour } = view;
  const modes: readonly KernelMode[] = isColour ? ['colours', 'weights', 'change'] : ['weights', 'change'];
  const { mode, along, index, position } = choice;
  const most = along === 'channel' ? channels : filters;
  return (
    <div className={styles.controls} role="group" aria-label={t('kernels.controls')}>
      <Select label={t('kernels.layer')} value={view.path} options={views.map(({ path }) => ({ value: path, label: nameOf(path) }))} onChange={onLayer} />
      <Segmented
        label={t('kernels.mode')}
        value={mode}
        segments={modes.map((value) => ({ value, label: t(`kernels.modes.${value}`), hint: t(`kernels.modes.${value}Hint`) }))}
        onChange={(next) => onChoose({ mode: next })}
      />
      {mode !== 'colours' && channels > 1 && (
        <Segmented
          label={t('kernels.along')}
          value={along}
          segments={(['channel', 'filter'] as const).map((value) => ({ value, label: t(`kernels.alongs.${value}`) }))}
          onChange={(next) => onChoose({ along: next, index: 0 })}
        />
      )}
      {mode !== 'colours' && channels > 1 && (
        <Slider
          label={t(`kernels.${along === 'channel' ? along : kind}`)}
          value={index}
          min={0}
          max={most - 1}
          text={format.place(index)}
          onChange={(value) => onChoose({ index: value })}
        />
      )}
      {positions && (
        <Slider
          label={t('kernels.position')}
          value={position}
          min={0}
          max={positions.rows * positions.columns - 1}
          text={t('kernels.positionText', { row: format.place(Math.floor(position / positions.columns)), column: format.place(position % positions.columns) })}
          onChange={(value) => onChoose({ position: value })}
        />
      )}
    </div>
  );
}
