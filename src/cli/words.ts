import { createInstance } from 'i18next';
import type { dataProblems } from '../data/problems';
import type { AreaOf, Problem } from '../engine/problem';
import type { engineProblems } from '../engine/problems';
import data from '../i18n/en/data.json';
import model from '../i18n/en/model.json';
import sweep from '../i18n/en/sweep.json';
import training from '../i18n/en/training.json';

/** Whatever the engine and the data readers may say. */
const resources = { data, model, sweep, training } satisfies Record<AreaOf<keyof typeof engineProblems | keyof typeof dataProblems>, object>;
const words = createInstance();
void words.init({
  resources: { en: resources },
  lng: 'en',
  ns: Object.keys(resources),
  interpolation: { escapeValue: false },
  initAsync: false,
});

/** Looks up keys that are put together as the program runs; i18next's own type knows those that are spelt out. */
const say = words.t as (key: string, params: Readonly<Record<string, string | number>>) => string;

/** One line of printable characters, whatever a text holds: names of files may hold anything. */
export function printable(text: string): string {
  const line = text.replaceAll(/\s*\n\s*/g, ' ').trim();
  return line.replaceAll(/\p{Cc}/gu, (control) => `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** A problem in English, behind the place it is about: `layers[3].stride: 0 is not a whole number from 1 to 32.` */
export function problemText({ code, params, path }: Problem): string {
  const text = say(code.replace('.', ':problems.'), params);
  return printable(path === undefined ? text : `${path}: ${text}`);
}
