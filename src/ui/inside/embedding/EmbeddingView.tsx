import { ScatterChart } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CLASS_COUNT } from '../../../data/types';
import { useEmbedding } from '../../../state/embedding';
import { FieldsOf } from '../../../state/fieldErrors';
import { inquire, useInquiries } from '../../../state/inquiries';
import { useRunGraph } from '../../../state/runGraph';
import type { EmbeddingFinding } from '../../../worker/messages';
import { NumberField, Segmented, Select, useFormat } from '../../controls';
import { useOperatorName } from '../../profile/words';
import type { Graph } from '../../../engine/graph/graph';
import { InquiryButton } from '../InquiryButton';
import { ClassLegend } from './ClassLegend';
import styles from './embedding.module.css';
import { Scatter } from './Scatter';

const AMOUNTS = [500, 1000, 2000];

/** The test pictures in a plane, near each other where the last hidden layer finds them alike. */
export function EmbeddingView() {
  const { t } = useTranslation('insideWhy');
  const { t: inside } = useTranslation('inside');
  const format = useFormat();
  const graph = useRunGraph();
  const finding = useInquiries((state) => state.embedding.finding);
  const { method, pictures, seed, set } = useEmbedding();
  if (!graph) return <p className={styles.empty}>{inside('noRun')}</p>;
  return (
    <div className={styles.view}>
      <div className={styles.controls}>
        <Segmented
          label={t('embedding.method')}
          value={method}
          segments={(['pca', 'umap'] as const).map((value) => ({ value, label: t(`embedding.${value}`), hint: t(`embedding.${value}Hint`) }))}
          onChange={(next) => set({ method: next })}
        />
        <Select
          label={t('embedding.pictures')}
          value={String(pictures)}
          options={AMOUNTS.map((amount) => ({ value: String(amount), label: format.number(amount) }))}
          onChange={(amount) => set({ pictures: Number(amount) })}
        />
        {method === 'umap' && (
          <FieldsOf value="embedding">
            <NumberField
              label={t('embedding.seed')}
              {...{ value: seed, min: 0, max: 999_999, integer: true, width: 5 }}
              onChange={(next) => set({ seed: next })}
            />
          </FieldsOf>
        )}
        <InquiryButton
          kind="embedding"
          label={t(finding ? 'embedding.again' : 'embedding.lay')}
          hint={t('embedding.layHint')}
          icon={<ScatterChart />}
          onAsk={() => inquire({ kind: 'embedding', method, pictures, seed })}
        />
      </div>
      {finding ? <Found finding={finding} graph={graph} /> : <p className={styles.empty}>{t('embedding.empty')}</p>}
    </div>
  );
}

/** What was found, and which part of it is to be seen. */
function Found({ finding, graph }: { finding: EmbeddingFinding; graph: Graph }) {
  const { t } = useTranslation('insideWhy');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  const nameOf = useOperatorName(graph.spec);
  const { by, answers, classes, set } = useEmbedding();
  const { labels, predicted, method, shares, step, path, width } = finding;
  const told = by === 'true' ? labels : predicted;
  const isAsked = (point: number) => answers === 'all' || (answers === 'right') === (labels[point] === predicted[point]);
  const asked = [...labels.keys()].filter(isAsked);
  const shown = useMemo(
    () =>
      [...labels.keys()].filter((point) => (answers === 'all' || (answers === 'right') === (labels[point] === predicted[point])) && classes[told[point] ?? 0]),
    [labels, predicted, told, answers, classes],
  );
  const counts = Array.from({ length: CLASS_COUNT }, (_, label) => asked.filter((point) => told[point] === label).length);
  const layer = path === undefined ? t('embedding.pixels') : nameOf(path);
  return (
    <>
      <div className={styles.controls}>
        <Segmented
          label={t('embedding.by')}
          value={by}
          segments={(['true', 'predicted'] as const).map((value) => ({ value, label: t(`embedding.by_${value}`) }))}
          onChange={(next) => set({ by: next })}
        />
        <Segmented
          label={t('embedding.answers')}
          value={answers}
          segments={(['all', 'right', 'wrong'] as const).map((value) => ({ value, label: t(`embedding.answers_${value}`) }))}
          onChange={(next) => set({ answers: next })}
        />
      </div>
      <div className={styles.found}>
        <Scatter finding={finding} classes={told} shown={shown} />
        <div className={styles.beside}>
          <ClassLegend counts={counts} />
          <p className={styles.note}>
            {common('sentences', {
              first: t('embedding.of', { layer, width: format.number(width), step: format.number(step) }),
              second:
                method === 'pca'
                  ? t('embedding.variance', { first: format.percent(shares[0] ?? 0), second: format.percent(shares[1] ?? 0) })
                  : t('embedding.axes'),
            })}
          </p>
        </div>
      </div>
    </>
  );
}
