import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../../../i18n';
import { Notice, useFormat } from '../../../controls';
import { shapeText, useLayerWords } from '../../../network/words';
import { integerOf, type ChapterProps } from '../types';
import { Blocks } from './Blocks';
import { Controls } from './Controls';
import { Field } from './Field';
import styles from './Picture.module.css';
import { blocksOf, patternOf, topologyOf, type Block } from './topology';

/** The pattern, its network as blocks, and what a unit of the chosen layer sees. */
export function Picture({ state, change, revealed }: ChapterProps) {
  const { t } = useTranslation('learn');
  const { t: model } = useTranslation('model');
  const format = useFormat();
  const problemText = useProblemText();
  const words = useLayerWords();
  const pattern = useMemo(() => patternOf(state), [state]);
  const { analysis } = useMemo(() => topologyOf(pattern), [pattern]);
  const { nodes, graph, problem } = analysis;
  const blocks = blocksOf(nodes);
  const chosen = Math.min(integerOf(state, 'layer'), blocks.length - 1);
  const said = useBlockText()(blocks[chosen]);
  const before = nodes.slice(0, nodes.findIndex((node) => node === blocks[chosen]?.node) + 1);
  const pools = nodes.filter(({ definition }) => definition.group === 'pooling').length;
  const { m, n, k, pool, activation } = pattern;
  return (
    <>
      <Controls {...{ state, change }} />
      <p className={styles.formula}>
        <code>{model('pattern.formula', { m, n, k, activation: words.short(activation), pool: pool ? model('pattern.formulaPool') : '' })}</code>
        {graph && (
          <span role="status">
            {t('topology.total', { parameters: format.number(graph.parameterCount), multiplyAdds: format.compact(graph.multiplyAdds) })}
          </span>
        )}
      </p>
      {problem && <Notice tone="error">{model('file.at', { path: problem.path ?? 'layers', text: problemText(problem) })}</Notice>}
      {!problem && pool && pools < n && <Notice tone="info">{t('topology.pools', { pools, n })}</Notice>}
      <Blocks blocks={blocks} chosen={chosen} choose={(layer) => change({ layer })} said={said} />
      <p role="status">{said}</p>
      {revealed ? <Field nodes={before} /> : <p className={styles.hidden}>{t('topology.hidden')}</p>}
    </>
  );
}

/** A layer, its shapes and its counts. */
function useBlockText(): (block: Block | undefined) => string {
  const { t } = useTranslation('learn');
  const format = useFormat();
  const words = useLayerWords();
  const shape = (of: Block['output']) => shapeText(of, format.number);
  return (block) => {
    if (!block?.node) return t('topology.input', { output: block ? shape(block.output) : '' });
    const { name, spec, input, output, parameterCount, multiplyAdds } = block.node;
    const activation = block.activation ? ` → ${words.short(block.activation.spec.type)}` : '';
    return t('topology.block', {
      layer: `${name} ${[words.short(spec.type), ...words.keys(spec)].join(' ')}${activation}`,
      ...{ input: shape(input), output: shape(output) },
      ...{ parameters: format.number(parameterCount), multiplyAdds: format.compact(multiplyAdds) },
    });
  };
}
