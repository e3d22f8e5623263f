import type { LayerSpec } from '../../../../engine/graph/spec';
import { initialisers } from '../../../../engine/layers/types';
import { integerOf, oneOf, type ChapterState, type StateField } from '../types';
import { activations, optionsOfActivation, REACH } from './functions';

/** Steps of x to a unit. */
const X_STEPS = 10;

/** In steps, what can be set of any activation. */
const options: readonly StateField[] = activations.flatMap(optionsOfActivation).map((field) => ({
  ...{ kind: 'integer', name: field.name },
  ...{ min: Math.round(field.min / field.step), max: Math.round(field.max / field.step), default: Math.round(field.default / field.step) },
}));

export const fields: readonly StateField[] = [
  { kind: 'choice', name: 'function', choices: activations, default: 'sigmoid' },
  { kind: 'integer', name: 'x', min: -REACH * X_STEPS, max: REACH * X_STEPS, default: 2 * X_STEPS },
  ...options,
  { kind: 'choice', name: 'init', choices: initialisers, default: 'glorotUniform' },
];

/** The activation that is looked at, its options filled in. */
export function activationOf(state: ChapterState): LayerSpec {
  const type = oneOf(activations, state, 'function');
  // A step of 0.01 taken seven times is to be 0.07.
  const values = optionsOfActivation(type).map(({ name, step }) => [name, Number((integerOf(state, name) * step).toPrecision(12))] as const);
  return { type, ...Object.fromEntries(values) };
}

/** Where the reader is on the curve. */
export function xOf(state: ChapterState): number {
  return integerOf(state, 'x') / X_STEPS;
}

/** The fields' value for a place on the curve, counted from its left end in steps. */
export const xAt = (place: number) => place - REACH * X_STEPS;
export const placeOf = (state: ChapterState) => integerOf(state, 'x') + REACH * X_STEPS;
export const PLACES = 2 * REACH * X_STEPS + 1;
