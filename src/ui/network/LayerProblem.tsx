import { useTranslation } from 'react-i18next';
import { pathOf, placeIn, type Place } from '../../engine/graph/spec';
import type { Problem } from '../../engine/problem';
import { useProblemText } from '../../i18n';
import { useNetwork } from '../../state/network';
import { FLATTEN } from '../../state/networkEdits';
import { Button, Notice, useFormat } from '../controls';

/** Why the layer at a place cannot work, with what mends it where one press can. */
export function LayerProblem({ problem, place }: { problem: Problem; place: Place }) {
  const { t } = useTranslation('model');
  const format = useFormat();
  const problemText = useProblemText();
  const { addLayer, moveLayer } = useNetwork.getState();
  const behind = problem.code === 'model.flattenEarly' ? indexBeside(place, problem.params.at) : undefined;
  const mend =
    problem.code === 'model.notFlat' ? (
      <Button size="small" onClick={() => addLayer(place, FLATTEN)}>
        {t('mend.insertFlatten')}
      </Button>
    ) : (
      behind !== undefined && (
        <Button size="small" onClick={() => moveLayer(place, behind)}>
          {t('mend.moveFlatten', { index: format.place(behind) })}
        </Button>
      )
    );
  return (
    <Notice tone="error" actions={mend}>
      {problemText(problem)}
    </Notice>
  );
}

/** The index of the layer at a path, where it is in the same list as a place. */
function indexBeside(place: Place, path: string): number | undefined {
  const other = placeIn(path);
  const index = other?.at(-1);
  return other && typeof index === 'number' && pathOf(other.slice(0, -1)) === pathOf(place.slice(0, -1)) ? index : undefined;
}
