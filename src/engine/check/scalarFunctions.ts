import { optionsOf } from '../graph/parse';
import type { LayerSpec } from '../graph/spec';
import type { LayerType } from '../layers';
import { numeric } from '../layers/options';
import type { Options } from '../layers/types';
import type { Reference, ReferenceInputs } from './reference';

/** A function of a number and its derivative, in double precision. */
export interface ScalarFunction {
  value(x: number): number;
  slope(x: number): number;
}

/** Φ(x), the standard normal distribution: ½ + φ(x) (x + x³/3 + x⁵/(3·5) + …), for |x| below 30 (Marsaglia, J. Stat. Softw. 11(4), 2004). */
export function normalDistribution(x: number): number {
  let sum = 0;
  let term = x;
  for (let odd = 3; Math.abs(term) > 1e-18; odd += 2) {
    sum += term;
    term *= x ** 2 / odd;
  }
  return 0.5 + normalDensity(x) * sum;
}

/** φ(x) = e^(−x²/2) / √2π */
const normalDensity = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

const logistic = (x: number) => 1 / (1 + Math.exp(-x));

/** What a layer does to each value by itself. */
const functions = {
  relu: () => ({ value: (x) => Math.max(x, 0), slope: (x) => (x > 0 ? 1 : 0) }),
  leakyRelu: (options) => {
    const slope = numeric(options, 'slope');
    return { value: (x) => (x > 0 ? x : slope * x), slope: (x) => (x > 0 ? 1 : slope) };
  },
  elu: (options) => {
    const alpha = numeric(options, 'alpha');
    return { value: (x) => (x > 0 ? x : alpha * Math.expm1(x)), slope: (x) => (x > 0 ? 1 : alpha * Math.exp(x)) };
  },
  gelu: () => ({ value: (x) => x * normalDistribution(x), slope: (x) => normalDistribution(x) + x * normalDensity(x) }),
  silu: () => ({ value: (x) => x * logistic(x), slope: (x) => logistic(x) * (1 + x * (1 - logistic(x))) }),
  sigmoid: () => ({ value: logistic, slope: (x) => logistic(x) * (1 - logistic(x)) }),
  tanh: () => ({ value: Math.tanh, slope: (x) => 1 - Math.tanh(x) ** 2 }),
  scale: (options) => {
    const factor = numeric(options, 'factor');
    return { value: (x) => factor * x, slope: () => factor };
  },
  conv2d: 'no function of one value',
  locallyConnected2d: 'no function of one value',
  dense: 'no function of one value',
  maxPool2d: 'no function of one value',
  avgPool2d: 'no function of one value',
  globalAvgPool: 'no function of one value',
  flatten: 'no function of one value',
  padChannels: 'no function of one value',
  batchNorm: 'no function of one value',
  groupNorm: 'no function of one value',
  prelu: 'no function of one value',
  dropout: 'no function of one value',
  residual: 'no function of one value',
} as const satisfies Readonly<Record<LayerType, ((options: Options) => ScalarFunction) | 'no function of one value'>>;

/** Whether a layer is a function of each value by itself. */
export const isScalarFunction = (type: LayerType): boolean => functions[type] !== 'no function of one value';

/** What a layer does to each value. @throws Error for a layer that is no function of single values. */
export function scalarFunction(spec: LayerSpec): ScalarFunction {
  const make: ((options: Options) => ScalarFunction) | 'no function of one value' = functions[spec.type];
  if (make === 'no function of one value') throw new Error(`${spec.type} is ${make}`);
  return make(optionsOf(spec));
}

/** A function of each value by itself. */
export function elementwise({ value, slope }: ScalarFunction, { input, outputGradient }: ReferenceInputs): Reference {
  const slopes = Array.from(input, slope);
  return {
    output: Float64Array.from(input, value),
    inputGradient: Float64Array.from(outputGradient, (gradient, index) => gradient * (slopes[index] ?? NaN)),
    parameterGradients: [],
  };
}
