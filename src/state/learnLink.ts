import type { Problem } from '../engine/problem';

/** What can be changed in a chapter, by its name in the link: whole numbers and choices. */
export type StateField =
  | { readonly kind: 'integer'; readonly name: string; readonly min: number; readonly max: number; readonly default: number }
  | { readonly kind: 'choice'; readonly name: string; readonly choices: readonly string[]; readonly default: string };

/** Values of a chapter's fields by their names. */
export type ChapterState = Readonly<Record<string, number | string>>;

/** The fields of every chapter there is. */
export type FieldsOf = Readonly<Record<string, readonly StateField[]>>;

/** What a link asks for, as far as it can be had, and what in it cannot. */
export interface LearnLink {
  /** Undefined opens the chapters where they were left. */
  readonly chapter?: string;
  /** What differs from the defaults. */
  readonly state: ChapterState;
  readonly problems: readonly Problem[];
}

const PREFIX = '#learn';

/** The values of all fields: those given, and defaults for the rest. */
export function withDefaults(fields: readonly StateField[], given: ChapterState): ChapterState {
  return Object.fromEntries(fields.map((field) => [field.name, given[field.name] ?? field.default]));
}

/** Reads `#learn/arrangement?kernel=3&stride=2`; undefined for a hash that is none of ours. */
export function readLink(hash: string, fieldsOf: FieldsOf): LearnLink | undefined {
  const [path = '', query = ''] = hash.split('?', 2);
  const [prefix, chapter, ...rest] = path.split('/');
  if (prefix !== PREFIX) return undefined;
  if (chapter === undefined || chapter === '') return { state: {}, problems: [] };
  const fields = rest.length === 0 ? fieldsOf[chapter] : undefined;
  if (!fields) {
    const name = [chapter, ...rest].join('/');
    return { state: {}, problems: [{ code: 'learn.unknownChapter', params: { chapter: name, known: Object.keys(fieldsOf).join(', ') } }] };
  }
  const state: Record<string, number | string> = {};
  const problems: Problem[] = [];
  for (const [name, text] of new URLSearchParams(query)) {
    const field = fields.find((candidate) => candidate.name === name);
    const value = field && valueOf(field, text);
    if (!field) problems.push({ code: 'learn.unknownField', params: { field: name, known: fields.map((one) => one.name).join(', ') } });
    else if (value === undefined) problems.push(refusal(field, text));
    else if (value !== field.default) state[name] = value;
  }
  return { chapter, state, problems };
}

function valueOf(field: StateField, text: string): number | string | undefined {
  if (field.kind === 'choice') return field.choices.find((choice) => choice === text);
  const number = Number(text);
  return /^-?\d+$/.test(text) && number >= field.min && number <= field.max ? number : undefined;
}

function refusal(field: StateField, value: string): Problem {
  return field.kind === 'choice'
    ? { code: 'learn.notAChoice', params: { field: field.name, value, choices: field.choices.join(', ') } }
    : { code: 'learn.outOfRange', params: { field: field.name, value, min: field.min, max: field.max } };
}

/** The hash that opens a chapter at its state: only what differs from the defaults is in it. */
export function writeLink(chapter: string, fields: readonly StateField[], state: ChapterState): string {
  const query = new URLSearchParams();
  for (const field of fields) {
    const value = state[field.name] ?? field.default;
    if (value !== field.default) query.set(field.name, String(value));
  }
  return `${PREFIX}/${chapter}${query.size > 0 ? `?${query.toString()}` : ''}`;
}
