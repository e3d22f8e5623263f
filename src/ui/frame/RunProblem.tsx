import { useProblemText } from '../../i18n';
import { useSession } from '../../state/session';
import { Notice } from '../controls';

/** Why the run could not start or go on. */
export function RunProblem() {
  const problem = useSession((state) => state.runProblem);
  const dismiss = useSession((state) => state.dismissRunProblem);
  const say = useProblemText();
  if (!problem) return null;
  return (
    <Notice tone="error" onDismiss={dismiss}>
      {say(problem)}
    </Notice>
  );
}
