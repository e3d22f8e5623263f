import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../i18n';
import type { ListedRun } from '../../state/listedRuns';
import { useFormat } from '../controls';

export interface RunPlace {
  /** The runs of its list train. */
  readonly underWay: boolean;
  /** It is the one that trains now. */
  readonly isPresent: boolean;
}

/** How far a run is that has not gone through, or why it never will. */
export function useRunState(): (run: ListedRun, place: RunPlace) => string {
  const { t } = useTranslation('sweep');
  const format = useFormat();
  const say = useProblemText();
  return ({ outcome, losses, steps }, { underWay, isPresent }) => {
    if (outcome?.kind === 'diverged') return t('state.diverged', { step: format.number(outcome.step) });
    if (outcome?.kind === 'refused') return say(outcome.problem);
    if (losses.length === 0) return t(isPresent ? 'state.preparing' : underWay ? 'state.waiting' : 'state.notRun');
    return t(isPresent ? 'state.running' : 'state.stopped', { step: format.number(losses.length), steps: format.number(steps) });
  };
}
