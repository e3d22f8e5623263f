import { convolutionInitialisers, initialisers, type Initialiser, type OptionField, type Options, type ParameterSpec } from './types';

/** Reads an option that the parser has already checked to be a number. */
export function numeric(options: Options, name: string): number {
  const value = options[name];
  if (typeof value !== 'number') throw new TypeError(`option ${name} is not a number`);
  return value;
}

/** The option of a layer with weights that says how they are drawn. */
export const initField = { kind: 'choice', name: 'init', default: 'heNormal', choices: initialisers } as const satisfies OptionField;

/** The same of a convolution. */
export const convolutionInitField: OptionField = { ...initField, choices: convolutionInitialisers };

/** The option of a layer with weights that keeps them as they were initialised. */
export const frozenField: OptionField = { kind: 'boolean', name: 'frozen', default: false };

type WeightTraits = Pick<ParameterSpec, 'fanIn' | 'fanOut' | 'groups'>;

/** A weight of a shape that begins with the outputs, and, where the option `bias` asks for it, a bias an output. */
export function weightAndBias(options: Options, shape: readonly number[], traits: WeightTraits): ParameterSpec[] {
  const isFrozen = options['frozen'] === true;
  const weight: ParameterSpec = { name: 'weight', shape, init: initialiser(options), ...traits, ...(isFrozen ? { isFrozen } : {}) };
  return options['bias'] === true ? [weight, { name: 'bias', shape: shape.slice(0, 1), init: 'zeros', ...traits }] : [weight];
}

/** Reads the option of how weights are drawn. */
function initialiser(options: Options): Initialiser {
  const found = convolutionInitialisers.find((name) => name === options['init']);
  if (found === undefined) throw new TypeError(`option init is no initialiser`);
  return found;
}
