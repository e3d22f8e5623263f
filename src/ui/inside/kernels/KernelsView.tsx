import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { kernelViews, type KernelView } from '../../../engine/explain/kernelViews';
import type { ModelSpec } from '../../../engine/graph/spec';
import { useWish } from '../../../state/inside';
import { useKernels, type KernelSnapshot } from '../../../state/kernels';
import { Slider, useFormat } from '../../controls';
import { useOperatorName } from '../../profile/words';
import { useRunGraph } from '../../../state/runGraph';
import { KernelControls } from './KernelControls';
import { KernelPicture } from './KernelPicture';
import styles from './KernelsView.module.css';
import type { KernelChoice } from './tiles';

/** The kernels of a layer, and how they changed since the start of the run. */
export function KernelsView() {
  const { t } = useTranslation('insideHealth');
  const { t: inside } = useTranslation('inside');
  const graph = useRunGraph();
  const views = useMemo(() => (graph ? kernelViews(graph) : []), [graph]);
  const [path, setPath] = useState<string>();
  const view = views.find((candidate) => candidate.path === path) ?? views[0];
  const wished = view?.path;
  useWish(
    'kernels',
    useMemo(() => (wished === undefined ? undefined : { path: wished }), [wished]),
  );
  if (!graph) return <p>{inside('noRun')}</p>;
  if (!view) return <p>{t('kernels.none')}</p>;
  return <LayerKernels key={view.path} model={graph.spec} views={views} view={view} onLayer={setPath} />;
}

interface LayerKernelsProps {
  model: ModelSpec;
  views: readonly KernelView[];
  view: KernelView;
  onLayer: (path: string) => void;
}

function LayerKernels({ model, views, view, onLayer }: LayerKernelsProps) {
  const nameOf = useOperatorName(model);
  const layer = useKernels((state) => state.layer);
  const [choice, setChoice] = useState<KernelChoice>({ mode: view.isColour ? 'colours' : 'weights', along: 'channel', index: 0, position: middleOf(view) });
  // Nothing chosen follows the run.
  const [step, setStep] = useState<number>();
  const snapshots = layer?.path === view.path ? layer.snapshots : [];
  const shown = snapshots.findLast((snapshot) => step !== undefined && snapshot.step <= step) ?? snapshots.at(-1);
  return (
    <div className={styles.view}>
      <KernelControls
        views={views}
        view={view}
        nameOf={nameOf}
        choice={choice}
        onLayer={onLayer}
        onChoose={(changes) => setChoice({ ...choice, ...changes })}
      />
      {shown && (
        <>
          <SnapshotSlider snapshots={snapshots} shown={shown} onStep={setStep} />
          <KernelPicture view={view} name={nameOf(view.path)} choice={choice} snapshots={snapshots} shown={shown} />
        </>
      )}
    </div>
  );
}

/** The kernels at the edge see more padding than picture. */
function middleOf({ positions }: KernelView): number {
  return positions ? Math.floor(positions.rows / 2) * positions.columns + Math.floor(positions.columns / 2) : 0;
}

interface SnapshotSliderProps {
  snapshots: readonly KernelSnapshot[];
  shown: KernelSnapshot;
  onStep: (step: number | undefined) => void;
}

function SnapshotSlider({ snapshots, shown, onStep }: SnapshotSliderProps) {
  const { t } = useTranslation('insideHealth');
  const format = useFormat();
  const last = snapshots.length - 1;
  const at = snapshots.indexOf(shown);
  const number = format.number(shown.step);
  const text = at === last ? t('kernels.now', { step: number }) : at === 0 ? t('kernels.start') : number;
  return (
    <div className={styles.scrub}>
      <Slider
        label={t('kernels.snapshot')}
        hint={t('kernels.snapshotHint')}
        hintSide="top"
        value={at}
        min={0}
        max={Math.max(last, 1)}
        disabled={last < 1}
        text={text}
        onChange={(next) => onStep(next < last ? snapshots[next]?.step : undefined)}
      />
      <span className={styles.soft}>{t('kernels.kept', { count: snapshots.length })}</span>
    </div>
  );
}
