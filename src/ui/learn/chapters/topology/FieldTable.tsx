import { useTranslation } from 'react-i18next';
import type { GraphNode } from '../../../../engine/graph/graph';
import { useFormat } from '../../../controls';
import { useLayerWords } from '../../../network/words';
import { fieldSteps } from './field';
import styles from './Picture.module.css';

/** Receptive field and jump, layer by layer. */
export function FieldTable({ nodes }: { nodes: readonly GraphNode[] }) {
  const { t } = useTranslation('learn');
  const format = useFormat();
  const words = useLayerWords();
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={t('topology.table')}>
      <table className={styles.table} aria-label={t('topology.table')}>
        <thead>
          <tr>
            <th scope="col">{t('topology.layer')}</th>
            <th scope="col">{t('topology.windowAndStride')}</th>
            <th scope="col">{t('topology.size')}</th>
            <th scope="col">{t('topology.jump')}</th>
          </tr>
        </thead>
        <tbody>
          {fieldSteps(nodes).map(({ node, kernel, stride, before, size, jump }) => (
            <tr key={node.path}>
              <th scope="row">{`${node.name} ${words.short(node.spec.type)}`}</th>
              <td>{`${kernel}, ${stride}`}</td>
              <td>{`${before.size} + (${kernel} − 1) · ${before.jump} = ${format.number(size)}`}</td>
              <td>{`${before.jump} · ${stride} = ${jump}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
