import { useTranslation } from 'react-i18next';
import type { Place } from '../../engine/graph/spec';
import type { Problem } from '../../engine/problem';
import { useProblemText } from '../../i18n';
import { useNetwork } from '../../state/network';
import { FLATTEN } from '../../state/networkEdits';
import { Button, Notice } from '../controls';

/** Why the layer at a place cannot work, with what mends it where one press can. */
export function LayerProblem({ problem, place }: { problem: Problem; place: Place }) {
  const { t } = useTranslation('model');
  const problemText = useProblemText();
  const addLayer = useNetwork((state) => state.addLayer);
  const mend = problem.code === 'model.notFlat' && (
    <Button size="small" onClick={() => addLayer(place, FLATTEN)}>
      {t('mend.insertFlatten')}
    </Button>
  );
  return (
    <Notice tone="error" actions={mend}>
      {problemText(problem)}
    </Notice>
  );
}
