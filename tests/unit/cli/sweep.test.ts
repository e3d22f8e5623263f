import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/cli/errors';
import { parseOptions } from '../../../src/cli/options';
import { sweptOptions } from '../../../src/cli/sweepOptions';
import { jsonSweepReport, plainSweepReport, type SweptRun } from '../../../src/cli/sweepReport';
import { ProblemError } from '../../../src/engine/problem';

function swept(text: string) {
  const words = text.split(' ');
  const options = parseOptions(words);
  return options ? sweptOptions(options, words) : [];
}

describe('the runs of --sweep', () => {
  it('have the words of the command line, and each its own values', () => {
    const runs = swept('--lr 5 --momentum 0.5 --steps 7 --sweep lr=0.003,0.01');
    expect(runs.map(({ options }) => [options.learningRate, options.momentum, options.steps])).toEqual([
      [0.003, 0.5, 7],
      [0.01, 0.5, 7],
    ]);
    expect(runs[1]?.combination).toEqual([{ name: 'lr', value: '0.01' }]);
  });

  it('are every pair of two options, and an optimiser comes with its own defaults', () => {
    const runs = swept('--sweep optimizer=sgd,adam --sweep batch=8,16');
    expect(runs.map(({ options }) => [options.optimizer, options.batchSize])).toEqual([
      ['sgd', 8],
      ['sgd', 16],
      ['adam', 8],
      ['adam', 16],
    ]);
    expect(swept('--sweep optimizer=rmsprop,muon').map(({ options }) => options.momentum)).toEqual([0, 0.95]);
  });

  it('put a switch on and off, whatever it is otherwise', () => {
    const values = (text: string, name: 'nesterov' | 'spareNorms' | 'shuffle') => swept(text).map(({ options }) => options[name]);
    expect(values('--sweep nesterov=on,off', 'nesterov')).toEqual([true, false]);
    expect(values('--optimizer muon --no-nesterov --sweep nesterov=on,off', 'nesterov')).toEqual([true, false]);
    expect(values('--spare-norms --sweep spare-norms=off,on', 'spareNorms')).toEqual([false, true]);
    expect(values('--no-shuffle --sweep shuffle=on,off', 'shuffle')).toEqual([true, false]);
  });

  it.each([
    ['--sweep lr', UsageError, /"lr" is not an option's name, "=" and its values/],
    ['--sweep zoom=1,2', UsageError, /no option zoom/],
    ['--sweep model=small,vgg', UsageError, /no option model/],
    ['--sweep nesterov=on,perhaps', UsageError, /nesterov is on or off, not "perhaps"/],
    ['--sweep lr=1,fast', UsageError, /'--lr <x>' argument 'fast' is invalid/],
    ['--sweep batch=8,0', UsageError, /'--batch <n>' argument '0' is invalid/],
    ['--sweep warmup=0.1,0.2', UsageError, /--warmup means nothing to the schedule constant/],
    ['--sweep lr=1,2 --save x', UsageError, /--sweep.*cannot be used with option '--save/],
    ['--sweep lr=1,2 --steps 0', UsageError, /0 steps/],
    ['--sweep lr=1,2 --profile', UsageError, /--sweep.*cannot be used with option '--profile/],
    ['--sweep lr=', ProblemError, /sweep\.noValues/],
    ['--sweep lr=1,1', ProblemError, /sweep\.valueTwice/],
    ['--sweep lr=1,2 --sweep lr=3', ProblemError, /sweep\.settingTwice/],
    ['--sweep lr=1 --sweep batch=2 --sweep seed=3', ProblemError, /sweep\.tooManySettings/],
    ['--sweep lr=1,2,3,4,5 --sweep batch=1,2,3,4,5', ProblemError, /sweep\.tooManyRuns.*"runs":25/],
  ])('are refused: %s', (text, kind, message) => {
    expect(() => swept(text)).toThrow(kind);
    expect(() => swept(text)).toThrow(message);
  });
});

describe('the report of a sweep', () => {
  const combination = (lr: string, nesterov: string) => [
    { name: 'lr', value: lr },
    { name: 'nesterov', value: nesterov },
  ];
  /** So many of eight pictures right, the first ones. */
  const validated = (loss: number, right: number) => ({
    pictures: 8,
    loss,
    accuracy: right / 8,
    right: Uint8Array.from({ length: 8 }, (_, at) => Number(at < right)),
  });
  const runs: readonly SweptRun[] = [
    { combination: combination('1e30', 'on'), outcome: { code: 'training.notFinite', params: { step: 2 } } },
    { combination: combination('0.01', 'on'), outcome: { trainingLoss: 1.5, seconds: 2, validation: validated(1.25, 4) } },
    { combination: combination('0.1', 'off'), outcome: { trainingLoss: 2, seconds: 2.5, validation: validated(1, 5) } },
  ];

  it('is a table, the best first', () => {
    let text = '';
    plainSweepReport((line) => (text += line)).end(runs);
    expect(text.trim().split('\n')).toEqual([
      'the best first:',
      'lr    nesterov      loss  test loss  test accuracy  seconds',
      '0.1   off         2.0000     1.0000         62.5 %      2.5',
      '0.01  on          1.5000     1.2500         50.0 %      2.0',
      '1e30  on        diverged',
      // (2 √1 + 1) / 8
      'the best is ahead of the next by 12.5 percentage points on the same 8 pictures: chance alone explains up to 37.5, so the two cannot be told apart',
    ]);
  });

  it('knows no test where there was none', () => {
    let text = '';
    const untested = { combination: combination('0.01', 'on'), outcome: { trainingLoss: 1.5, seconds: 2 } };
    plainSweepReport((line) => (text += line)).end([untested]);
    expect(text).toContain('lr    nesterov    loss  seconds\n');
    expect(text).not.toContain('--eval');
    plainSweepReport((line) => (text += line)).end([untested, { ...untested, combination: combination('0.1', 'on') }]);
    expect(text).toContain('says little of small differences: --eval');
  });

  it('tells a lead that is worth something', () => {
    let text = '';
    const outcome = (right: (at: number) => boolean) => {
      const each = Uint8Array.from({ length: 100 }, (_, at) => Number(right(at)));
      return { trainingLoss: 1, seconds: 1, validation: { pictures: 100, loss: 1, accuracy: each.filter((one) => one > 0).length / 100, right: each } };
    };
    plainSweepReport((line) => (text += line)).end([
      { combination: combination('0.01', 'on'), outcome: outcome((at) => at < 50) },
      { combination: combination('0.1', 'on'), outcome: outcome((at) => at < 70) },
    ]);
    // 2 √20 + 1 of 100
    expect(text).toContain('ahead of the next by 20.0 percentage points on the same 100 pictures: more than the 9.9 that chance explains\n');
  });

  it('is lines of JSON', () => {
    const told: unknown[] = [];
    const report = jsonSweepReport((line) => told.push(JSON.parse(line)));
    report.begin(1, 3, combination('1e30', 'on'));
    report.fail({ code: 'training.notFinite', params: { step: 2 } });
    report.end(runs);
    expect(told).toEqual([
      { type: 'run', run: 1, runs: 3, settings: { lr: 1e30, nesterov: 'on' } },
      { type: 'failed', code: 'training.notFinite', detail: expect.stringContaining('at step 2') },
      {
        type: 'sweep',
        runs: [
          { run: 3, settings: { lr: 0.1, nesterov: 'off' }, trainingLoss: 2, seconds: 2.5, validation: { loss: 1, accuracy: 0.625 } },
          { run: 2, settings: { lr: 0.01, nesterov: 'on' }, trainingLoss: 1.5, seconds: 2, validation: { loss: 1.25, accuracy: 0.5 } },
          { run: 1, settings: { lr: 1e30, nesterov: 'on' }, failed: 'training.notFinite' },
        ],
        lead: { difference: 1 / 8, scatter: 3 / 8, pictures: 8 },
      },
    ]);
  });
});
