import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { everyNode } from '../../engine/graph/graph';
import { useProblemText } from '../../i18n';
import { useNetwork, useTrainingNeeds } from '../../state/network';
import { useSettings } from '../../state/settings';
import { Hint, Notice, useFormat } from '../controls';
import styles from './Summary.module.css';

/** What the layers add up to, and what training them takes of the adapter. */
export function Summary() {
  const { t } = useTranslation('model');
  const format = useFormat();
  const { spec, analysis } = useNetwork();
  const { nodes } = analysis;
  const whole = nodes.length === spec.layers.length;
  const total = (figure: 'parameterCount' | 'multiplyAdds') => nodes.reduce((sum, node) => sum + node[figure], 0);
  return (
    <div className={styles.summary}>
      <dl className={styles.figures} aria-label={t('summary.label')}>
        <Figure name={t('summary.parameters')} hint={t('summary.parametersHint')}>
          {whole ? format.number(total('parameterCount')) : '–'}
        </Figure>
        <Figure name={t('summary.multiplyAdds')} hint={t('summary.multiplyAddsHint')}>
          {whole ? format.compact(total('multiplyAdds')) : '–'}
        </Figure>
        <Figure name={t('summary.field')} hint={t('summary.fieldHint')}>
          <Field />
        </Figure>
        <Memory />
      </dl>
      <MemoryProblem />
    </div>
  );
}

function Figure({ name, hint, children }: { name: string; hint: string; children: ReactNode }) {
  return (
    <div className={styles.figure}>
      <Hint text={hint} side="top">
        <dt tabIndex={0}>{name}</dt>
      </Hint>
      <dd>{children}</dd>
    </div>
  );
}

/** The receptive field of the convolution that sees the most, which is the last along the longest way, against the picture. */
function Field() {
  const { t } = useTranslation('model');
  const { spec, analysis } = useNetwork();
  const convolutions = everyNode(analysis.nodes).filter(({ definition }) => definition.group === 'convolution');
  if (convolutions.length === 0) return t('summary.fieldNone');
  const size = Math.max(...convolutions.map(({ receptiveField }) => receptiveField.size));
  const { height, width } = spec.input;
  if (!Number.isFinite(size)) return t('summary.fieldAll');
  return t(size >= height && size >= width ? 'summary.fieldWhole' : 'summary.fieldPart', { size, height, width });
}

function Memory() {
  const { t } = useTranslation('model');
  const format = useFormat();
  const batch = useSettings((state) => state.values.batchSize);
  const needs = useTrainingNeeds();
  const memory = needs?.memory;
  const largest = memory && format.bytes(memory.largestBufferBytes);
  return (
    <Figure name={t('summary.memory')} hint={t('summary.memoryHint', { batch })}>
      {memory ? t('summary.memoryTotal', { total: format.bytes(memory.totalBytes), batch }) : '–'}
      {largest && (
        <span className={styles.buffer}>
          {needs.allowedBytes === undefined
            ? t('summary.memoryUnlimited', { largest })
            : t('summary.memoryBuffer', { largest, allowed: format.bytes(needs.allowedBytes) })}
        </span>
      )}
    </Figure>
  );
}

function MemoryProblem() {
  const problemText = useProblemText();
  const problem = useTrainingNeeds()?.problem;
  return problem ? <Notice tone="error">{problemText(problem)}</Notice> : null;
}
