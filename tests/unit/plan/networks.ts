import { buildGraph, type Graph } from '../../../src/engine/graph/graph';
import { presets } from '../../../src/engine/graph/presets';
import { model, type LayerSpec } from '../../../src/engine/graph/spec';
import type { Shape } from '../../../src/engine/shape';
import type { VariantName } from '../../../src/engine/kernels/types';
import { optimiserNames } from '../../../src/engine/optim/optimisers';
import { planTraining, type TrainingPlan } from '../../../src/engine/plan/plan';
import { traitsFor, type AdapterTraits } from '../../../src/engine/plan/traits';

export const network = (layers: readonly LayerSpec[], input?: Shape): Graph => buildGraph(model(layers, input));

/** What WebGPU promises at the least. */
const leastLimits = { maxWorkgroupsPerDimension: 65_535, maxBindingBytes: 2 ** 27, maxBufferBytes: 2 ** 28 };

/** An adapter of the kind that a variant is for, with that variant put first. */
export function traits(variant: VariantName = 'direct', limits: Partial<AdapterTraits> = {}): AdapterTraits {
  const made = traitsFor(variant !== 'tiled', leastLimits, new Set(['subgroups']));
  const others = made.choice.order.filter((name) => name !== variant);
  return { ...made, choice: { ...made.choice, order: [variant, ...others] }, ...limits };
}

/** Networks with everything that a plan has to cope with. */
const awkward: Readonly<Record<string, Graph>> = {
  ...Object.fromEntries(Object.entries(presets).map(([name, spec]) => [name, buildGraph(spec)])),
  'ReLU first, twice, after pools, after flatten, last': network([
    { type: 'relu' },
    { type: 'avgPool2d' },
    { type: 'relu' },
    { type: 'conv2d', filters: 5, bias: false },
    { type: 'relu' },
    { type: 'relu' },
    { type: 'maxPool2d', size: 3, stride: 3, padding: 1 },
    { type: 'flatten' },
    { type: 'relu' },
    { type: 'dense' },
    { type: 'relu' },
  ]),
  'activations, dropout and a mean of whole pictures': network([
    { type: 'conv2d', filters: 5 },
    { type: 'relu' },
    { type: 'dropout' },
    { type: 'gelu' },
    { type: 'conv2d', filters: 6 },
    { type: 'sigmoid' },
    { type: 'dropout', rate: 0.2 },
    { type: 'relu' },
    { type: 'globalAvgPool' },
    { type: 'tanh' },
    { type: 'dense' },
    { type: 'elu' },
  ]),
  'batch normalisation first, before and after ReLU, after a pool': network([
    { type: 'batchNorm' },
    { type: 'relu' },
    { type: 'conv2d', filters: 5 },
    { type: 'relu' },
    { type: 'batchNorm' },
    { type: 'avgPool2d' },
    { type: 'batchNorm' },
    { type: 'relu' },
    { type: 'conv2d', filters: 10, kernel: 16, padding: 'valid' },
    { type: 'flatten' },
  ]),
  'residual blocks, one in another, around vectors in two orders': network([
    { type: 'residual', layers: [{ type: 'relu' }, { type: 'conv2d', filters: 3 }], shortcut: [{ type: 'residual', layers: [{ type: 'relu' }] }] },
    { type: 'relu' },
    { type: 'maxPool2d', size: 8, stride: 8 },
    { type: 'flatten' },
    { type: 'residual', layers: [{ type: 'dense', units: 48 }, { type: 'relu' }] },
    { type: 'dense' },
  ]),
  'a lone dense layer': network([{ type: 'dense' }], { channels: 257, height: 1, width: 1 }),
};

/** Each of them planned for several kinds of adapter, with one picture and with several; and all that an update can be. */
export const plans: readonly (readonly [name: string, plan: TrainingPlan])[] = [
  ...Object.entries(awkward).flatMap(([name, graph]) =>
    (['direct', 'sliding', 'quad', 'tiled'] as const).flatMap((variant) =>
      [1, 13].map((batch) => [`${name}, ${variant}, batch ${batch}`, planTraining(graph, batch, traits(variant))] as const),
    ),
  ),
  ...optimiserNames.flatMap((optimiser) =>
    (['f32', 'f16'] as const).map((precision) => {
      const update = { optimiser, gathers: true, averages: true };
      const plan = planTraining(buildGraph(presets.lenet), 13, traits('direct', { precision }), update);
      return [`lenet, ${optimiser}, gathered and averaged, ${precision}`, plan] as const;
    }),
  ),
];
