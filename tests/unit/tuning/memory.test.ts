import { describe, expect, it } from 'vitest';
import { TuningMemory, type TuningStore } from '../../../src/engine/tuning/memory';

/** A store that holds a text, or refuses. */
function store(text?: string): TuningStore & { text?: string | undefined } {
  return {
    text,
    read() {
      return Promise.resolve(this.text);
    },
    write(written) {
      this.text = written;
      return Promise.resolve();
    },
  };
}

const adapter = { vendor: 'google', architecture: 'swiftshader', description: '' };
const memory = (kept: TuningStore, driver = 'driver 1', of = adapter) => new TuningMemory(kept, of, driver);

describe('what the tuner found', () => {
  it('is recalled for the same adapter and driver', async () => {
    const kept = store();
    await memory(kept).keep(new Map([['conv2d A', 'quad']]));
    expect(await memory(kept).recall()).toEqual(new Map([['conv2d A', 'quad']]));
  });

  it.each([
    ['driver', memory(store(), 'driver 2')],
    ['adapter', memory(store(), 'driver 1', { ...adapter, architecture: 'llvmpipe' })],
  ])('is not believed of another %s', async (_, other) => {
    const kept = store();
    await memory(kept).keep(new Map([['conv2d A', 'quad']]));
    await new TuningMemory(kept, adapter, 'driver 1').keep(new Map());
    expect(await other.recall()).toEqual(new Map());
  });

  it('is added to what was found before, the newest replacing the older', async () => {
    const kept = store();
    await memory(kept).keep(
      new Map([
        ['conv2d A', 'quad'],
        ['conv2d B', 'tiled'],
      ]),
    );
    await memory(kept).keep(
      new Map([
        ['conv2d B', 'direct'],
        ['conv2d C', 'quad'],
      ]),
    );
    await memory(kept, 'driver 2').keep(new Map([['conv2d A', 'sliding']]));
    expect(Object.fromEntries(await memory(kept).recall())).toEqual({ 'conv2d A': 'quad', 'conv2d B': 'direct', 'conv2d C': 'quad' });
  });

  it('is kept for no more than 500 operators, the newest', async () => {
    const kept = store();
    await memory(kept).keep(new Map(Array.from({ length: 600 }, (_, at) => [`conv2d ${at}`, 'quad'])));
    const recalled = await memory(kept).recall();
    expect(recalled.size).toBe(500);
    expect(recalled.has('conv2d 599')).toBe(true);
    expect(recalled.has('conv2d 99')).toBe(false);
  });

  it.each(['', 'no JSON', '[]', '{"a":3}', '{"a":{"b":3}}', 'null'])('is measured anew where the store holds %j', async (text) => {
    const kept = store(text);
    expect(await memory(kept).recall()).toEqual(new Map());
    await memory(kept).keep(new Map([['conv2d A', 'quad']]));
    expect(await memory(kept).recall()).toEqual(new Map([['conv2d A', 'quad']]));
  });
});
