import { describe, expect, it } from 'vitest';
import { parseBenchOptions } from '../../../src/cli/bench/options';
import { UsageError } from '../../../src/cli/errors';

describe('the options of bench', () => {
  it('default to all peers of the browser', () => {
    expect(parseBenchOptions([])).toEqual({
      ...{ peer: ['tfjs', 'jaxjs', 'convnetjs'], model: 'small', batch: 32, steps: 5, rounds: 3 },
      ...{ runtime: 'chromium', out: 'bench.json', json: false },
    });
  });

  it('default to no peer in Node', () => {
    expect(parseBenchOptions(['--runtime', 'node'])).toMatchObject({ peer: [], runtime: 'node' });
  });

  it('are all read', () => {
    const words = '--peer pytorch,convnetjs,pytorch --model net.json --batch 512 --steps 50 --rounds 7 --runtime node --adapter h100 --out o.json --json';
    expect(parseBenchOptions(words.split(' '))).toEqual({
      ...{ peer: ['pytorch', 'convnetjs'], model: 'net.json', batch: 512, steps: 50, rounds: 7 },
      ...{ runtime: 'node', adapter: 'h100', out: 'o.json', json: true },
    });
    expect(parseBenchOptions(['--peer', 'none'])).toMatchObject({ peer: [] });
  });

  it.each([
    ['--peer caffe', /must be none, or of tfjs, jaxjs, convnetjs, pytorch/],
    ['--peer tfjs,none', /must be none, or of/],
    ['--peer tfjs --runtime node', /tfjs needs a browser: leave --runtime node out/],
    ['--peer convnetjs,jaxjs --runtime node', /jaxjs needs a browser/],
    ['--runtime deno', /Allowed choices are chromium, node/],
    ['--batch 0', /whole number from 1 to 65536/],
    ['--steps 0', /whole number of at least 1/],
    ['--rounds 1.5', /whole number of at least 1/],
    ['stray', /too many arguments/],
  ])('refuse %s', (words, message) => {
    const parse = () => parseBenchOptions(words.split(' '));
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(message);
  });
});
