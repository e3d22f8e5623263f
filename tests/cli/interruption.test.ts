import { mkdtempSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeSafetensors } from '../../src/engine/weights/safetensors';
import { built, lines, start, train } from '../support/cli';
import { someRecords } from '../support/records';

const folder = mkdtempSync(join(tmpdir(), 'kernelgarten-interruption-'));
const few = someRecords(20);
const small = ['--data', few, '--batch', '8', '--model', 'lenet'];
const endless = [...small, '--steps', '1000000'];

/** The processes that one has started, from Linux's own table. */
function childrenOf(parent: number | undefined): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((id) => {
      try {
        return Number(/\) \w (\d+)/.exec(readFileSync(`/proc/${id}/stat`, 'utf8'))?.[1]) === parent;
      } catch {
        return false;
      }
    });
}

describe('a signal', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s ends a run with the status %i, and the weights so far are kept', async (signal, status) => {
    const file = join(folder, `${signal}.safetensors`);
    const run = start(process.execPath, [built('train'), ...endless, '--save', file, '--json']);
    await run.until('"step":9,');
    run.child.kill(signal);
    const outcome = await run.ended;
    expect(outcome).toMatchObject({ status, stderr: '' });
    const told = lines(outcome);
    const last = told.filter(({ type }) => type === 'step').at(-1)?.['step'];
    expect(told.at(-1)).toEqual({ type: 'saved', file, weights: 'last', step: last });
    const kept = decodeSafetensors(readFileSync(file)).tensors.find(({ name }) => name === '11.bias');
    expect(kept?.data.some((value) => value !== 0)).toBe(true);
  });

  it('leaves a file that was there before as it is where no step was taken', async () => {
    const file = join(folder, 'before.safetensors');
    await train(...small, '--steps', '1', '--save', file);
    const before = readFileSync(file);
    const run = start(process.execPath, [built('train'), ...small, '--steps', '0', '--eval', 'all', '--save', file, '--json']);
    await run.until('"start"');
    run.child.kill('SIGTERM');
    const { status } = await run.ended;
    // It may have been done by then.
    if (status !== 0) expect([status, readFileSync(file).equals(before)]).toEqual([143, true]);
  });

  it('from a terminal closes the bar and shows the cursor again', async () => {
    const words = [process.execPath, built('train'), ...endless].map((word) => `'${word}'`).join(' ');
    const run = start('script', ['-qec', words, '/dev/null'], { stdio: ['pipe', 'pipe', 'pipe'] });
    // The bar is drawn a few times a second, and not for every step.
    await run.until('loss 2.');
    run.child.stdin?.write('\x03');
    const { status, stdout } = await run.ended;
    expect(status).toBe(130);
    expect(stdout.lastIndexOf('\x1b[?25h')).toBeGreaterThan(stdout.lastIndexOf('\x1b[?25l'));
  });

  it('ends a sweep, the measurement of presets and the bench', async () => {
    const sweep = start(process.execPath, [built('train'), ...endless, '--sweep', 'lr=0.01,0.02', '--json']);
    await sweep.until('"step":3,');
    sweep.child.kill('SIGTERM');
    expect(await sweep.ended).toMatchObject({ status: 143, stderr: '' });
    const presets = start(process.execPath, [built('presets'), '--data', few, '--models', 'lenet,mlp', '--batch', '8', '--steps', '300']);
    await presets.until('`lenet`');
    presets.child.kill('SIGTERM');
    expect(await presets.ended).toMatchObject({ status: 143, stderr: '' });
    const bench = start(process.execPath, [
      built('bench'),
      '--runtime',
      'node',
      '--peer',
      'none',
      '--steps',
      '1',
      '--rounds',
      '10000',
      '--out',
      join(folder, 'bench.json'),
    ]);
    await new Promise((resolve) => bench.child.stderr?.once('data', resolve));
    bench.child.kill('SIGTERM');
    expect(await bench.ended).toMatchObject({ status: 143, stdout: '' });
  });
});

describe('a run whose parent is killed', () => {
  it('ends too', async () => {
    const run = start(process.execPath, [built('train'), ...endless, '--json']);
    await run.until('"step":3,');
    run.child.kill('SIGKILL');
    // Resolves when nobody holds its output any more.
    expect(await run.ended).toMatchObject({ status: null, stderr: '' });
  });

  it('ends with npm', async () => {
    const run = start('npm', ['run', '-s', 'train', '--', ...endless, '--json']);
    await run.until('"step":3,');
    run.child.kill('SIGKILL');
    expect(await run.ended).toMatchObject({ status: null, stderr: '' });
  });
});

describe('output that nobody takes', () => {
  it.each([
    ['train --json', 'train', [...endless, '--json']],
    ['train', 'train', endless],
    ['train --help', 'train', ['--help']],
    ['presets', 'presets', ['--data', few, '--models', 'lenet,mlp', '--batch', '8', '--steps', '5']],
    ['bench', 'bench', ['--runtime', 'node', '--peer', 'none', '--steps', '1', '--rounds', '1', '--json', '--out', join(folder, 'out.json')]],
  ])('ends %s quietly', async (_, command, options) => {
    const run = start(process.execPath, [built(command), ...options]);
    run.child.stdout?.once('data', () => run.child.stdout?.destroy());
    expect(await run.ended).toMatchObject({ status: 0, stderr: '' });
  });

  it.each([
    ['train --json', 'train', [...small, '--steps', '3', '--json']],
    ['train --help', 'train', ['--help']],
    ['presets', 'presets', ['--data', few, '--models', 'lenet', '--batch', '8', '--steps', '5']],
    ['bench', 'bench', ['--runtime', 'node', '--peer', 'none', '--steps', '1', '--rounds', '1', '--json', '--out', join(folder, 'out.json')]],
  ])('ends %s with one line where there is no room for it', async (_, command, options) => {
    const run = start(process.execPath, [built(command), ...options], { stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'] });
    expect(await run.ended).toMatchObject({ status: 1, stderr: expect.stringMatching(/^error: standard output could not be written \(ENOSPC.*\)\n$/) });
  });
});

describe('what Dawn and drivers say', () => {
  it('is not heard', async () => {
    const run = start(process.execPath, [built('train'), ...small, '--steps', '1', '--json'], { env: { ...process.env, VK_LOADER_DEBUG: 'all' } });
    expect(await run.ended).toMatchObject({ status: 0, stderr: '' });
  });

  it('is told in one line where it is the last that they say', async () => {
    const run = start(process.execPath, [built('train'), ...endless, '--json'], { env: { ...process.env, VK_LOADER_DEBUG: 'all' } });
    await run.until('"step":3,');
    for (const child of childrenOf(run.child.pid)) process.kill(child, 'SIGSEGV');
    const { status, stderr } = await run.ended;
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: the process that trains was ended by SIGSEGV: .+\n$/);
  });
});
