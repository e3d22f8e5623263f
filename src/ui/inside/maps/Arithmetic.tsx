import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { indexOf } from '../../../engine/explain/patch';
import { everyNode, type Graph } from '../../../engine/graph/graph';
import { useProblemText } from '../../../i18n';
import { useUnit } from '../../../state/unit';
import { IconButton, Notice, Titled, useFormat } from '../../controls';
import styles from './Arithmetic.module.css';
import { Equation } from './Equation';
import { Gradient } from './Gradient';
import { Terms } from './Terms';
import { useUnitText } from './useUnitText';

/** How the value that was chosen comes about, and what of the picture moves it: the numbers of the device, added up. */
export function Arithmetic({ graph }: { graph: Graph }) {
  const { t } = useTranslation('inside');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  const text = useUnitText();
  const say = useProblemText();
  const { asked, report, problem, close } = useUnit();
  const node = everyNode(graph.nodes).find(({ path }) => path === asked?.path);
  if (!asked || !node) return null;
  const answer = report?.unit.path === asked.path ? report : undefined;
  const unit = answer?.unit ?? asked;
  const value = answer?.maps.outputs.get(unit.path)?.[indexOf(node.output, unit)] ?? NaN;
  const name = text.unit(node, unit);
  return (
    <section className={styles.arithmetic} aria-label={name} aria-busy={!answer}>
      <header className={styles.header}>
        <h3>{answer ? t('why.title', { unit: name, value: format.significant(value, 5) }) : name}</h3>
        <IconButton size="small" label={common('close')} icon={<X />} onClick={close} />
      </header>
      {problem && <Notice tone="error">{say(problem)}</Notice>}
      {answer ? (
        <>
          <p className={styles.note}>{t('why.note', { step: format.number(answer.maps.step) })}</p>
          <div className={styles.parts}>
            <Titled title={t('why.how')}>
              <div className={styles.how}>
                <Terms key={unit.path} node={node} explanation={answer.explained.explanation} />
                <Equation graph={graph} node={node} report={answer} value={value} />
              </div>
            </Titled>
            <Titled title={t('why.moves')} hint={t('why.movesHint')}>
              <Gradient graph={graph} report={answer} />
            </Titled>
          </div>
        </>
      ) : (
        !problem && <p className={styles.note}>{t('why.waiting')}</p>
      )}
    </section>
  );
}
