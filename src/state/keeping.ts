import { create } from 'zustand';
import { ProblemError } from '../engine/problem';
import type { RunConfig } from '../worker/messages';
import { asOneEdit } from './history';
import { FORM_KEY, formText, parseForm } from './keptForm';
import { followPredictions, LEARN_KEY } from './learn';
import { keptNetwork, useNetwork } from './network';
import { followPreferences, PREFERENCES_KEY } from './preferences';
import { differences } from './restart';
import { keptSettings, useSettings } from './settings';
import { browserStorage } from './storage';

export interface KeepingState {
  /** The form that another tab has kept in place of this tab's; undefined while what is kept is this tab's. */
  readonly other: RunConfig | undefined;
  /** The form was edited here, and is not what the browser keeps: it ends with this page. */
  readonly isAtRisk: boolean;
  /** Takes the other tab's form, as one step of undo. */
  takeOver(): void;
  /** Keeps this tab's form in place of the other's. */
  keepOwn(): void;
}

let isEdited = false;

export const useKeeping = create<KeepingState>()((_, get) => ({
  other: undefined,
  isAtRisk: false,
  takeOver: () => {
    const { other } = get();
    if (!other) return;
    asOneEdit(() => {
      useNetwork.getState().replace(other.model);
      useSettings.getState().replace(other.training);
    });
  },
  keepOwn: keep,
}));

function ownForm(): RunConfig {
  return { model: useNetwork.getState().spec, training: useSettings.getState().values };
}

/** Keeps the whole form of this tab, whatever another has kept. */
function keep(): void {
  const { model, training } = ownForm();
  const isKept = browserStorage.setItem(FORM_KEY, formText(model, training));
  useKeeping.setState({ other: undefined, isAtRisk: isEdited && !isKept });
}

/** What is kept, where that is another form than this tab's. */
function otherForm(): RunConfig | undefined {
  const text = browserStorage.getItem(FORM_KEY);
  if (text === null) return undefined;
  const { network, settings } = parseForm(text);
  try {
    const other = { model: keptNetwork(network), training: keptSettings(settings) };
    const data = { run: undefined, form: undefined };
    return differences(ownForm(), other, data).length > 0 ? other : undefined;
  } catch (error) {
    // Of a newer version of the page, say: there is nothing in it to take over.
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}

function look(): void {
  const other = otherForm();
  useKeeping.setState({ other, isAtRisk: isEdited && other !== undefined });
}

/** What is done when another tab has changed an entry. */
const follow: Readonly<Partial<Record<string, () => void>>> = {
  [FORM_KEY]: look,
  [PREFERENCES_KEY]: followPreferences,
  [LEARN_KEY]: followPredictions,
};

/**
 * Keeps the form of this tab at every edit, the whole of it, and looks what other tabs keep. Language, theme and the predictions
 * of Learn are the reader's and not the tab's: all tabs follow the last change. Call once.
 */
export function startKeeping(): void {
  let isDue = false;
  const edited = () => {
    if (isDue) return;
    isDue = true;
    // Network and settings may change one behind the other, in one edit.
    queueMicrotask(() => {
      isDue = false;
      isEdited = true;
      keep();
    });
  };
  useNetwork.subscribe((state, before) => state.spec !== before.spec && edited());
  useSettings.subscribe((state, before) => state.values !== before.values && edited());
  addEventListener('storage', ({ key }) => follow[key ?? '']?.());
  // A page that was put aside (back and forward) has heard nothing meanwhile.
  addEventListener('pageshow', ({ persisted }) => persisted && look());
}
