import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { GraphNode } from '../../engine/graph/graph';
import { useFormat, VisuallyHidden } from '../controls';
import styles from './LayerList.module.css';
import { shapeText } from './words';

/** The figures of a layer, each in its column; or that it is not reached, or cannot work. */
export function Figures({ node, broken }: { node: GraphNode | undefined; broken: boolean }) {
  const { t } = useTranslation('model');
  const format = useFormat();
  if (!node) {
    return (
      <span className={styles.notReached}>
        {broken && <CircleAlert aria-hidden />}
        {t(broken ? 'list.broken' : 'list.notReached')}
      </span>
    );
  }
  return (
    <>
      <span className={styles.shape}>
        <VisuallyHidden>{t('list.output')} </VisuallyHidden>
        {shapeText(node.output, format.number)}
      </span>
      <Figure text={node.parameterCount > 0 && format.number(node.parameterCount)} unit={t('list.parameters')} />
      <Figure text={node.multiplyAdds > 0 && format.compact(node.multiplyAdds)} unit={t('list.multiplyAdds')} />
    </>
  );
}

/** A figure under the head of its column, which names it for screen readers too. */
function Figure({ text, unit }: { text: string | false; unit: string }) {
  return (
    <span className={styles.figure}>
      {text}
      {text && <VisuallyHidden> {unit}</VisuallyHidden>}
    </span>
  );
}
