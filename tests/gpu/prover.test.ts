import { describe, expect, it } from 'vitest';
import { Prover } from '../../src/engine/check/prover';
import { buildGraph, type Graph } from '../../src/engine/graph/graph';
import { presets } from '../../src/engine/graph/presets';
import { model, type LayerSpec } from '../../src/engine/graph/spec';
import { kernels } from '../../src/engine/kernels';
import { candidatesFor, operatorKey } from '../../src/engine/kernels/choice';
import { optimiserNames } from '../../src/engine/optim/optimisers';
import { PLAIN_SGD, type UpdateOptions } from '../../src/engine/optim/update';
import { planTraining, type Plan } from '../../src/engine/plan/plan';
import type { AdapterTraits } from '../../src/engine/plan/traits';
import { ProblemError } from '../../src/engine/problem';
import { deviceTraits } from '../../src/engine/runtime/device';
import { PipelineCache } from '../../src/engine/runtime/pipelines';
import { Trainer } from '../../src/engine/runtime/trainer';
import { shape } from '../support/cases';
import { now } from '../support/clock';
import { replaced, withFault } from '../support/faults';
import { openDevice, sharedPipelines, traitsPreferring, variants } from '../support/gpu';
import { NORMALISATION } from '../support/pictures';

const INPUT = shape(3, 9, 10);
const BATCH = 5;

/** Every layer there is, in sizes that leave something over everywhere. */
const LAYERS: readonly LayerSpec[] = [
  { type: 'conv2d', filters: 18, kernel: 3, padding: 0 },
  { type: 'relu' },
  { type: 'conv2d', filters: 5, kernel: 3, padding: 1, stride: 2, dilation: 2 },
  { type: 'batchNorm' },
  { type: 'relu' },
  { type: 'conv2d', filters: 10, kernel: 3, groups: 5 },
  { type: 'gelu' },
  { type: 'conv2d', filters: 10, kernel: 2, groups: 10, bias: false },
  { type: 'sigmoid' },
  { type: 'maxPool2d', size: 2, stride: 1, padding: 1 },
  { type: 'elu' },
  { type: 'avgPool2d', size: 3, stride: 2, padding: 1 },
  { type: 'leakyRelu' },
  { type: 'prelu' },
  { type: 'locallyConnected2d', filters: 7, kernel: 2 },
  {
    type: 'residual',
    layers: [
      { type: 'conv2d', filters: 7, kernel: 1, frozen: true },
      { type: 'batchNorm', scale: false },
    ],
    shortcut: [],
  },
  { type: 'prelu', perChannel: true },
  { type: 'relu' },
  { type: 'padChannels', channels: 9 },
  { type: 'groupNorm', channelGroups: 3 },
  { type: 'dropout', rate: 0.3 },
  { type: 'relu' },
  { type: 'residual', layers: [{ type: 'relu' }, { type: 'tanh' }], shortcut: [{ type: 'scale', factor: 0.5 }] },
  { type: 'globalAvgPool' },
  { type: 'silu' },
  { type: 'flatten' },
  { type: 'dense', units: 10 },
];
const everyLayer = buildGraph(model(LAYERS, INPUT));
/** A flattened picture beside a vector, whose values lie in another order. */
const orders = buildGraph(
  model(
    [{ type: 'flatten' }, { type: 'relu' }, { type: 'residual', layers: [{ type: 'dense', units: 6 }] }, { type: 'relu' }, { type: 'dense', units: 10 }],
    shape(3, 2, 1),
  ),
);
const updates: readonly UpdateOptions[] = [
  ...optimiserNames.map((optimiser) => ({ optimiser })),
  { optimiser: 'sgd', gathers: true, averages: true, looksAhead: true },
  { optimiser: 'muon', gathers: true },
];

const proverOn = async (device: GPUDevice) => new Prover(device, new PipelineCache(device), now);
const planOf =
  (graph: Graph, update: UpdateOptions = PLAIN_SGD, batch = BATCH) =>
  (traits: AdapterTraits) =>
    planTraining(graph, batch, traits, update);

/** Makes a plan for each, and says which kernels they run. */
async function settleAll(prover: Prover, traits: AdapterTraits): Promise<Set<string>> {
  const plans: Plan[] = [];
  for (const graph of [everyLayer, orders]) plans.push(await prover.settle(planOf(graph), traits));
  for (const update of updates) plans.push(await prover.settle(planOf(everyLayer, update), traits));
  return new Set(plans.flatMap(({ dispatches }) => dispatches.map(({ kernel }) => kernel)));
}

const halved = (traits: AdapterTraits): AdapterTraits => ({ ...traits, precision: 'f16' });

describe('the proof of operators', () => {
  it.each(variants)('finds every kernel right, %s first, in both precisions', async (variant) => {
    const prover = new Prover(await openDevice(), await sharedPipelines(), now);
    const traits = await traitsPreferring(variant);
    const ran = await settleAll(prover, traits);
    expect(prover.report.failures).toEqual([]);
    expect([...kernels.map(({ name }) => name)].filter((name) => !ran.has(name))).toEqual([]);
    await settleAll(prover, halved(traits));
    expect(prover.report.failures).toEqual([]);
  });

  it('compares no operator twice', async () => {
    const prover = await proverOn(await openDevice());
    const traits = deviceTraits(await openDevice(), true);
    await prover.settle(planOf(everyLayer), traits);
    const { checked } = prover.report;
    await prover.settle(planOf(everyLayer), traits);
    expect(prover.report.checked).toBe(checked);
  });

  /** What each kernel writes, a thousandth too large: far less than any fault of bookkeeping. */
  const writes: readonly (readonly [kernel: string, right: string, wrong: string])[] = [
    ...['loadBatch', 'maxPool', 'maxPoolGrad', 'avgPool', 'avgPoolGrad', 'globalAvgPool', 'globalAvgPoolGrad', 'relu', 'reluGrad', 'activation'],
    ...['activationGrad', 'dropout', 'add', 'reorder', 'batchNorm', 'batchNormGrad', 'groupedConv2d', 'groupedConv2dInputGrad'],
    ...[
      'locallyConnected2d',
      'locallyConnected2dInputGrad',
      'prelu',
      'preluGrad',
      'groupNorm',
      'groupNormGrad',
      'softmaxCrossEntropy',
      'conv2d',
      'conv2dInputGrad',
    ],
  ].map((kernel) => [kernel, '= stored(', '= stored(1.001 * '] as const);
  const others: readonly (readonly [kernel: string, right: string, wrong: string])[] = [
    ['maxPool', 'u32(ky * KERNEL + kx)', 'u32(kx * KERNEL + ky)'],
    ['softmaxCrossEntropy', 'sums.lossSum += loss', 'sums.lossSum += 1.001 * loss'],
    ['softmaxCrossEntropy', 'sums.correct += u32(', 'sums.correct += 1 + u32('],
    ['softmaxCrossEntropy', 'exp(logitOf(picture, k) - largest) / total', '1.001 * exp(logitOf(picture, k) - largest) / total'],
    ['conv2dWeightGrad', 'dw[', 'sum0_0_0 *= 1.001; dw['],
    ['conv2dWeightGrad', 'total0 += load', 'total0 += 1.001 * load'],
    ['groupedConv2dWeightGrad', 'dw[at] = sum', 'dw[at] = 1.001 * sum'],
    ['groupedConv2dWeightGrad', '= total', '= 1.001 * total'],
    ['locallyConnected2dWeightGrad', '= sum0', '= sum0 * 1.001'],
    ['biasGrad', '= total', '= 1.001 * total'],
    ['groupNormMoments', 'Moments(mean,', 'Moments(1.001 * mean,'],
    ['groupNormMoments', ', squares)', ', 1.001 * squares)'],
    ['groupNormStatistics', 'Statistics(mean,', 'Statistics(1.001 * mean,'],
    ['groupNormStatistics', 'inverseSqrt(', '1.001 * inverseSqrt('],
    ['groupNormSums', 'Sums(all.bias, all', 'Sums(1.001 * all.bias, all'],
    ['groupNormSums', 'all.weight * scales', '1.001 * all.weight * scales'],
    ['groupNormParameterGrad', 'all.weight, isThere', '1.001 * all.weight, isThere'],
    ['groupNormParameterGrad', 'all.bias, isThere', '1.001 * all.bias, isThere'],
    ['groupNormMeans', 'Means(all.gradient', 'Means(1.001 * all.gradient'],
    ['groupNormMeans', 'all.product / f32', '1.001 * all.product / f32'],
    ['preluSlopeGrad', '= total', '= 1.001 * total'],
    ['batchNormMoments', 'Moments(origin + shift,', 'Moments(1.001 * (origin + shift),'],
    ['batchNormMoments', 'squares - sum * shift', '1.001 * (squares - sum * shift)'],
    ['batchNormStatistics', 'Statistics(mean,', 'Statistics(1.001 * mean,'],
    ['batchNormStatistics', '+ MOMENTUM * mean', '+ 1.01 * MOMENTUM * mean'],
    ['batchNormStatistics', '(all.count - 1)', 'all.count'],
    ['batchNormSums', 'Sums(all.bias,', 'Sums(1.001 * all.bias,'],
    ['batchNormSums', 'all.weight * found.scale', '1.001 * all.weight * found.scale'],
    ['batchNormParameterGrad', '= all.weight', '= 1.001 * all.weight'],
    ['batchNormParameterGrad', '= all.bias', '= 1.001 * all.bias'],
    ...['sgd', 'adam', 'nadam', 'rmsprop', 'adagrad', 'lion', 'muon'].map(
      (kernel) => [kernel, 'parameters[place.at] = weight', 'parameters[place.at] = 1.001 * weight'] as const,
    ),
    ['sgd', 'velocity[place.at] = speed', 'velocity[place.at] = 1.001 * speed'],
    ['adam', 'squares[at] = square', 'squares[at] = 1.001 * square'],
    ['nadam', 'step.aheadMean', '1.01 * step.aheadMean'],
    ['nadam', 'squares[at] = square', 'squares[at] = 1.001 * square'],
    ['lion', 'step.gain2', '1.01 * step.gain2'],
    ['muonMomentum', 'directions[place.at] =', 'directions[place.at] = 1.001 *'],
    ['gramMatrix', 'gram[at] = sum', 'gram[at] = 1.001 * sum'],
    ['newtonSchulz', 'a * block', '1.001 * a * block'],
    ['newtonSchulz', '(b * block', '(1.001 * b * block'],
    ['gatherGradients', 'gathered[place.at] = gradient', 'gathered[place.at] = 1.001 * gradient'],
    ['gatherGradients', 'squares[index] = sum', 'squares[index] = 1.001 * sum'],
    ['clipGradients', 'factor[0] =', 'factor[0] = 1.001 *'],
    ['averageWeights', 'average[at] = mean', 'average[at] = 1.001 * mean'],
    ['lookAhead', 'slow[at] = weights', 'slow[at] = 1.001 * weights'],
  ];

  it.each([...writes, ...others])('finds %s wrong: %s → %s', async (kernel, right, wrong) => {
    const traits = deviceTraits(await openDevice(), true);
    const graph = kernel === 'reorder' ? orders : everyLayer;
    const update = updates.find((candidate) => planTraining(graph, BATCH, traits, candidate).dispatches.some((dispatch) => dispatch.kernel === kernel));
    const isFaulty = (label: string) => label.startsWith(`${kernel}/`);
    const fault = (label: string, code: string) => (isFaulty(label) && code.includes(right) ? code.replace(right, wrong) : code);
    await withFault(fault, async (device) => {
      const prover = await proverOn(device);
      // A kernel of one variant leaves nothing to run; of several, the next is faulty too.
      await prover
        .settle(planOf(graph, update), traits)
        .catch((error: unknown) => expect((error as ProblemError).problem).toMatchObject({ code: 'training.kernelWrong', params: { kernel } }));
      expect(prover.report.failures.map((failure) => failure.kernel)).toContain(kernel);
      expect(prover.report.failures.every((failure) => failure.kernel === kernel)).toBe(true);
    });
  });

  it('leaves out a kernel that does not compile, with what the compiler says', async () => {
    await withFault(
      (label, code) => (label === 'conv2d/quad' ? `${code}\nlet nonsense;` : code),
      async (device) => {
        const prover = await proverOn(device);
        const plan = await prover.settle(planOf(everyLayer), deviceTraits(device, true));
        expect(prover.report.failures).toMatchObject([{ kernel: 'conv2d', variant: 'quad', detail: expect.stringMatching(/^\d+:\d+ /) as string }]);
        expect(plan.dispatches.some(({ kernel, variant }) => kernel === 'conv2d' && variant === 'quad')).toBe(false);
      },
    );
  });
});

/** What went over to the next picture's rows only where rows were skipped. */
const oldFault = (label: string, code: string) =>
  /^conv2dWeightGrad\/(sliding|quad)$/.test(label)
    ? code.replace('select(1u, 1 + IN_H - (bottom - top), isLast)', 'select(1u, 1 + IN_H - (bottom - top), isLast && gap > 0)')
    : code;

describe('a run', () => {
  const lenet = buildGraph(presets.lenet);
  const options = async (batch: number) => ({ batch, seed: 1, normalisation: NORMALISATION, traits: deviceTraits(await openDevice(), true) });
  const variantsIn = ({ dispatches }: Plan, kernel: string) =>
    new Set(dispatches.filter((dispatch) => dispatch.kernel === kernel).map(({ variant }) => variant));

  it('of lenet at batch 64 leaves out a weight gradient that loses its place from picture to picture', async () => {
    await withFault(oldFault, async (device) => {
      const pipelines = new PipelineCache(device);
      const prover = new Prover(device, pipelines, now);
      const trainer = await Trainer.create(device, lenet, pipelines, { ...(await options(64)), prover, hurry: true });
      expect(prover.report.failures.map(({ kernel, variant }) => `${kernel}/${variant}`).toSorted()).toEqual([
        'conv2dWeightGrad/quad',
        'conv2dWeightGrad/sliding',
      ]);
      expect([...variantsIn(trainer.plan, 'conv2dWeightGrad')]).toEqual(['direct']);
      trainer.destroy();
    });
  });

  it.each([
    [
      'the last row of the last picture',
      'conv2d',
      'y[at] = stored(',
      'y[at] = stored(select(vec4f(), vec4f(0.5), picture == BATCH - 1 && row == OUT_H - 1) + ',
    ],
    ['the last tile of a row', 'conv2dInputGrad', 'y[at] = stored(', 'y[at] = stored(select(vec4f(), vec4f(0.5), column + PIXELS > OUT_W) + '],
    [
      'the last of the partial sums',
      'conv2dWeightGrad',
      'let endRow = min(firstRow + ROWS, BATCH * OUT_H);',
      'let endRow = min(firstRow + ROWS, BATCH * OUT_H) - select(0u, 1u, split == SPLITS - 1);',
    ],
    ['the last group of channels', 'conv2d', 'y[at] = stored(', 'y[at] = stored(select(vec4f(), vec4f(0.5), at % OUT_C4 == OUT_C4 - 1) + '],
  ])('finds a fault in %s that only one shape meets', async (_, kernel, right, wrong) => {
    // The second convolution of `lenet` makes 16 filters of 6 channels; sizes are told apart by the groups of four that they fill.
    const meets = (code: string) => code.includes('const KERNEL = 5;') && (code.includes('const OUT_C4 = 4;') || code.includes('const IN_C4 = 4;'));
    const fault = (label: string, code: string) => (label.startsWith(`${kernel}/`) && meets(code) ? code.replaceAll(right, wrong) : code);
    await withFault(fault, async (device) => {
      const prover = await proverOn(device);
      await prover.settle(planOf(lenet, PLAIN_SGD, 64), deviceTraits(device, true)).catch(() => undefined);
      expect(prover.report.failures.length).toBeGreaterThan(0);
      expect(prover.report.failures.every((failure) => failure.kernel === kernel && failure.path === 'layers[3]')).toBe(true);
    });
  });

  it('that is too large to be run whole is sampled at its beginning, its end and between', async () => {
    // Wrong in a part of the pictures alone: the first rows and the first columns of workgroups must reach them.
    const wide = buildGraph(
      model(
        [{ type: 'conv2d', filters: 32, kernel: 5 }, { type: 'relu' }, { type: 'globalAvgPool' }, { type: 'flatten' }, { type: 'dense', units: 10 }],
        shape(32, 32, 32),
      ),
    );
    const inPicture = (which: string) => (label: string, code: string) =>
      label.startsWith('conv2d/') && code.includes('const KERNEL = 5;')
        ? code.replaceAll('y[at] = stored(', `y[at] = stored(select(vec4f(), vec4f(0.5), ${which}) + `)
        : code;
    for (const which of ['picture == 0', 'picture == BATCH - 1', 'picture > 20 && picture < 40', 'picture == BATCH - 1 && row == OUT_H - 1']) {
      await withFault(inPicture(which), async (device) => {
        const prover = await proverOn(device);
        await prover.settle(planOf(wide, PLAIN_SGD, 64), deviceTraits(device, true));
        expect(
          prover.report.failures.map(({ kernel }) => kernel),
          which,
        ).toContain('conv2d');
      });
    }
  });

  it('does not begin where no right kernel is left', async () => {
    await withFault(
      (label, code) => (label.startsWith('conv2d/') ? code.replaceAll('+= w', '-= w') : code),
      async (device) => {
        const pipelines = new PipelineCache(device);
        const prover = new Prover(device, pipelines, now);
        const creating = Trainer.create(device, lenet, pipelines, { ...(await options(8)), prover });
        await expect(creating).rejects.toThrow(ProblemError);
        await expect(creating).rejects.toMatchObject({ problem: { code: 'training.kernelWrong', params: { kernel: 'conv2d' } } });
      },
    );
  });

  it('does not go over to a way that the tuner found fast and that is wrong', async () => {
    await withFault(replaced('conv2dWeightGrad/direct', 'row < endRow', 'row + 1 < endRow'), async (device) => {
      const pipelines = new PipelineCache(device);
      const prover = new Prover(device, pipelines, now);
      const trainer = await Trainer.create(device, lenet, pipelines, { ...(await options(8)), prover });
      const { traits } = trainer;
      const weightGrad = kernels.find(({ name }) => name === 'conv2dWeightGrad');
      if (!weightGrad) throw new Error('no such kernel');
      const found = trainer.plan.dispatches
        .filter(({ kernel }) => kernel === 'conv2dWeightGrad')
        .map(
          ({ sizes }) =>
            [
              operatorKey('conv2dWeightGrad', sizes),
              candidatesFor(weightGrad, sizes, traits.choice).find(({ variant }) => variant.name === 'direct')?.name ?? '',
            ] as const,
        );
      await trainer.adopt(new Map(found));
      expect(prover.report.failures).toMatchObject([{ kernel: 'conv2dWeightGrad', variant: 'direct' }]);
      expect(variantsIn(trainer.plan, 'conv2dWeightGrad').has('direct')).toBe(false);
      trainer.destroy();
    });
  });
});
