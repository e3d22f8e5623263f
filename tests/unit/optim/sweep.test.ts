import { describe, expect, it } from 'vitest';
import { betterFirst, combinations, lastMeanLoss, listedNumbers, listedValues, MOST_RUNS } from '../../../src/engine/optim/sweep';

/** What a problem looks like to those who catch it. */
const problem = (code: string, params: object = {}) => expect.objectContaining({ problem: expect.objectContaining({ code, params }) });

describe('a list of values', () => {
  it('is parted by commas of any kind, by semicolons and by spaces', () => {
    expect(listedValues(' sgd,adam  lion; muon，rmsprop、adagrad；adamw ', () => false)).toEqual([
      'sgd',
      'adam',
      'lion',
      'muon',
      'rmsprop',
      'adagrad',
      'adamw',
    ]);
    expect(listedNumbers('0.003, 1e-2 0.03', { min: 0, max: 1 })).toEqual([0.003, 0.01, 0.03]);
  });

  it('keeps a value that has commas itself between semicolons, and nowhere else', () => {
    const isOne = (word: string) => word !== 'none,flip';
    expect(listedValues('flip,crop; none;cutout', isOne)).toEqual(['flip,crop', 'none', 'cutout']);
    expect(listedValues('flip,crop', isOne)).toEqual(['flip', 'crop']);
    expect(listedValues('none,flip;crop', isOne)).toEqual(['none', 'flip', 'crop']);
  });

  it.each([
    ['', problem('sweep.noValues')],
    [' , ', problem('sweep.noValues')],
    ['1, 2, 1', problem('sweep.valueTwice', { value: '1' })],
    ['0.1 1e-1', problem('sweep.valueTwice', { value: '0.1' })],
    ['1, fast', problem('sweep.notANumber', { value: 'fast' })],
    ['003', problem('sweep.notANumber', { value: '003' })],
    ['0x10', problem('sweep.notANumber', { value: '0x10' })],
    ['1e', problem('sweep.notANumber', { value: '1e' })],
    ['Infinity', problem('sweep.notANumber', { value: 'Infinity' })],
    ['5, 5.5', problem('sweep.notWhole', { value: '5.5' })],
    ['5, 11', problem('sweep.outOfRange', { value: '11', min: 0, max: 10 })],
    ['-1', problem('sweep.outOfRange', { value: '-1', min: 0, max: 10 })],
  ])('of whole numbers from 0 to 10 is not %j', (text, wanted) => {
    const limits = { min: 0, max: 10, integer: !text.includes('e') && !text.startsWith('0.') };
    expect(() => listedNumbers(text, limits)).toThrow(wanted);
  });

  const rates = { min: 0, max: 10 };

  it.each([
    ['0,003; 0,01', [0.003, 0.01]],
    ['0,5;1', [0.5, 1]],
    ['０．００３；０．０１', [0.003, 0.01]],
    ['0.003，0.01', [0.003, 0.01]],
    ['0.003、0.01', [0.003, 0.01]],
    ['0.003 0.01', [0.003, 0.01]],
    ['0.003,0.01,0.03', [0.003, 0.01, 0.03]],
    ['0, 5', [0, 5]],
    ['1,2,3', [1, 2, 3]],
    ['1,2', [1, 2]],
    ['0.003,0.01, 0.03', [0.003, 0.01, 0.03]],
  ])('of numbers is read from %j', (text, values) => {
    expect(listedNumbers(text, rates)).toEqual(values);
  });

  it.each([
    ['0,003', '0,003', '0.003', '0; 3'],
    ['0,5', '0,5', '0.5', '0; 5'],
    ['1,5 2,7', '1,5', '1.5', '1; 5'],
    ['0,5, 0,7', '0,5', '0.5', '0; 5'],
  ])('does not guess whether commas are decimal in %j', (text, value, one, two) => {
    expect(() => listedNumbers(text, rates)).toThrow(problem('sweep.decimalComma', { value, one, two }));
  });

  it('of whole numbers has no decimal commas, and thousands only where nothing else is parted by commas', () => {
    const sizes = { min: 1, max: 4096, integer: true };
    expect(listedNumbers('16,32', sizes)).toEqual([16, 32]);
    expect(listedNumbers('1,024; 2,048', sizes)).toEqual([1024, 2048]);
    expect(() => listedNumbers('1,024', sizes)).toThrow(problem('sweep.notANumber', { value: '024' }));
  });

  it('has its limits in it', () => {
    expect(listedNumbers('0 10', { min: 0, max: 10, integer: true })).toEqual([0, 10]);
  });
});

describe('the combinations of a sweep', () => {
  it('are every value of the first setting with every one of the second', () => {
    const rate = { name: 'lr', values: [0.1, 0.2] };
    expect(combinations([rate])).toEqual([[{ name: 'lr', value: 0.1 }], [{ name: 'lr', value: 0.2 }]]);
    const pairs = combinations<string, unknown>([rate, { name: 'nesterov', values: [false, true] }]);
    expect(pairs.map((pair) => pair.map(({ value }) => value))).toEqual([
      [0.1, false],
      [0.1, true],
      [0.2, false],
      [0.2, true],
    ]);
    expect(pairs[1]).toEqual([
      { name: 'lr', value: 0.1 },
      { name: 'nesterov', value: true },
    ]);
  });

  const axis = (name: string, count: number) => ({ name, values: Array.from({ length: count }, (_, index) => index) });

  it(`are ${MOST_RUNS} at most, of two settings`, () => {
    expect(combinations([axis('a', 24)])).toHaveLength(24);
    expect(combinations([axis('a', 6), axis('b', 4)])).toHaveLength(24);
    expect(() => combinations([axis('a', 5), axis('b', 5)])).toThrow(problem('sweep.tooManyRuns', { runs: 25, most: 24 }));
    expect(() => combinations([axis('a', 1), axis('b', 1), axis('c', 1)])).toThrow(problem('sweep.tooManySettings', { most: 2 }));
    expect(() => combinations([axis('a', 2), axis('a', 2)])).toThrow(problem('sweep.settingTwice'));
    expect(() => combinations([])).toThrow(problem('sweep.noValues'));
    expect(() => combinations([axis('a', 2), axis('b', 0)])).toThrow(problem('sweep.noValues'));
  });
});

describe('what a run has come to', () => {
  it('is the mean loss of its last tenth, or of ten steps', () => {
    const falling = (count: number) => Array.from({ length: count }, (_, index) => count - index);
    expect(lastMeanLoss([3])).toBe(3);
    expect(lastMeanLoss([4, 2])).toBe(3);
    expect(lastMeanLoss(falling(40))).toBe(5.5);
    expect(lastMeanLoss(falling(200))).toBe(10.5);
  });

  it('is better by accuracy, then by loss; without a validation, by the training loss', () => {
    const result = (trainingLoss: number, accuracy?: number, loss = 1) => ({
      ...{ trainingLoss, seconds: 1 },
      ...(accuracy === undefined ? {} : { validation: { accuracy, loss, pictures: 0, right: new Uint8Array() } }),
    });
    const sorted = [result(1, 0.5), result(2, 0.75, 2), result(3, 0.75, 1.5)].sort(betterFirst);
    expect(sorted.map(({ trainingLoss }) => trainingLoss)).toEqual([3, 2, 1]);
    expect([result(2), result(1), result(3)].sort(betterFirst).map(({ trainingLoss }) => trainingLoss)).toEqual([1, 2, 3]);
  });
});
