import { Grid3x3 } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { mapLayers } from '../../../engine/graph/classifier';
import type { Graph } from '../../../engine/graph/graph';
import { inquire } from '../../../state/inquiries';
import { useInside, useWish } from '../../../state/inside';
import type { InspectedPicture } from '../../../state/inspected';
import { useIsResting } from '../../../state/runGraph';
import { useSession } from '../../../state/session';
import { useWhy } from '../../../state/why';
import { NumberField, Select } from '../../controls';
import { useRunClasses } from '../../data/useRunClasses';
import { useOperatorName } from '../../profile/words';
import { InquiryButton } from '../InquiryButton';
import { Answers } from './Answers';
import styles from './why.module.css';

const PREDICTED = 'predicted';
const CLASSES = 10;

/** What speaks for a class on the picture that is looked at. */
export function Explanation({ graph, picture }: { graph: Graph; picture: InspectedPicture }) {
  const { t } = useTranslation('insideWhy');
  const nameOf = useOperatorName(graph.spec);
  const className = useRunClasses();
  const { label, path, patch, set } = useWhy();
  const { pixels } = picture;
  const wished = useMemo(() => ({ pixels, label, path }), [pixels, label, path]);
  useWish('why', wished);
  const report = useInside((state) => state.why);
  const layers = mapLayers(graph);
  const layer = layers.find((node) => node.path === path) ?? layers.at(-1);

  const isResting = useIsResting();
  const step = useSession(({ run }) => run.weightsFrom ?? run.step);
  // What costs many passes comes by itself only while nothing is trained.
  useEffect(() => {
    if (isResting) inquire({ kind: 'occlusion', pixels, label, patch });
  }, [isResting, step, pixels, label, patch]);

  return (
    <>
      <div className={styles.controls}>
        <Select
          label={t('answer.class')}
          hint={t('answer.classHint')}
          hintSide="top"
          value={label === undefined ? PREDICTED : String(label)}
          options={[
            { value: PREDICTED, label: t('answer.predicted') },
            ...Array.from({ length: CLASSES }, (_, at) => ({ value: String(at), label: className(at) })),
          ]}
          onChange={(next) => set({ label: next === PREDICTED ? undefined : Number(next) })}
        />
        {layer && (
          <Select
            label={t('answer.layer')}
            hint={t('answer.layerHint')}
            hintSide="top"
            value={layer.path}
            options={layers.map((node) => ({ value: node.path, label: nameOf(node.path) }))}
            onChange={(next) => set({ path: next })}
          />
        )}
        <NumberField
          label={t('answer.patch')}
          hint={t('answer.patchHint')}
          hintSide="top"
          {...{ value: patch.size, min: 2, max: 24, integer: true, width: 3, commit: 'settled' as const }}
          onChange={(size) => set({ patch: { ...patch, size } })}
        />
        <NumberField
          label={t('answer.stride')}
          hint={t('answer.strideHint')}
          hintSide="top"
          {...{ value: patch.stride, min: 1, max: 16, integer: true, width: 3, commit: 'settled' as const }}
          onChange={(stride) => set({ patch: { ...patch, stride } })}
        />
        <InquiryButton
          kind="occlusion"
          label={t('answer.cover')}
          hint={t('answer.coverHint')}
          icon={<Grid3x3 />}
          onAsk={() => inquire({ kind: 'occlusion', pixels, label, patch })}
        />
      </div>
      {report && <Answers report={report} layerName={report.cam && nameOf(report.cam.path)} />}
    </>
  );
}
