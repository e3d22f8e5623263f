import { isScalarFunction, scalarFunction, type ScalarFunction } from '../../../../engine/check/scalarFunctions';
import type { LayerSpec } from '../../../../engine/graph/spec';
import { layers, typesOf, type LayerType } from '../../../../engine/layers';
import type { OptionField } from '../../../../engine/layers/types';

/** The activations that are functions of a number alone, in the order of the form's menu. */
export const activations = typesOf('activation').filter(isScalarFunction);

type NumberField = Extract<OptionField, { kind: 'number' }> & { readonly step: number };

/** What can be set of an activation, in steps. */
export function optionsOfActivation(type: LayerType): readonly NumberField[] {
  return layers[type].fields.filter((field): field is NumberField => field.kind === 'number' && typeof field.step === 'number');
}

/** The curves are drawn, and x moves, from −REACH to REACH. */
export const REACH = 6;

/** Slopes flatter than this pass next to nothing on. */
export const FLAT = 0.05;

/** Points to a unit of x. */
const FINENESS = 50;

/** A function and its derivative over the stretch that is drawn. */
export interface Curve {
  readonly x: readonly number[];
  readonly values: readonly number[];
  readonly slopes: readonly number[];
  /** From the left edge to here, and from here to the right one, the function is flat; undefined where it is not. */
  readonly flatUntil: number | undefined;
  readonly flatFrom: number | undefined;
}

export function curveOf(layer: LayerSpec): Curve {
  const { value, slope } = scalarFunction(layer);
  const x = Array.from({ length: 2 * REACH * FINENESS + 1 }, (_, at) => at / FINENESS - REACH);
  const slopes = x.map((each) => slope(each));
  const isSteep = (each: number) => Math.abs(each) >= FLAT;
  const [first, last] = [slopes.findIndex(isSteep), slopes.findLastIndex(isSteep)];
  return {
    ...{ x, slopes, values: x.map((each) => value(each)) },
    flatUntil: first > 0 ? x[first - 1] : undefined,
    flatFrom: last < x.length - 1 ? x[last + 1] : undefined,
  };
}

/** The steepest slope of a function over the stretch that is drawn. */
export function steepestSlope(layer: LayerSpec): number {
  return Math.max(...curveOf(layer).slopes.map(Math.abs));
}

/** A point of a function. */
export function pointOf(layer: LayerSpec, x: number): { readonly value: number; readonly slope: number } {
  const { value, slope }: ScalarFunction = scalarFunction(layer);
  return { value: value(x), slope: slope(x) };
}
