import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BenchResult } from '../../src/cli/bench/result';
import { model, type LayerSpec } from '../../src/engine/graph/spec';
import { bench } from '../support/cli';

const folder = mkdtempSync(join(tmpdir(), 'kernelgarten-bench-'));
const out = join(folder, 'bench.json');
const short = ['--batch', '2', '--steps', '1', '--rounds', '1', '--out', out, '--json'];

function modelFile(name: string, layers: readonly LayerSpec[]): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(model(layers)));
  return path;
}

/** First and last loss of each framework; they train the same network, so these agree but for rounding. */
function expectAgreement({ frameworks }: BenchResult): void {
  const [ours, ...peers] = frameworks;
  if (!ours) throw new Error('we were not measured');
  for (const { firstLoss, lastLoss } of [ours, ...peers]) {
    expect(firstLoss).toBeCloseTo(ours.firstLoss, 3);
    expect(lastLoss).toBeCloseTo(ours.lastLoss, 3);
  }
}

describe('the bench command', () => {
  it('measures us in Chromium and ConvNetJS beside us, and writes the same to a file', async () => {
    const { status, stdout, stderr } = await bench(['--peer', 'convnetjs', '--model', 'small', ...short]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const result = JSON.parse(stdout) as BenchResult;
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual(result);
    expect(result).toMatchObject({
      ...{ type: 'bench', runtime: 'chromium', model: 'small', batch: 2, steps: 1, parameters: 22_466 },
      date: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      commit: expect.stringMatching(/./),
      host: { node: process.versions.node, chromium: expect.stringMatching(/^\d+\./) },
      frameworks: [
        { framework: 'kernelgarten', submitsPerStep: 1, rounds: [{}], planned: { dispatches: expect.any(Number) } },
        { framework: 'convnetjs', version: '0.3.0', adapter: 'one CPU thread', rounds: [{}] },
      ],
    });
    const [ours, peer] = result.frameworks;
    expect(ours?.dispatchesPerStep).toBe(ours?.planned?.dispatches);
    for (const framework of result.frameworks) {
      const { imagesPerSecond, imagesPerSecondMin, imagesPerSecondMax, msPerStep, jsMsPerStep, firstStepMs, gflopsPerSecond } = framework;
      for (const figure of [msPerStep, jsMsPerStep, firstStepMs, gflopsPerSecond]) expect(figure).toBeGreaterThan(0);
      expect([imagesPerSecondMin, imagesPerSecondMax]).toEqual([imagesPerSecond, imagesPerSecond]);
    }
    expect(result.ratios).toEqual({ convnetjs: (ours?.imagesPerSecond ?? NaN) / (peer?.imagesPerSecond ?? NaN) });
    expectAgreement(result);
  });

  it('trains one and the same network in every framework of the browser', async () => {
    const layers: readonly LayerSpec[] = [
      { type: 'conv2d', filters: 7, kernel: 4, padding: 'valid' },
      { type: 'maxPool2d' },
      { type: 'relu' },
      { type: 'conv2d', filters: 5, stride: 2, padding: 1 },
      { type: 'flatten' },
      { type: 'relu' },
      { type: 'dense', units: 9 },
      { type: 'relu' },
      { type: 'dense', units: 10 },
    ];
    const { status, stdout, stderr } = await bench(['--model', modelFile('odd.json', layers), ...short]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const result = JSON.parse(stdout) as BenchResult;
    expect(result.frameworks.map(({ framework }) => framework)).toEqual(['kernelgarten', 'tfjs', 'jaxjs', 'convnetjs']);
    expect(new Set(result.frameworks.slice(0, 3).map(({ adapter }) => adapter)).size).toBe(1);
    expectAgreement(result);
  });

  it('measures us on Dawn, and speaks to a person without --json', async () => {
    const { status, stdout, stderr } = await bench(['--runtime', 'node', '--batch', '2', '--steps', '1', '--rounds', '2', '--out', out]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^small, batch 2, 23\.5 MFLOP a picture\nkernelgarten: .+\n/);
    expect(stdout).toMatch(/\npictures\/s, median +\d/);
    expect(stderr).toMatch(/^round 1 of 2: kernelgarten on .+\nround 2 of 2: .+\n$/);
  });
});

describe('bad input is one line and exit status 2', () => {
  const pool = modelFile('pool.json', [{ type: 'avgPool2d' }, { type: 'flatten' }, { type: 'dense', units: 10 }]);

  it.each([
    ['a peer that is none', ['--peer', 'caffe'], /none, or of tfjs/],
    ['a model that peers do not know', ['--peer', 'tfjs', '--model', pool], /--peer tfjs: layers\[0\]: .*avgPool2d; choose another model, or --peer none/],
    ['a place that cannot be written', ['--peer', 'none', '--out', join(folder, 'no', 'where')], /--out: .*where cannot be written/],
    ['an adapter that Chromium does not have', ['--peer', 'none', '--adapter', 'Voodoo 2'], /--adapter: none is called "Voodoo 2"; there is ./],
    ['an adapter that Dawn does not have', ['--runtime', 'node', '--adapter', 'Voodoo 2'], /--adapter: none is called "Voodoo 2"; there is ./],
  ])('%s', async (_, options, message) => {
    const { status, stdout, stderr } = await bench([...short, ...options]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd()).not.toContain('\n');
  });

  it('PyTorch where there is no Python, and a Python without PyTorch', async () => {
    const none = await bench([...short, '--peer', 'pytorch'], { PATH: folder });
    expect(none).toMatchObject({ status: 2, stdout: '' });
    expect(none.stderr).toMatch(/--peer pytorch: there is no python3; install it with PyTorch, or leave this peer out\n$/);
    writeFileSync(join(folder, 'python3'), '#!/bin/sh\nexit 3\n', { mode: 0o755 });
    const bare = await bench([...short, '--peer', 'pytorch'], { PATH: folder });
    expect(bare).toMatchObject({ status: 2, stdout: '' });
    expect(bare.stderr).toMatch(/--peer pytorch: python3 has no torch; `python3 -m pip install torch`/);
  });
});
