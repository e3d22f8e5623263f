import { describe, expect, it } from 'vitest';
import { measurePresets } from '../support/cli';
import { someRecords } from '../support/records';

const few = someRecords(40);

describe('the measurement of presets', () => {
  it('trains each by the same recipe and prints what it reached', async () => {
    const { status, stdout, stderr } = await measurePresets('--data', few, '--models', 'lenet,mlp', '--steps', '5', '--batch', '16', '--eval', '12');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toContain('5 steps of 16, seed 1, tested on 12');
    const cells = lines.slice(4).map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, 4),
    );
    // LeNet-5's 61,706 are of one channel: with three, its first layer has 6 · 5² · 2 more. 416,520 multiply-adds become 651,720.
    expect(cells).toEqual([
      ['`lenet`', '62,006', '3.9'],
      ['`mlp`', '1,578,506', '9.5'],
    ]);
    for (const line of lines.slice(4)) expect(line).toMatch(/\| \d\.\d{3} \| \d+\.\d % \| \d+ s \|$/);
  });

  it('says which there are, and what it lacks', async () => {
    expect(await measurePresets('--data', few, '--models', 'huge')).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/of small, mlp, local/),
    });
    expect(await measurePresets('--data', '/nowhere', '--models', 'mlp')).toMatchObject({ status: 1, stderr: expect.stringMatching(/mlp was not trained/) });
  });
});
