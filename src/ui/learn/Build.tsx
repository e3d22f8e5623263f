import { Blocks } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { analyse } from '../../engine/graph/graph';
import type { ModelSpec } from '../../engine/graph/spec';
import { useNetwork } from '../../state/network';
import { Button, Hint, useFormat } from '../controls';
import styles from './Learn.module.css';

/** The button that puts a chapter's network into the form. */
export function Build({ network }: { network: () => ModelSpec }) {
  const { t } = useTranslation('learn');
  const format = useFormat();
  const [built, setBuilt] = useState<ModelSpec>();
  const build = () => {
    const spec = network();
    useNetwork.getState().replace(spec);
    setBuilt(spec);
  };
  const parameters = built && analyse(built).graph?.parameterCount;
  return (
    <div>
      <Hint text={t('buildHint')} side="top">
        <Button variant="primary" icon={<Blocks aria-hidden />} onClick={build}>
          {t('build')}
        </Button>
      </Hint>
      <p className={styles.built} role="status">
        {parameters !== undefined && t('built', { parameters: format.number(parameters) })}
      </p>
    </div>
  );
}
