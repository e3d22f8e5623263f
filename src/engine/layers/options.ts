import type { Options } from './types';

/** Reads an option that the parser has already checked to be a number. */
export function integer(options: Options, name: string): number {
  const value = options[name];
  if (typeof value !== 'number') throw new TypeError(`option ${name} is not a number`);
  return value;
}
