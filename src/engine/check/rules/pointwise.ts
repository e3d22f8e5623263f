import type { LayerSpec } from '../../graph/spec';
import type { ActivationName } from '../../plan/lowerings/activation';
import { scalarFunction } from '../scalarFunctions';
import { masked, rectified } from './convolution';
import type { OperatorRule, Trial } from './types';

/** Inputs of activation functions reach so far: to where they bend, and beyond. */
const REACH = 4;

/** What an activation kernel's constants stand for, and its slope as a function of its output, where that is what it is told. */
const activations: Readonly<Record<ActivationName, { layer: (trial: Trial) => LayerSpec; slopeByOutput?: (y: number, trial: Trial) => number }>> = {
  LEAKY_RELU: { layer: ({ size }) => ({ type: 'leakyRelu', slope: size('SLOPE') }), slopeByOutput: (y, { size }) => (y > 0 ? 1 : size('SLOPE')) },
  SIGMOID: { layer: () => ({ type: 'sigmoid' }), slopeByOutput: (y) => y * (1 - y) },
  TANH: { layer: () => ({ type: 'tanh' }), slopeByOutput: (y) => 1 - y * y },
  GELU: { layer: () => ({ type: 'gelu' }) },
  SILU: { layer: () => ({ type: 'silu' }) },
  ELU: { layer: ({ size }) => ({ type: 'elu', alpha: size('ALPHA') }), slopeByOutput: (y, { size }) => (y > 0 ? 1 : y + size('ALPHA')) },
  SCALE: { layer: ({ size }) => ({ type: 'scale', factor: size('FACTOR') }), slopeByOutput: (_, { size }) => size('FACTOR') },
};

function activationOf(trial: Trial) {
  const name = (Object.keys(activations) as ActivationName[]).find((candidate) => trial.sizes[candidate] === 1);
  if (!name) throw new Error('an activation kernel without a function');
  const { layer, slopeByOutput } = activations[name];
  return { ...scalarFunction(layer(trial)), slopeByOutput };
}

const vectors = ({ size }: Trial) => [size('COUNT'), 4];

export const relu: OperatorRule = {
  outputs: (trial) => [{ binding: 1, sides: vectors(trial), terms: 1, value: (index) => Math.max(trial.given(0)(index), 0) }],
};

export const reluGrad: OperatorRule = {
  outputs: (trial) => [{ binding: 2, sides: vectors(trial), terms: 1, value: (index) => (trial.given(1)(index) > 0 ? trial.given(0)(index) : 0) }],
};

export const activation: OperatorRule = {
  holds: () => ({ 0: { scale: REACH } }),
  outputs(trial) {
    const { value } = activationOf(trial);
    const [x, period, channels] = [trial.given(0), trial.size('PERIOD') * 4, trial.size('CHANNELS')];
    return [{ binding: 1, sides: vectors(trial), terms: 1, value: (index) => (index % period < channels ? value(x(index)) : 0) }];
  },
};

export const activationGrad: OperatorRule = {
  holds: () => ({ 1: { scale: REACH } }),
  outputs(trial) {
    const { slope, slopeByOutput } = activationOf(trial);
    const [dy, known] = [trial.given(0), trial.given(1)];
    const slopeAt = (value: number) => (slopeByOutput ? slopeByOutput(value, trial) : slope(value));
    return [{ binding: 2, sides: vectors(trial), terms: 1, value: (index) => dy(index) * slopeAt(known(index)) }];
  },
};

export const dropout: OperatorRule = {
  outputs(trial) {
    const x = trial.given(1);
    const value = (index: number) => {
      const bits = pcg4d([Math.floor(index / 4), trial.size('STREAM'), trial.step.seed, 0])[index % 4] ?? NaN;
      return masked(trial, 2, bits < trial.size('THRESHOLD') ? 0 : x(index) * trial.size('SCALE'), index);
    };
    return [{ binding: 3, sides: vectors(trial), terms: 1, value }];
  },
};

export const add: OperatorRule = {
  outputs: (trial) => [
    { binding: 3, sides: vectors(trial), terms: 2, value: (index) => masked(trial, 2, rectified(trial, trial.given(0)(index) + trial.given(1)(index)), index) },
  ],
};

/** See shaders/reorder.wgsl. */
export const reorder: OperatorRule = {
  outputs(trial) {
    const [rows, from, to] = [trial.size('BATCH'), trial.size('IN_C4') * 4, trial.size('OUT_C4') * 4];
    const [positions, channels, padded] = [trial.size('POSITIONS'), trial.size('CHANNELS'), trial.size('PADDED')];
    const x = trial.given(0);
    const value = (index: number) => {
      const [row, place] = [Math.floor(index / to), index % to];
      const isBack = trial.size('BACK') === 1;
      const [channel, position] = isBack ? [place % padded, Math.floor(place / padded)] : [Math.floor(place / positions), place % positions];
      return channel < channels ? x(row * from + (isBack ? channel * positions + position : position * padded + channel)) : 0;
    };
    return [{ binding: 1, sides: [rows, to / 4, 4], terms: 1, value }];
  },
};

/** Four random words out of any four: see shaders/dropout.wgsl. */
export function pcg4d(key: readonly [number, number, number, number]): readonly [number, number, number, number] {
  let [x, y, z, w] = key.map((word) => Math.imul(word, 1664525) + 1013904223) as [number, number, number, number];
  const stir = () => {
    x = (x + Math.imul(y, w)) >>> 0;
    y = (y + Math.imul(z, x)) >>> 0;
    z = (z + Math.imul(x, y)) >>> 0;
    w = (w + Math.imul(y, z)) >>> 0;
  };
  stir();
  [x, y, z, w] = [x, y, z, w].map((word) => word ^ (word >>> 16)) as [number, number, number, number];
  stir();
  return [x, y, z, w];
}
