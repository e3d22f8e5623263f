import type { ModelSpec } from '../engine/graph/spec';
import type { TrainingSettings } from '../worker/messages';
import { browserStorage } from './storage';

/** The form as the browser keeps it: network and settings in one entry, so that they are always of one tab. Unchecked, as anyone may have written it. */
export interface KeptForm {
  /** Undefined where none is kept. */
  readonly network: unknown;
  readonly settings: unknown;
}

/** The entry of `localStorage`. */
export const FORM_KEY = 'kernelgarten.form';

/** An empty list is no model, and is not kept; the next visit begins with a preset. */
export function formText(network: ModelSpec, settings: TrainingSettings): string {
  return JSON.stringify({ ...(network.layers.length > 0 ? { network } : {}), settings });
}

/** Text that is no form passes for a network, which is then refused in words. */
export function parseForm(text: string): KeptForm {
  const form = parsed(text);
  if (typeof form !== 'object' || form === null) return { network: text, settings: undefined };
  const { network, settings } = form as Partial<KeptForm>;
  return { network, settings };
}

/** The form of the last visit. */
export function keptForm(): KeptForm {
  const text = browserStorage.getItem(FORM_KEY);
  return text === null ? earlierForm() : parseForm(text);
}

/** Earlier versions kept network and settings each by itself. */
function earlierForm(): KeptForm {
  const network = browserStorage.getItem('kernelgarten.network');
  const settings = parsed(browserStorage.getItem('kernelgarten.settings') ?? '') as { state?: { values?: unknown } } | null | undefined;
  return { network: network === null ? undefined : (parsed(network) ?? network), settings: settings?.state?.values };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
