import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/cli/errors';
import { parseOptions } from '../../../src/cli/options';
import { noAugmentation } from '../../../src/engine/augmentation';

describe('the command line', () => {
  it('has the defaults of the design', () => {
    expect(parseOptions([])).toMatchObject({
      model: 'small',
      data: 'shapes',
      batch: 64,
      optimizer: 'sgd',
      lr: 0.01,
      momentum: 0.9,
      weightDecay: 0,
      schedule: 'constant',
      augment: noAugmentation,
      tta: 0,
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
      batch: 32,
      lr: 0.001,
      momentum: 0,
      weightDecay: 0.0005,
      augment: { ...noAugmentation, flip: 'random', cutout: 8 },
      seed: 4294967295,
      shuffle: false,
      init: 'a',
      save: 'b',
      eval: 'all',
      tta: 2,
      precision: 'f16',
      adapter: 'swift',
      json: true,
    });
  });

  it('augments nothing where it is told so', () => {
    expect(parseOptions(['--augment', 'none'])?.augment).toEqual(noAugmentation);
  });

  it.each([
    ['--augment flip,crop,cutout', { flip: 'random', shift: 4, cutout: 8 }],
    ['--augment mixup,contrast,brightness', { brightness: 0.2, contrast: 0.2, mixup: 1 }],
    ['--flip alternating --shift 2 --shift-padding reflect', { flip: 'alternating', shift: 2, shiftPadding: 'reflect' }],
    ['--augment crop --shift-padding reflect', { shift: 4, shiftPadding: 'reflect' }],
    ['--augment cutout,flip --cutout 12 --brightness 0.5 --contrast 1 --mixup 0.4', { flip: 'random', cutout: 12, brightness: 0.5, contrast: 1, mixup: 0.4 }],
  ])('augments as %s say', (words, augment) => {
    expect(parseOptions(words.split(' '))?.augment).toEqual({ ...noAugmentation, ...augment });
  });

  it.each([
    ['--frobnicate', /unknown option '--frobnicate'/],
    ['stray', /too many arguments/],
    ['--lr', /'--lr <x>' argument missing/],
    ['--lr fast', /'--lr <x>' argument 'fast' is invalid. It must be a number of at least 0/],
    ['--lr -1', /--lr/],
    ['--lr Infinity', /--lr/],
    ['--momentum 1', /from 0 to less than 1/],
    ['--batch 0', /whole number from 1/],
    ['--batch 3.5', /--batch/],
    ['--steps -1', /--steps/],
    ['--seed 4294967296', /--seed/],
    ['--eval 0', /--eval/],
    ['--eval some', /or "all"/],
    ['--optimizer adam', /Allowed choices are sgd/],
    ['--schedule cosine', /Allowed choices are constant/],
    ['--augment flip,zoom', /none, or of flip,crop,cutout,brightness,contrast,mixup; "zoom"/],
    ['--flip none', /Allowed choices are random, alternating/],
    ['--shift 9', /from 1 to 8/],
    ['--shift-padding edge', /Allowed choices are zero, reflect/],
    ['--shift-padding reflect', /--shift-padding needs --shift, or crop/],
    ['--cutout 0', /from 1 to 32/],
    ['--brightness 1.5', /above 0 and at most 1/],
    ['--contrast 0', /above 0 and at most 1/],
    ['--mixup -1', /above 0/],
    ['--mixup Infinity', /above 0/],
    ['--tta 3', /one of 0, 1, 2/],
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
