import { create } from 'zustand';
import { useNetwork } from './network';
import { useSettings } from './settings';

/** What can be edited and undone, each with a history of its own. */
const parts = { network: useNetwork, settings: useSettings };
type Part = keyof typeof parts;
const names = Object.keys(parts) as Part[];

const forgetUndone: Readonly<Record<Part, () => void>> = {
  network: () => useNetwork.temporal.setState({ futureStates: [] }),
  settings: () => useSettings.temporal.setState({ futureStates: [] }),
};

interface History {
  /** The parts that each edit changed, in the order of the edits. */
  readonly past: readonly (readonly Part[])[];
  /** Those that were undone, the last of them at the end. */
  readonly future: readonly (readonly Part[])[];
}

/** No longer than the history of each part. */
const LIMIT = 200;

/** The edits of the form, over all its parts. */
export const useHistory = create<History>(() => ({ past: [], future: [] }));

/** Parts that an edit of several has changed so far; undefined outside of one. */
let gathering: Set<Part> | undefined;

function remember(edit: readonly Part[]): void {
  useHistory.setState(({ past }) => ({ past: [...past, edit].slice(-LIMIT), future: [] }));
  for (const name of names) if (!edit.includes(name)) forgetUndone[name]();
}

for (const name of names) {
  parts[name].temporal.getState().setOnSave(() => {
    if (gathering) gathering.add(name);
    else remember([name]);
  });
}

/** Makes what `change` edits, in one part or in several, one step of undo. Each part may be changed once. */
export function asOneEdit(change: () => void): void {
  gathering = new Set();
  try {
    change();
  } finally {
    const edit = [...gathering];
    gathering = undefined;
    if (edit.length > 0) remember(edit);
  }
}

export function undo(): void {
  const { past, future } = useHistory.getState();
  const edit = past.at(-1);
  if (!edit) return;
  for (const name of edit) parts[name].getState().undo();
  useHistory.setState({ past: past.slice(0, -1), future: [...future, edit] });
}

export function redo(): void {
  const { past, future } = useHistory.getState();
  const edit = future.at(-1);
  if (!edit) return;
  for (const name of edit) parts[name].getState().redo();
  useHistory.setState({ past: [...past, edit], future: future.slice(0, -1) });
}
