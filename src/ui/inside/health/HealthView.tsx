import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelSpec } from '../../../engine/graph/spec';
import { useHealth, type HealthReport } from '../../../state/health';
import { useWish } from '../../../state/inside';
import { AsTable, Slider, Titled, useFormat } from '../../controls';
import { useOperatorName } from '../../profile/words';
import { useRunGraph } from '../../../state/runGraph';
import styles from './HealthView.module.css';
import { LayerStrips } from './LayerStrips';
import { RatioChart, ratioOf } from './RatioChart';
import { Warnings } from './Warnings';

/** How the layers of the network in training do, over its steps, and what that says. */
export function HealthView() {
  const { t } = useTranslation('insideHealth');
  const { t: inside } = useTranslation('inside');
  const graph = useRunGraph();
  const looks = useHealth((state) => state.looks);
  useWish('health', graph && true);
  if (!graph) return <p>{inside('noRun')}</p>;
  return looks.length > 0 ? <Layers looks={looks} model={graph.spec} /> : <p role="status">{t('health.waiting')}</p>;
}

function Layers({ looks, model }: { looks: readonly HealthReport[]; model: ModelSpec }) {
  const { t } = useTranslation('insideHealth');
  const format = useFormat();
  const nameOf = useOperatorName(model);
  // Of the step that was chosen; nothing chosen follows the run.
  const [step, setStep] = useState<number>();
  const last = looks.length - 1;
  const found = step === undefined ? last : looks.findLastIndex((candidate) => candidate.step <= step);
  const look = Math.max(found, 0);
  const shown = looks[look];
  const onLook = (next: number) => setStep(next < last ? looks[next]?.step : undefined);
  const number = format.number(shown?.step ?? 0);
  return (
    <div className={styles.view}>
      <Warnings nameOf={nameOf} />
      <div className={styles.scrub}>
        <Slider
          label={t('health.look')}
          hint={t('health.lookHint')}
          hintSide="top"
          value={look}
          min={0}
          max={Math.max(last, 1)}
          disabled={last < 1}
          text={look === last ? t('kernels.now', { step: number }) : number}
          onChange={onLook}
        />
        <span className={styles.soft}>
          {t('health.about', { pictures: format.number(shown?.pictures ?? 0), count: looks.length, looks: format.number(looks.length) })}
        </span>
      </div>
      <div className={styles.parts}>
        <Titled title={t('health.grid')} hint={t('health.gridHint')}>
          <LayerStrips {...{ looks, look, onLook, nameOf }} />
        </Titled>
        <Titled title={t('health.ratio')} hint={t('health.ratioHint')}>
          <RatioChart {...{ looks, look, onLook, nameOf }} />
        </Titled>
      </div>
      {shown && <Figures shown={shown} nameOf={nameOf} />}
    </div>
  );
}

function Figures({ shown, nameOf }: { shown: HealthReport; nameOf: (path: string) => string }) {
  const { t } = useTranslation('insideHealth');
  const format = useFormat();
  const write = (value: number | undefined) => (value === undefined ? '' : format.significant(value));
  return (
    <AsTable
      name={t('health.table', { step: format.number(shown.step) })}
      heads={[
        ...[t('health.layer'), t('health.mean'), t('health.deviation'), t('health.dead')],
        ...[t('health.weightNorm'), t('health.gradientNorm'), t('health.ratioShort')],
      ]}
      words={1}
      rows={shown.layers.map((layer) => [
        ...[nameOf(layer.path), write(layer.activations?.mean), write(layer.activations?.deviation)],
        layer.dead === undefined ? '' : format.percent(layer.dead),
        ...[write(layer.weights?.norm), write(layer.gradients?.norm), write(ratioOf(layer))],
      ])}
    />
  );
}
