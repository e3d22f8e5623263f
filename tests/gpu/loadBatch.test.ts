import { expect, it } from 'vitest';
import { packTensor } from '../../src/engine/check/tensors';
import { buildGraph } from '../../src/engine/graph/graph';
import { model, volume } from '../../src/engine/graph/spec';
import { planTraining } from '../../src/engine/plan/plan';
import { Random } from '../../src/engine/random';
import { Executor } from '../../src/engine/runtime/executor';
import { shape } from '../support/cases';
import { openDevice, sharedPipelines, traitsPreferring } from '../support/gpu';
import { expectClose } from '../support/numbers';

it.each([
  ['three channels', shape(3, 5, 3)],
  ['one channel', shape(1, 5, 3)],
  ['more channels than a group of four, a group left unfilled', shape(6, 3, 3)],
])('turns bytes into normalised pictures of %s, and the places of absent pictures into zeros', async (_, input) => {
  const graph = buildGraph(model([{ type: 'flatten' }, { type: 'dense' }], input));
  const [batch, present] = [4, 3];
  const random = Random.from(4);
  // No whole number of words, so that the second picture begins inside one.
  const bytes = Uint8Array.from({ length: present * volume(input) }, () => random.below(256));
  const statistics = Array.from({ length: input.channels }, () => [random.between(0.4, 0.5), random.between(0.2, 0.3)]);

  const plan = planTraining(graph, batch, await traitsPreferring('direct'));
  const executor = await Executor.create(await openDevice(), plan, await sharedPipelines());
  try {
    const { step = -1, bytes: into = -1, normalisation = -1 } = plan.ports;
    const padded = new Uint8Array(Math.ceil((batch * volume(input)) / 4) * 4).fill(255);
    padded.set(bytes);
    executor.write(step, Uint32Array.of(present, 0, 0, 0));
    executor.write(into, padded);
    executor.write(normalisation, Float32Array.from(statistics.flat()));
    executor.run(0, 1);

    const positions = input.height * input.width;
    const expected = Float32Array.from(bytes, (byte, at) => {
      const [mean = 0, deviation = 1] = statistics[Math.floor(at / positions) % input.channels] ?? [];
      return (byte / 255 - mean) / deviation;
    });
    // All that the device holds is compared, zeros between and behind the pictures included.
    const packed = packTensor(plan.input, batch, expected);
    const found = new Float32Array(await executor.read(plan.input.storage)).subarray(0, packed.length);
    expectClose(found, packed, 'the pictures');
    expect(found.filter((value) => value !== 0).length).toBe(packed.filter((value) => value !== 0).length);
  } finally {
    executor.destroy();
  }
});
