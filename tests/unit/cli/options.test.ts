import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/cli/errors';
import { parseOptions } from '../../../src/cli/options';
import type { Recipe } from '../../../src/engine/optim/recipe';
import { recipeOf } from '../../../src/engine/graph/presets/recipes';
import { noAugmentation } from '../../../src/engine/pictures/augmentation';
import { recipeWith } from '../../../src/engine/optim/settings';

describe('the command line', () => {
  it('has the defaults of the design', () => {
    expect(parseOptions([])).toMatchObject({
      model: 'small',
      data: 'shapes',
      batchSize: 64,
      optimizer: 'sgd',
      learningRate: 0.01,
      ...{ momentum: 0.9, nesterov: false, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
      ...{ weightDecay: 0, spareNorms: false, shiftRate: 1, clipNorm: 0, labelSmoothing: 0, ema: 0, lookahead: false, accumulate: 1 },
      schedule: 'constant',
      ...noAugmentation,
      testTimeAugmentation: 0,
      seed: 1,
      shuffle: true,
      precision: 'f32',
      json: false,
    });
  });

  it('reads every option', () => {
    const words =
      '--model net.json --data dir --train-files data_batch_1.bin,data_batch_2.bin --steps 0 --batch 32 --optimizer sgd --lr 1e-3 ' +
      '--momentum 0 --weight-decay 5e-4 --schedule constant --seed 4294967295 --no-shuffle --augment cutout,flip --init a --save b --eval all --tta 2 ' +
      '--precision f16 --adapter swift --json';
    expect(parseOptions(words.split(' '))).toMatchObject({
      model: 'net.json',
      data: 'dir',
      trainFiles: ['data_batch_1.bin', 'data_batch_2.bin'],
      steps: 0,
      batchSize: 32,
      learningRate: 0.001,
      momentum: 0,
      weightDecay: 0.0005,
      ...{ ...noAugmentation, flip: 'random', cutout: 8 },
      seed: 4294967295,
      shuffle: false,
      init: 'a',
      save: 'b',
      eval: 'all',
      testTimeAugmentation: 2,
      precision: 'f16',
      adapter: 'swift',
      json: true,
    });
  });

  it('takes the training settings that a preset brings, but for those that are given', () => {
    const words = (text: string) => parseOptions(`--model speedrun ${text}`.trim().split(' '), recipeOf('speedrun'));
    const augment = { ...noAugmentation, flip: 'alternating', shift: 2, shiftPadding: 'reflect' };
    const recipe = {
      ...{ batchSize: 1024, epochs: 10, optimizer: 'sgd', learningRate: 1.5, momentum: 0.85, nesterov: true, weightDecay: 0.00133, shiftRate: 64 },
      ...{ schedule: 'triangular', warmup: 0.23, startFactor: 0.2, endFactor: 0.07, labelSmoothing: 0.2, lookahead: true, testTimeAugmentation: 2, ...augment },
    };
    expect(words('')).toMatchObject({ ...recipe, seed: 1, precision: 'f32' });
    expect(words('--batch 16 --lr 0.1 --no-lookahead --tta 0 --steps 3')).toMatchObject({
      ...recipe,
      batchSize: 16,
      learningRate: 0.1,
      lookahead: false,
      testTimeAugmentation: 0,
      steps: 3,
    });
    expect(words('--augment none')).toMatchObject({ ...recipe, ...noAugmentation });
    expect(words('--flip random')).toMatchObject({ ...recipe, ...noAugmentation, flip: 'random' });
    expect(words('--optimizer muon')).toMatchObject({ ...recipe, optimizer: 'muon', momentum: 0.95, nesterov: true, beta2: 0.95 });
    expect(words('--schedule cosine')).toMatchObject({ ...recipe, schedule: 'cosine' });
    expect(() => words('--schedule constant --warmup 0.1')).toThrow(UsageError);
    expect(parseOptions(['--model', 'small'])).toMatchObject({ batchSize: 64, lookahead: false, testTimeAugmentation: 0 });
  });

  it('knows --no-tune as the old name of --repeatable, which a model file may ask for too', () => {
    const asked = recipeWith({ repeatable: true });
    const repeatable = (words: readonly string[], training?: Recipe) => parseOptions(words, training)?.repeatable;
    expect([repeatable([]), repeatable(['--repeatable']), repeatable(['--no-tune'])]).toEqual([false, true, true]);
    expect([repeatable([], asked), repeatable(['--no-repeatable'], asked)]).toEqual([true, false]);
    expect([repeatable(['--no-tune'], recipeWith({})), repeatable(['--repeatable'], recipeWith({}))]).toEqual([true, true]);
  });

  it('writes a running mean only where there is one, and not over the weights', () => {
    const words = (text: string, training?: Recipe) => parseOptions(text.split(' '), training);
    expect(words('--save a --save-mean b --ema 0.9')).toMatchObject({ save: 'a', saveMean: 'b' });
    expect(words('--save-mean b', recipeWith({ ema: 0.9 }))).toMatchObject({ saveMean: 'b' });
    expect(() => words('--save-mean b')).toThrow(/--save-mean needs --ema/);
    expect(() => words('--save b --save-mean b --ema 0.9')).toThrow(/--save-mean: b is the file that --save writes/);
    expect(() => words('--save b --save-mean ./b --ema 0.9')).toThrow(/--save-mean: .\/b is the file that --save writes/);
    expect(() => words('--save-mean b --ema 0.9 --validate-every 1 --best')).toThrow(UsageError);
  });

  it("reads a schedule's settings, and fills in the rest", () => {
    const schedule = { schedule: 'constant', warmup: 0.3, startFactor: 0.04, endFactor: 0, decayFactor: 0.1, decayEvery: 3 };
    const words = (text: string) => parseOptions(text.split(' '));
    expect(parseOptions([])).toMatchObject(schedule);
    const triangle = { schedule: 'triangular', warmup: 0.23, startFactor: 0.2, endFactor: 0.07 };
    expect(words('--schedule triangular --warmup 0.23 --start-factor 0.2 --end-factor 0.07')).toMatchObject({ ...schedule, ...triangle });
    const step = { schedule: 'step', decayFactor: 0.5, decayEvery: 1.5 };
    expect(words('--schedule step --decay-factor 0.5 --decay-every 1.5')).toMatchObject({ ...schedule, ...step });
  });

  it('reads all that an update goes by', () => {
    const words =
      '--optimizer adamw --nesterov --beta1 0.8 --beta2 0.95 --epsilon 1e-6 --weight-decay 0.1 --spare-norms --clip-norm 2 ' +
      '--label-smoothing 0.1 --ema 0.99 --accumulate 4 --shift-rate 64 --lookahead';
    expect(parseOptions(words.split(' '))).toMatchObject({
      ...{ optimizer: 'adamw', nesterov: true, beta1: 0.8, beta2: 0.95, epsilon: 1e-6, weightDecay: 0.1, spareNorms: true },
      ...{ clipNorm: 2, labelSmoothing: 0.1, ema: 0.99, accumulate: 4, shiftRate: 64, lookahead: true },
    });
  });

  it.each([
    ['rmsprop', { momentum: 0, beta2: 0.99, epsilon: 1e-8 }],
    ['nadam', { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }],
    ['adagrad', { epsilon: 1e-10 }],
    ['lion', { beta1: 0.9, beta2: 0.99 }],
    ['muon', { momentum: 0.95, nesterov: true, beta1: 0.9, beta2: 0.95, epsilon: 1e-10 }],
  ])('has the defaults of %s', (name, defaults) => {
    expect(parseOptions(['--optimizer', name])).toMatchObject(defaults);
    expect(parseOptions(['--optimizer', name, '--no-nesterov', '--momentum', '0.5'])).toMatchObject({ ...defaults, nesterov: false, momentum: 0.5 });
  });

  it('validates when it is told to', () => {
    expect(parseOptions([])).toMatchObject({ validateEvery: 0, validationPictures: 500, patience: 0, best: false });
    const words = '--validate-every 10 --validation-pictures 100 --patience 3 --best';
    expect(parseOptions(words.split(' '))).toMatchObject({ validateEvery: 10, validationPictures: 100, patience: 3, best: true });
  });

  it('augments nothing where it is told so', () => {
    expect(parseOptions(['--augment', 'none'])).toMatchObject(noAugmentation);
  });

  it.each([
    ['--augment flip,crop,cutout', { flip: 'random', shift: 4, cutout: 8 }],
    ['--augment mixup,contrast,brightness', { brightness: 0.2, contrast: 0.2, mixup: 1 }],
    ['--flip alternating --shift 2 --shift-padding reflect', { flip: 'alternating', shift: 2, shiftPadding: 'reflect' }],
    ['--augment crop --shift-padding reflect', { shift: 4, shiftPadding: 'reflect' }],
    ['--augment flip,cutout --flip none --cutout 0', {}],
    ['--augment cutout,flip --cutout 12 --brightness 0.5 --contrast 1 --mixup 0.4', { flip: 'random', cutout: 12, brightness: 0.5, contrast: 1, mixup: 0.4 }],
  ])('augments as %s say', (words, augment) => {
    expect(parseOptions(words.split(' '))).toMatchObject({ ...noAugmentation, ...augment });
  });

  it.each([
    ['--frobnicate', /unknown option '--frobnicate'/],
    ['stray', /too many arguments/],
    ['--lr', /'--lr <x>' argument missing/],
    ['--lr fast', /'--lr <x>' argument 'fast' is invalid. It must be a number from 0 to 1e\+38/],
    ['--lr -1', /--lr/],
    ['--lr Infinity', /--lr/],
    ['--momentum 1', /from 0 to 0.999999/],
    ['--batch 0', /whole number from 1/],
    ['--batch 3.5', /--batch/],
    ['--steps -1', /--steps/],
    ['--seed 4294967296', /--seed/],
    ['--eval 0', /--eval/],
    ['--eval some', /or "all"/],
    ['--schedule zigzag', /Allowed choices are constant, step, cosine, warmupLinear, warmupCosine, oneCycle, triangular/],
    ['--schedule cosine --end-factor 1.5', /--end-factor.*from 0 to 1/],
    ['--schedule oneCycle --warmup some', /--warmup.*from 0 to 1/],
    ['--schedule step --decay-every 0', /--decay-every.*from 0.000001 to 1e\+38/],
    ['--schedule cosine --warmup 0.1', /--warmup means nothing to the schedule cosine/],
    ['--end-factor 0.1', /--end-factor means nothing to the schedule constant/],
    ['--optimizer adamax', /Allowed choices are sgd, adam, adamw, nadam, rmsprop, adagrad, lion, muon/],
    ['--beta1 1', /--beta1/],
    ['--beta2 -0.1', /--beta2/],
    ['--epsilon 0', /--epsilon/],
    ['--clip-norm -1', /--clip-norm/],
    ['--label-smoothing 1', /--label-smoothing/],
    ['--ema 1', /--ema/],
    ['--shift-rate 0', /--shift-rate/],
    ['--accumulate 0', /--accumulate/],
    ['--augment flip,zoom', /none, or of flip,crop,cutout,brightness,contrast,mixup; "zoom"/],
    ['--flip sideways', /Allowed choices are none, random, alternating/],
    ['--shift 9', /from 0 to 8/],
    ['--shift-padding edge', /Allowed choices are zero, reflect/],
    ['--shift-padding reflect', /--shift-padding needs --shift, or crop/],
    ['--cutout 33', /from 0 to 32/],
    ['--brightness 1.5', /from 0 to 1/],
    ['--contrast -0.1', /from 0 to 1/],
    ['--mixup -1', /from 0 to 1e\+38/],
    ['--mixup Infinity', /from 0 to 1e\+38/],
    ['--tta 3', /one of 0, 1, 2/],
    ['--patience 2', /--patience needs --validate-every/],
    ['--best', /--best needs --validate-every/],
    ['--validate-every 1.5', /--validate-every/],
    ['--augment none,flip', /"none"/],
    ['--augment flip,', /--augment/],
    ['--precision f8', /Allowed choices are f32, f16/],
    ['--steps 3 --epochs 1', /cannot be used with option/],
    ['--train-files data_batch_1.bin', /needs a folder/],
    ['--data d --train-files a,,b', /commas/],
  ])('refuses %s', (words, message) => {
    const parse = () => parseOptions(words.split(' '));
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(message);
  });
});
