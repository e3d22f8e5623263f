import { initialisers, type Initialiser, type OptionField, type Options } from './types';

/** Reads an option that the parser has already checked to be a number. */
export function numeric(options: Options, name: string): number {
  const value = options[name];
  if (typeof value !== 'number') throw new TypeError(`option ${name} is not a number`);
  return value;
}

/** The option of a layer with weights that says how they are drawn. */
export const initField: OptionField = { kind: 'choice', name: 'init', default: 'heNormal', choices: initialisers };

/** Reads that option. */
export function initialiser(options: Options): Initialiser {
  const found = initialisers.find((name) => name === options['init']);
  if (found === undefined) throw new TypeError(`option init is no initialiser`);
  return found;
}
