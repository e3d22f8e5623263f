import { ClipboardCheck, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../state/data';
import { FIRST_PICTURES, useEvaluation, type EvaluationScope } from '../../state/evaluation';
import { Button, Hint, Progress, Segmented, useFormat } from '../controls';
import styles from './EvaluationPanel.module.css';
import { useMissing } from './useMissing';

const SCOPES: readonly EvaluationScope[] = ['first', 'all'];

/** How many pictures, and the button that evaluates; while it does, how far it is and a way out. */
export function Evaluate() {
  const { t } = useTranslation('evaluation');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  const { last, scope, isAsked, progress, setScope, evaluate, cancel } = useEvaluation();
  const available = useData(({ runData, summary }) => (runData ?? summary)?.testCount);
  const missing = useMissing();
  if (isAsked) {
    const said = progress && { done: format.number(progress.done), total: format.number(progress.total) };
    return (
      <div className={styles.evaluating}>
        <span role="status">{said ? t('progressOf', said) : t('waiting')}</span>
        <div className={styles.progress}>
          <Progress label={t('progress')} value={progress && progress.done / progress.total} />
        </div>
        <Button icon={<X />} onClick={cancel}>
          {common('cancel')}
        </Button>
      </div>
    );
  }
  const counts = { first: FIRST_PICTURES, all: available };
  return (
    <>
      <Segmented
        label={t('scope.label')}
        value={scope}
        segments={SCOPES.map((value) => ({
          value,
          label: t(counts[value] === undefined ? 'scope.every' : `scope.${value}`, { pictures: format.number(counts[value] ?? 0) }),
        }))}
        onChange={setScope}
      />
      <Hint text={missing ?? t('evaluateHint')} side="top">
        <Button icon={<ClipboardCheck />} aria-disabled={missing !== undefined} onClick={() => missing ?? evaluate()}>
          {t(last ? 'again' : 'evaluate')}
        </Button>
      </Hint>
    </>
  );
}
