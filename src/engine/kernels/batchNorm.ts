import normaliseSource from '../../../shaders/batch_norm.wgsl?raw';
import gradSource from '../../../shaders/batch_norm_grad.wgsl?raw';
import momentsSource from '../../../shaders/batch_norm_moments.wgsl?raw';
import parameterGradSource from '../../../shaders/batch_norm_parameter_grad.wgsl?raw';
import statisticsSource from '../../../shaders/batch_norm_statistics.wgsl?raw';
import sumsSource from '../../../shaders/batch_norm_sums.wgsl?raw';
import shared from '../../../shaders/lib/batch_norm.wgsl?raw';
import { elementwise, untiled } from './elementwise';
import type { Kernel } from './types';

const VALUES = ['BATCH', 'POSITIONS', 'IN_C4'];
const PARTS = ['SPLITS', 'IN_C4'];
/** A lane adds several of the parts of a group of channels. */
const GROUPS = ['LANES', 'IN_C4'];

/** What goes over parts or channels, and what goes over values. */
const summing = (name: string, bindings: Kernel['bindings'], source: string, counted: readonly string[]) =>
  untiled(name, bindings, `${shared}${source}`, counted);
const normalising = (name: string, bindings: Kernel['bindings'], source: string) => elementwise(name, bindings, `${shared}${source}`, VALUES);

export const batchNormMoments = summing('batchNormMoments', ['uniform', 'read', 'write'], momentsSource, PARTS);
export const batchNormStatistics = summing('batchNormStatistics', ['uniform', 'read', 'write', 'write', 'write'], statisticsSource, GROUPS);
export const batchNorm = normalising('batchNorm', ['uniform', 'read', 'read', 'read', 'read', 'write'], normaliseSource);
export const batchNormSums = summing('batchNormSums', ['uniform', 'read', 'read', 'read', 'write'], sumsSource, PARTS);
export const batchNormParameterGrad = summing('batchNormParameterGrad', ['read', 'write', 'write'], parameterGradSource, GROUPS);
export const batchNormGrad = normalising('batchNormGrad', ['uniform', 'read', 'read', 'read', 'read', 'read', 'read', 'write'], gradSource);
