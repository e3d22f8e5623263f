import preluSource from '../../../shaders/prelu.wgsl?raw';
import gradSource from '../../../shaders/prelu_grad.wgsl?raw';
import slopeGradSource from '../../../shaders/prelu_slope_grad.wgsl?raw';
import { elementwise } from './elementwise';

export const prelu = elementwise('prelu', ['read', 'read', 'write'], preluSource, ['COUNT']);
export const preluGrad = elementwise('preluGrad', ['read', 'read', 'read', 'write'], gradSource, ['COUNT']);
export const preluSlopeGrad = elementwise('preluSlopeGrad', ['read', 'read', 'write'], slopeGradSource, ['SPLITS', 'GROUPS']);
