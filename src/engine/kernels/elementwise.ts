import activationSource from '../../../shaders/activation.wgsl?raw';
import activationGradSource from '../../../shaders/activation_grad.wgsl?raw';
import addSource from '../../../shaders/add.wgsl?raw';
import avgPoolSource from '../../../shaders/avg_pool.wgsl?raw';
import avgPoolGradSource from '../../../shaders/avg_pool_grad.wgsl?raw';
import biasGradSource from '../../../shaders/bias_grad.wgsl?raw';
import dropoutSource from '../../../shaders/dropout.wgsl?raw';
import globalAvgPoolSource from '../../../shaders/global_avg_pool.wgsl?raw';
import globalAvgPoolGradSource from '../../../shaders/global_avg_pool_grad.wgsl?raw';
import activationFunctions from '../../../shaders/lib/activations.wgsl?raw';
import loadBatchSource from '../../../shaders/load_batch.wgsl?raw';
import lossSource from '../../../shaders/softmax_cross_entropy.wgsl?raw';
import maxPoolSource from '../../../shaders/max_pool.wgsl?raw';
import maxPoolGradSource from '../../../shaders/max_pool_grad.wgsl?raw';
import reluSource from '../../../shaders/relu.wgsl?raw';
import reluGradSource from '../../../shaders/relu_grad.wgsl?raw';
import reorderSource from '../../../shaders/reorder.wgsl?raw';
import type { Constants } from './expand';
import { vectorsOf } from './made';
import { metricsStruct } from './shared';
import { PICTURE_CHUNKS, WORKGROUP } from './sizes';
import { inStep, onStored } from './stored';
import type { Kernel } from './types';

function product(sizes: Constants, names: readonly string[]): number {
  return names.reduce((all, name) => all * (sizes[name] ?? Number.NaN), 1);
}

/** A kernel whose invocations are as many as these sizes multiply to has nothing to tile, so one variant serves every adapter. */
export function untiled(name: string, bindings: Kernel['bindings'], source: string, counted: readonly string[]): Kernel {
  return {
    name,
    bindings,
    variants: [
      {
        name: 'direct',
        source: bindings.includes('uniform') ? inStep(source) : onStored(source),
        tilings: (sizes) => [{ constants: { WORKGROUP }, workgroups: Math.ceil(product(sizes, counted) / WORKGROUP) }],
      },
    ],
  };
}

/** One that makes a vector of its first output an invocation. */
export function elementwise(name: string, bindings: Kernel['bindings'], source: string, counted: readonly string[]): Kernel {
  const { variants, ...kernel } = untiled(name, bindings, source, counted);
  return { ...kernel, variants: variants.map((variant) => ({ ...variant, madeBy: vectorsOf(counted) })) };
}

const OUTPUTS = ['BATCH', 'OUT_H', 'OUT_W', 'IN_C4'];
const INPUTS = ['BATCH', 'IN_H', 'IN_W', 'IN_C4'];

export const maxPool = elementwise('maxPool', ['read', 'write', 'write'], maxPoolSource, OUTPUTS);
export const maxPoolGrad = elementwise('maxPoolGrad', ['read', 'read', 'read', 'write'], maxPoolGradSource, INPUTS);
export const avgPool = elementwise('avgPool', ['read', 'write'], avgPoolSource, OUTPUTS);
export const avgPoolGrad = elementwise('avgPoolGrad', ['read', 'read', 'write'], avgPoolGradSource, INPUTS);
export const globalAvgPool = elementwise('globalAvgPool', ['read', 'write'], globalAvgPoolSource, ['BATCH', 'IN_C4']);
export const globalAvgPoolGrad = elementwise('globalAvgPoolGrad', ['read', 'read', 'write'], globalAvgPoolGradSource, ['BATCH', 'POSITIONS', 'IN_C4']);
export const relu = elementwise('relu', ['read', 'write'], reluSource, ['COUNT']);
export const reluGrad = elementwise('reluGrad', ['read', 'read', 'write'], reluGradSource, ['COUNT']);
export const activation = elementwise('activation', ['read', 'write'], `${activationFunctions}\n${activationSource}`, ['COUNT']);
export const activationGrad = elementwise('activationGrad', ['read', 'read', 'write'], `${activationFunctions}\n${activationGradSource}`, ['COUNT']);
export const biasGrad = elementwise('biasGrad', ['read', 'write'], biasGradSource, ['SPLITS', 'OUT_C4']);
export const dropout = elementwise('dropout', ['uniform', 'read', 'read', 'write'], dropoutSource, ['COUNT']);
export const add = elementwise('add', ['read', 'read', 'read', 'write'], addSource, ['COUNT']);
export const reorder = elementwise('reorder', ['read', 'write'], reorderSource, ['BATCH', 'OUT_C4']);
export const loadBatch = untiled(
  'loadBatch',
  ['uniform', 'read', 'read', ...Array.from({ length: PICTURE_CHUNKS }, () => 'read' as const), 'write'],
  loadBatchSource,
  ['BATCH', 'HEIGHT', 'ROW_WORDS', 'IN_C4'],
);

/** One workgroup: the batch's figures are added inside it. */
export const softmaxCrossEntropy: Kernel = {
  name: 'softmaxCrossEntropy',
  bindings: ['uniform', 'read', 'read', 'write', 'write', 'write'],
  variants: [{ name: 'direct', source: inStep(`${metricsStruct.text}\n${lossSource}`), tilings: () => [{ constants: { WORKGROUP }, workgroups: 1 }] }],
};
