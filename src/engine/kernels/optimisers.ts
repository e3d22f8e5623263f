import adagradSource from '../../../shaders/adagrad.wgsl?raw';
import adamSource from '../../../shaders/adam.wgsl?raw';
import averageWeightsSource from '../../../shaders/average_weights.wgsl?raw';
import clipGradientsSource from '../../../shaders/clip_gradients.wgsl?raw';
import gatherGradientsSource from '../../../shaders/gather_gradients.wgsl?raw';
import gramMatrixSource from '../../../shaders/gram_matrix.wgsl?raw';
import lionSource from '../../../shaders/lion.wgsl?raw';
import lookAheadSource from '../../../shaders/look_ahead.wgsl?raw';
import muonSource from '../../../shaders/muon.wgsl?raw';
import muonMomentumSource from '../../../shaders/muon_momentum.wgsl?raw';
import newtonSchulzSource from '../../../shaders/newton_schulz.wgsl?raw';
import nadamSource from '../../../shaders/nadam.wgsl?raw';
import rmspropSource from '../../../shaders/rmsprop.wgsl?raw';
import sgdSource from '../../../shaders/sgd.wgsl?raw';
import gradientsSource from '../../../shaders/lib/gradients.wgsl?raw';
import moments from '../../../shaders/lib/moments.wgsl?raw';
import update from '../../../shaders/lib/update.wgsl?raw';
import { untiled } from './elementwise';
import { segmentStruct } from './shared';
import { WORKGROUP } from './sizes';
import { inStep } from './stored';
import type { Kernel } from './types';

/** A kernel of so many workgroups as the sizes say. */
function counted(name: string, bindings: Kernel['bindings'], source: string): Kernel {
  const tilings = (sizes: Readonly<Record<string, number>>) => [{ constants: { WORKGROUP }, workgroups: sizes['WORKGROUPS'] ?? 0 }];
  return { name, bindings, variants: [{ name: 'direct', source: inStep(source), tilings }] };
}

const gradients = `${segmentStruct.text}\n${gradientsSource}`;
/** Bindings of shaders/lib/gradients.wgsl. */
const GRADIENTS = ['uniform', 'read', 'read', 'read'] as const;

/** A kernel that updates all parameters; `states` are its bindings beyond those of shaders/lib/update.wgsl. */
function updating(name: string, source: string, states: Kernel['bindings']): Kernel {
  return counted(name, [...GRADIENTS, 'write', 'write', ...states], [gradients, update, source].join('\n'));
}

export const sgd = updating('sgd', sgdSource, ['write']);
export const adam = updating('adam', `${moments}\n${adamSource}`, ['write', 'write']);
export const nadam = updating('nadam', nadamSource, ['write', 'write']);
export const rmsprop = updating('rmsprop', rmspropSource, ['write', 'write']);
export const adagrad = updating('adagrad', adagradSource, ['write']);
export const lion = updating('lion', lionSource, ['write']);
export const muon = updating('muon', `${moments}\n${muonSource}`, ['write', 'write', 'read']);
export const muonMomentum = counted('muonMomentum', [...GRADIENTS, 'write', 'write'], `${gradients}\n${muonMomentumSource}`);
export const gramMatrix = untiled('gramMatrix', ['read', 'write'], gramMatrixSource, ['SHORT4', 'SHORT4']);
export const newtonSchulz = untiled('newtonSchulz', ['read', 'read', 'read', 'write'], newtonSchulzSource, ['SHORT4', 'LONG4']);
export const gatherGradients = counted('gatherGradients', [...GRADIENTS, 'write', 'write'], `${gradients}\n${gatherGradientsSource}`);
export const lookAhead = untiled('lookAhead', ['uniform', 'write', 'write', 'write'], lookAheadSource, ['COUNT']);
export const averageWeights = untiled('averageWeights', ['uniform', 'read', 'write', 'write'], averageWeightsSource, ['COUNT']);

/** One workgroup: the squares are added inside it. */
export const clipGradients: Kernel = {
  name: 'clipGradients',
  bindings: ['uniform', 'read', 'write'],
  variants: [{ name: 'direct', source: inStep(clipGradientsSource), tilings: () => [{ constants: { WORKGROUP }, workgroups: 1 }] }],
};
