import { useTranslation } from 'react-i18next';
import type { Problem } from '../../engine/problem';
import { useProblemText } from '../../i18n';
import { useNetwork } from '../../state/network';
import { endsDense } from '../../state/networkEdits';
import { Button, Notice } from '../controls';

/** What is wrong with a list whose layers all work: it must have some, and give one value a class. */
export function ListProblem() {
  const { t } = useTranslation('model');
  const problemText = useProblemText();
  const { spec, analysis, endWithClasses } = useNetwork();
  const { problem, nodes } = analysis;
  if (!problem || nodes.length < spec.layers.length) return null;
  const mends = problem.code === 'model.notClasses';
  const shown: Problem = spec.layers.length === 0 ? { code: 'model.noLayers', params: {} } : problem;
  return (
    <Notice
      tone="error"
      actions={
        mends && (
          <Button size="small" onClick={endWithClasses}>
            {t(endsDense(spec.layers) ? 'mend.units' : 'mend.endWithClasses')}
          </Button>
        )
      }
    >
      {problemText(shown)}
    </Notice>
  );
}
