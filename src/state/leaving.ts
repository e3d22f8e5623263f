import { useComparison } from './comparison';
import { useKeeping } from './keeping';
import type { ListedRun } from './listedRuns';
import { useSession } from './session';
import { useSweep } from './sweep';

const hasTrained = (runs: readonly ListedRun[]) => runs.some(({ losses }) => losses.length > 0);

/**
 * Whether something would be gone with the page that took a while to make and is kept nowhere else: the weights and curves of
 * a run that was not let go of, what a sweep or a comparison has come to, edits that the browser does not keep. Not what is
 * measured in seconds (evaluations, range tests, profiles).
 */
export function isSomethingAtStake(): boolean {
  const comparisons = Object.values(useComparison.getState().results);
  return (
    useSession.getState().run.step > 0 ||
    hasTrained(useSweep.getState().runs) ||
    comparisons.some((comparison) => comparison && hasTrained(comparison.runs)) ||
    useKeeping.getState().isAtRisk
  );
}

/** The browser puts the question in words of its own, and only once the page was touched. */
function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- Chromium before 119 asks for this alone.
  event.returnValue = true;
}

/** Has the browser ask before the page is closed or reloaded, while something is at stake and only then: a page that asks is not kept for going back. Call once. */
export function startAsking(): void {
  const update = () => (isSomethingAtStake() ? addEventListener('beforeunload', ask) : removeEventListener('beforeunload', ask));
  for (const store of [useSession, useSweep, useComparison, useKeeping]) store.subscribe(update);
}

/** Loads the page anew for one who was told what that costs. */
export function reloadUnasked(): void {
  removeEventListener('beforeunload', ask);
  location.reload();
}
