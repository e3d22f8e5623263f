import normaliseSource from '../../../shaders/group_norm.wgsl?raw';
import gradSource from '../../../shaders/group_norm_grad.wgsl?raw';
import meansSource from '../../../shaders/group_norm_means.wgsl?raw';
import momentsSource from '../../../shaders/group_norm_moments.wgsl?raw';
import parameterGradSource from '../../../shaders/group_norm_parameter_grad.wgsl?raw';
import statisticsSource from '../../../shaders/group_norm_statistics.wgsl?raw';
import sumsSource from '../../../shaders/group_norm_sums.wgsl?raw';
import shared from '../../../shaders/lib/group_norm.wgsl?raw';
import { elementwise, untiled } from './elementwise';

const VALUES = ['BATCH', 'POSITIONS', 'IN_C4'];
const CHANNELS = ['BATCH', 'IN_C4'];
const GROUPS = ['BATCH', 'GROUPS'];

export const groupNormMoments = untiled('groupNormMoments', ['read', 'write'], `${shared}${momentsSource}`, CHANNELS);
export const groupNormStatistics = untiled('groupNormStatistics', ['read', 'write'], `${shared}${statisticsSource}`, GROUPS);
export const groupNorm = elementwise('groupNorm', ['read', 'read', 'read', 'read', 'write'], `${shared}${normaliseSource}`, VALUES);
export const groupNormSums = untiled('groupNormSums', ['read', 'read', 'read', 'write'], `${shared}${sumsSource}`, CHANNELS);
export const groupNormParameterGrad = untiled('groupNormParameterGrad', ['read', 'write', 'write'], `${shared}${parameterGradSource}`, ['IN_C4']);
export const groupNormMeans = untiled('groupNormMeans', ['read', 'read', 'write'], `${shared}${meansSource}`, GROUPS);
export const groupNormGrad = elementwise('groupNormGrad', ['read', 'read', 'read', 'read', 'read', 'write'], `${shared}${gradSource}`, VALUES);
