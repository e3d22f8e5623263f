import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Explanation } from '../../../engine/explain/types';
import { indexOf } from '../../../engine/explain/patch';
import { everyNode, type Graph, type GraphNode } from '../../../engine/graph/graph';
import type { UnitReport } from '../../../worker/messages';
import { Hint, useFormat } from '../../controls';
import styles from './Arithmetic.module.css';
import { useLayerWords } from '../../network/words';
import { useUnitText } from './useUnitText';

export interface EquationProps {
  graph: Graph;
  node: GraphNode;
  report: UnitReport;
  /** What the device has. */
  value: number;
}

/** The parts of a value, line by line down to the result, beside what the device has; then what the activation behind makes of it. */
export function Equation({ graph, node, report, value }: EquationProps) {
  const { t } = useTranslation('inside');
  const text = useUnitText();
  const { explained, maps, unit } = report;
  const behind = explained.behind && everyNode(graph.nodes).find(({ path }) => path === explained.behind?.path);
  return (
    <dl className={styles.equation}>
      <Parts node={node} explanation={explained.explanation} />
      <Result result={explained.explanation.result} value={value} name={t('why.result')} />
      {behind && (
        <Result
          result={explained.behind.explanation.result}
          value={maps.outputs.get(behind.path)?.[indexOf(behind.output, unit)] ?? NaN}
          name={t('why.behind', { layer: text.layer(behind) })}
        />
      )}
    </dl>
  );
}

function Parts({ node, explanation }: { node: GraphNode; explanation: Explanation }) {
  const { t } = useTranslation('inside');
  const text = useUnitText();
  const format = useFormat();
  const number = (value: number) => format.significant(value, 6);
  switch (explanation.kind) {
    case 'weighted':
      return (
        <>
          <Line name={t('why.sum', { count: explanation.terms.length })}>{number(explanation.sum)}</Line>
          {explanation.bias === undefined ? <Line name={t('why.noBias')} /> : <Line name={t('why.bias')}>{signed(number, explanation.bias)}</Line>}
        </>
      );
    case 'mean':
      return (
        <>
          <Line name={t('why.meanSum', { count: explanation.terms.length })}>{number(explanation.sum)}</Line>
          <Line name={t('why.meanOf', { count: explanation.terms.length })}>÷ {explanation.terms.length}</Line>
        </>
      );
    case 'largest':
      return <Line name={t('why.largest', { count: explanation.terms.length })}>{number(explanation.result)}</Line>;
    case 'normalised':
      return (
        <>
          <Line name={t(explanation.weight === undefined ? 'why.formulaPlain' : 'why.formula')} />
          <Line name={t('why.value')}>{number(explanation.value)}</Line>
          <Line name={t(explanation.of === 'group' ? 'why.groupMean' : 'why.mean')}>{number(explanation.mean)}</Line>
          <Line name={t(explanation.of === 'group' ? 'why.groupVariance' : 'why.variance')}>{number(explanation.variance)}</Line>
          <Line name={t('why.epsilon')}>{format.scientific(explanation.epsilon)}</Line>
          {explanation.weight !== undefined && <Line name={t('why.weight')}>{number(explanation.weight)}</Line>}
          <Line name={t('why.shift')}>{signed(number, explanation.bias)}</Line>
        </>
      );
    case 'applied':
      return (
        <>
          <Formula type={node.spec.type} />
          <Line name={t('why.value')}>{number(explanation.value)}</Line>
        </>
      );
    case 'added':
      return (
        <>
          <Line name={t('why.layers')}>{number(explanation.layers)}</Line>
          <Line name={t('why.shortcut')}>{signed(number, explanation.shortcut)}</Line>
        </>
      );
    case 'passed':
      return explanation.from ? (
        <>
          <Line name={t('why.passed')}>{text.place(explanation.from)}</Line>
          {node.spec.type === 'dropout' && <Line name={t('why.dropout')} />}
        </>
      ) : (
        <Line name={t('why.zeros')} />
      );
  }
}

const signed = (number: (value: number) => string, value: number) => `${value < 0 ? '−' : '+'} ${number(Math.abs(value))}`;

function Formula({ type }: { type: string }) {
  const formula = useLayerWords().formula(type);
  return formula ? <Line name={formula} /> : null;
}

function Line({ name, children }: { name: string; children?: ReactNode }) {
  return (
    <div className={styles.line}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What comes out here, what the device has, and how far apart they are. */
function Result({ result, value, name }: { result: number; value: number; name: string }) {
  const { t } = useTranslation('inside');
  const format = useFormat();
  const difference = result - value;
  return (
    <>
      <div className={styles.result}>
        <dt>{name}</dt>
        <dd>= {format.significant(result, 6)}</dd>
      </div>
      <div className={styles.line}>
        <dt>{t('why.onDevice')}</dt>
        <dd>{format.significant(value, 6)}</dd>
      </div>
      <div className={styles.line}>
        <dt>
          <Hint text={t('why.differenceHint')}>
            <span tabIndex={0} className={styles.explained}>
              {t('why.difference')}
            </span>
          </Hint>
        </dt>
        <dd>{difference === 0 ? t('why.exact') : format.scientific(difference, 2)}</dd>
      </div>
    </>
  );
}
