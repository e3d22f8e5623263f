import { expect, it } from 'vitest';
import { buildGraph } from '../../src/engine/graph/graph';
import { model } from '../../src/engine/graph/spec';
import { workOf } from '../../src/engine/profile/arithmetic';
import { profile, type ProfileOptions } from '../../src/engine/profile/profiler';
import type { ProfileProgress } from '../../src/engine/profile/report';
import { submitWatch, type Stopwatch } from '../../src/engine/runtime/timing';
import { timestampWatch } from '../../src/engine/runtime/timestamps';
import { Random } from '../../src/engine/random';
import { Trainer } from '../../src/engine/runtime/trainer';
import { shape } from '../support/cases';
import { now } from '../support/clock';
import { openDevice, sharedPipelines, traitsPreferring } from '../support/gpu';
import { drawPictures, NORMALISATION } from '../support/pictures';

const INPUT = shape(3, 8, 8);
const BATCH = 4;
const graph = buildGraph(
  model([{ type: 'conv2d', filters: 5 }, { type: 'relu' }, { type: 'maxPool2d' }, { type: 'flatten' }, { type: 'dense', units: 10 }], INPUT),
);

async function start(watch?: Stopwatch) {
  const options: ProfileOptions = {
    ...{ batch: BATCH, normalisation: NORMALISATION, traits: await traitsPreferring('direct'), adapter: 'a card' },
    now,
    ...(watch ? { watch } : {}),
  };
  return profile(await openDevice(), graph, await sharedPipelines(), options);
}

async function finish(profiling: ReturnType<typeof profile>) {
  const told: ProfileProgress[] = [];
  for (;;) {
    const { done, value } = await profiling.next();
    if (done) {
      if (!value) throw new Error('broken off');
      return { told, report: value };
    }
    told.push(value);
  }
}

async function trainerOfTheSame(): Promise<Trainer> {
  const options = { batch: BATCH, seed: 3, normalisation: NORMALISATION, traits: await traitsPreferring('direct') };
  return Trainer.create(await openDevice(), graph, await sharedPipelines(), options);
}

it.for(['timestamps', 'submits'] as const)('measures every dispatch of a step by %s', async (method, { skip }) => {
  const device = await openDevice();
  skip(method === 'timestamps' && !device.features.has('timestamp-query'), 'no timestamps on this adapter');
  const trainer = await trainerOfTheSame();
  const { dispatches } = trainer.plan;
  trainer.destroy();

  const { told, report } = await finish(await start(method === 'timestamps' ? timestampWatch(device) : submitWatch(device, now)));
  expect(report).toMatchObject({ device: 'a card', batch: BATCH, method });
  expect(report.rows).toEqual(
    dispatches.map((dispatch) => ({
      ...{ path: dispatch.path, pass: dispatch.pass, kernel: dispatch.kernel, variant: dispatch.variant },
      ...workOf(dispatch),
      milliseconds: expect.any(Number),
    })),
  );
  const figures = [...report.rows.map(({ milliseconds }) => milliseconds), report.stepMilliseconds, ...Object.values(report.peaks)];
  for (const figure of figures) expect(figure).toBeGreaterThan(0);
  expect(told).toEqual(told.map((_, done) => ({ done, total: dispatches.length + 2 })));
  expect(told).toHaveLength(dispatches.length + 2);
});

it('leaves a run beside it as it is', async () => {
  const pictures = drawPictures(Random.from(1), INPUT, BATCH);
  const indices = Uint32Array.of(0, 1, 2, 3);
  const hyperparameters = { learningRate: 0.1, momentum: 0.9, weightDecay: 0.01 };
  const losses = async (between: () => Promise<unknown>) => {
    const trainer = await trainerOfTheSame();
    const first = await trainer.step(pictures, indices, hyperparameters);
    const before = await trainer.readWeights();
    await between();
    expect(await trainer.readWeights()).toEqual(before);
    const second = await trainer.step(pictures, indices, hyperparameters);
    trainer.destroy();
    return [first.loss, second.loss];
  };
  const [alone, beside] = [await losses(() => Promise.resolve()), await losses(async () => finish(await start()))];
  expect(beside).toEqual(alone);
});

it('can be broken off, and leaves nothing on the device', async () => {
  const device = await openDevice();
  const buffers: GPUBuffer[] = [];
  const create = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = create(descriptor);
    buffers.push(buffer);
    return buffer;
  };
  const profiling = await start();
  await profiling.next();
  await profiling.next();
  await profiling.return(undefined);
  device.createBuffer = create;
  expect(await profiling.next()).toMatchObject({ done: true });
  // A destroyed buffer cannot be written to.
  expect(buffers.length).toBeGreaterThan(0);
  for (const buffer of buffers) {
    device.pushErrorScope('validation');
    const encoder = device.createCommandEncoder();
    encoder.clearBuffer(buffer);
    device.queue.submit([encoder.finish()]);
    expect(await device.popErrorScope(), buffer.label).not.toBeNull();
  }
});
