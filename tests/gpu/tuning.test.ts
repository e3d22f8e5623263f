import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildGraph } from '../../src/engine/graph/graph';
import { model } from '../../src/engine/graph/spec';
import { kernelNamed } from '../../src/engine/kernels';
import { candidatesFor, operatorKey } from '../../src/engine/kernels/choice';
import { planTraining, replan } from '../../src/engine/plan/plan';
import { dispatchOf } from '../../src/engine/plan/dispatch';
import { Random } from '../../src/engine/random';
import { deviceTraits } from '../../src/engine/runtime/device';
import { PipelineCache } from '../../src/engine/runtime/pipelines';
import { Trainer } from '../../src/engine/runtime/trainer';
import { tune, type Found } from '../../src/engine/tuning/tune';
import { Workpiece } from '../../src/engine/tuning/workpiece';
import { shape } from '../support/cases';
import { now } from '../support/clock';
import { openDevice, sharedPipelines } from '../support/gpu';
import { expectClose } from '../support/numbers';
import { drawPictures, NORMALISATION } from '../support/pictures';

const INPUT = shape(3, 9, 10);
const graph = buildGraph(
  model(
    [
      { type: 'conv2d', filters: 18, kernel: 3 },
      { type: 'relu' },
      { type: 'conv2d', filters: 9, kernel: 2, stride: 2 },
      { type: 'flatten' },
      { type: 'dense', units: 10 },
    ],
    INPUT,
  ),
);
const BATCH = 5;
const hyperparameters = { learningRate: 0.05, momentum: 0.9, weightDecay: 0.01 };

/** A clock that a look moves on by 1 ms and a dispatch by 10: nothing here depends on how long things take. */
function ticking(): () => number {
  let looks = 0;
  const before = dispatches;
  return () => ++looks + 10 * (dispatches - before);
}

let dispatches = 0;
const { dispatchWorkgroups } = GPUComputePassEncoder.prototype;
beforeAll(() => {
  GPUComputePassEncoder.prototype.dispatchWorkgroups = function (...counts) {
    dispatches++;
    return dispatchWorkgroups.apply(this, counts);
  };
});
afterAll(() => void (GPUComputePassEncoder.prototype.dispatchWorkgroups = dispatchWorkgroups));

async function drain(tuning: AsyncGenerator<Found, Found>): Promise<Found> {
  for (;;) {
    const { done, value } = await tuning.next();
    if (done) return value;
  }
}

async function planned() {
  const device = await openDevice();
  const traits = deviceTraits(device, true);
  const plan = planTraining(graph, BATCH, traits);
  return { device, traits, plan, pipelines: await sharedPipelines() };
}

/** What the operators of the plan are that have more than one way to be run. */
function open({ plan, traits }: Awaited<ReturnType<typeof planned>>): Set<string> {
  const several = plan.dispatches.filter(({ kernel, sizes }) => candidatesFor(kernelNamed(kernel), sizes, traits.choice).length > 1);
  return new Set(several.map(({ kernel, sizes }) => operatorKey(kernel, sizes)));
}

describe('the tuner', () => {
  it('finds a candidate for every operator that has several, and leaves alone what is known', async () => {
    const setting = await planned();
    const { plan, traits } = setting;
    const found = await drain(tune(plan, { ...setting, budget: Infinity, now: ticking() }));
    expect(new Set(found.keys())).toEqual(open(setting));
    for (const { kernel, sizes } of plan.dispatches) {
      const name = found.get(operatorKey(kernel, sizes));
      if (name !== undefined) expect(candidatesFor(kernelNamed(kernel), sizes, traits.choice).map((candidate) => candidate.name)).toContain(name);
    }
    const tuned = { ...traits, choice: { ...traits.choice, tuned: found } };
    expect(await drain(tune(plan, { ...setting, traits: tuned, budget: Infinity, now: ticking() }))).toEqual(new Map());
  });

  it('stops when its budget is spent, with what it has found', async () => {
    const setting = await planned();
    expect((await drain(tune(setting.plan, { ...setting, budget: 0, now: ticking() }))).size).toBe(0);
    const now = ticking();
    await drain(tune(setting.plan, { ...setting, budget: Infinity, now }));
    const some = await drain(tune(setting.plan, { ...setting, budget: now() / 4, now: ticking() }));
    expect(some.size).toBeGreaterThan(0);
    expect(some.size).toBeLessThan(open(setting).size);
  });

  it('passes over a candidate that is fast and wrong', async () => {
    const setting = await planned();
    const device = await openDevice();
    const make = device.createShaderModule.bind(device);
    // All but the plainest variant do nothing.
    device.createShaderModule = (descriptor) =>
      make(
        /quad|sliding/.test(descriptor.label ?? '')
          ? { ...descriptor, code: descriptor.code.replace(/(fn main\([^{]*\{)/, '$1 if (true) { return; }') }
          : descriptor,
      );
    try {
      const traits = { ...setting.traits, choice: { ...setting.traits.choice, order: ['direct', 'quad', 'sliding', 'tiled'] as const } };
      const fresh = { ...setting, traits, pipelines: new PipelineCache(device) };
      const found = await drain(tune(setting.plan, { ...fresh, budget: Infinity, now }));
      expect([...found.values()].filter((name) => /quad|sliding/.test(name))).toEqual([]);
    } finally {
      device.createShaderModule = make;
    }
  });
});

describe('every candidate', () => {
  it('gives the results of the usual one', async () => {
    const { device, plan, traits, pipelines } = await planned();
    for (const dispatch of plan.dispatches) {
      const kernel = kernelNamed(dispatch.kernel);
      const [usual, ...others] = candidatesFor(kernel, dispatch.sizes, traits.choice);
      if (!usual || others.length === 0) continue;
      const workpiece = await Workpiece.create(device, plan, dispatch, kernel.bindings);
      try {
        const expected = await workpiece.results(dispatchOf(dispatch, usual, traits), pipelines);
        for (const candidate of others) {
          const results = await workpiece.results(dispatchOf(dispatch, candidate, traits), pipelines);
          for (const [at, values] of expected.entries()) {
            expectClose(results[at] ?? new Float32Array(), values, `${dispatch.path} ${dispatch.kernel}: ${candidate.name}`);
          }
        }
      } finally {
        workpiece.destroy();
      }
    }
  });
});

describe('a trainer', () => {
  const pictures = drawPictures(Random.from(1), INPUT, BATCH);
  const indices = Uint32Array.from({ length: BATCH }, (_, index) => index);

  async function losses(steps: number, before: (trainer: Trainer, step: number) => Promise<unknown>, hurry = false): Promise<number[]> {
    const { device, traits, pipelines } = await planned();
    const trainer = await Trainer.create(device, graph, pipelines, { batch: BATCH, seed: 1, normalisation: NORMALISATION, traits, hurry });
    try {
      const result: number[] = [];
      for (let step = 0; step < steps; step++) {
        await before(trainer, step);
        result.push((await trainer.step(pictures, indices, hyperparameters)).loss);
      }
      return result;
    } finally {
      trainer.destroy();
    }
  }

  it('trains on with the same losses when other ways are adopted in mid-run', async () => {
    const setting = await planned();
    // The last candidate of every operator: the most unlike the usual one.
    const entries = setting.plan.dispatches.flatMap(({ kernel, sizes }) => {
      const last = candidatesFor(kernelNamed(kernel), sizes, setting.traits.choice).at(-1);
      return last ? [[operatorKey(kernel, sizes), last.name] as const] : [];
    });
    const found = new Map(entries);
    const adopted = replan(setting.plan, { ...setting.traits, choice: { ...setting.traits.choice, tuned: found } });
    expect(adopted.dispatches.map(({ variant }) => variant)).toContain('tiled');
    const usual = await losses(6, () => Promise.resolve());
    const switched = await losses(6, (trainer, step) => (step === 3 ? trainer.adopt(found) : Promise.resolve()));
    expectClose(Float32Array.from(switched), Float32Array.from(usual), 'the losses');
  });

  it('that begins in a hurry goes over to the usual ways, and its losses stay the same', async () => {
    const variants: string[][] = [];
    const hurried = await losses(
      3,
      async (trainer) => {
        if (variants.length > 0) await drain(trainer.tune(0, ticking()));
        variants.push(trainer.plan.dispatches.map(({ constants }) => JSON.stringify(constants)));
      },
      true,
    );
    const { plan } = await planned();
    expect(variants[0]).not.toEqual(variants[1]);
    expect(variants[1]).toEqual(plan.dispatches.map(({ constants }) => JSON.stringify(constants)));
    expectClose(Float32Array.from(hurried), Float32Array.from(await losses(3, () => Promise.resolve())), 'the losses');
  });
});
