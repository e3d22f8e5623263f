import { useTranslation } from 'react-i18next';
import type { GraphNode } from '../../../../engine/graph/graph';
import type { Leftover } from '../../../../engine/layers/types';
import { Button, Notice, useFormat } from '../../../controls';
import { describe, INPUT_FIELD } from '../../../network/arithmetic';
import { useLeftoverText } from '../../../network/leftoverText';
import { exactSize } from './arithmetic';
import styles from './Arrangement.module.css';

export interface SizeProps {
  node: GraphNode;
  /** What is left over of the picture that is drawn. */
  leftover: Leftover | undefined;
  /** Adds the zeros that are missing. */
  onMend?: () => void;
}

/** N = (W − F + 2P)/S + 1 with the numbers of a layer, and what the form says where that is not whole. */
export function Size({ node, leftover, onMend }: SizeProps) {
  const { t } = useTranslation('learn');
  const format = useFormat();
  const say = useLeftoverText();
  const size = describe(node, INPUT_FIELD, format.number).find(({ figure }) => figure === 'size');
  const exact = exactSize(node);
  return (
    <>
      <p className={styles.formula} role="status">
        <span className={styles.general}>N = (W − F + 2P)/S + 1</span> = {size?.expression} = <strong>{size?.result}</strong>
        {!Number.isInteger(exact) && <span className={styles.general}> {t('arrangement.exactly', { exact: format.significant(exact) })}</span>}
      </p>
      {leftover && (
        <Notice
          tone="warn"
          title={t('arrangement.formSays')}
          actions={
            onMend && (
              <Button size="small" onClick={onMend}>
                {t('arrangement.mend')}
              </Button>
            )
          }
        >
          {say(leftover)}
        </Notice>
      )}
    </>
  );
}
