import type { StateField } from '../types';
import { networkNames, sizes } from './networks';

/** Residual blocks of a stage; three stages of three are ResNet-20. */
export const BLOCKS = { min: 1, max: 5, default: 3 } as const;

export const networkFields: readonly StateField[] = [
  { kind: 'choice', name: 'network', choices: networkNames, default: 'wide' },
  { kind: 'choice', name: 'size', choices: sizes, default: 'small' },
  { kind: 'integer', name: 'blocks', ...BLOCKS },
];
