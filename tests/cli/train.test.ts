import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../src/engine/graph/graph';
import { presets } from '../../src/engine/graph/presets';
import { residualNetwork } from '../../src/engine/graph/presets/residual';
import type { ProfileReport } from '../../src/engine/profile/report';
import { decodeSafetensors, encodeSafetensors } from '../../src/engine/weights/safetensors';
import { lines, losses, train } from '../support/cli';
import { mean } from '../support/playground';
import { firstBytes, haveRealRecords, RECORD, recordsFolder, someRecords } from '../support/records';
import type { LayerSpec } from '../../src/engine/graph/spec';

const folder = mkdtempSync(join(tmpdir(), 'kernelgarten-'));

function modelFile(name: string, layers: readonly object[]): string {
  const path = join(folder, name);
  const input = { channels: 3, height: 32, width: 32 };
  writeFileSync(path, JSON.stringify({ format: 'kernelgarten-model', version: 1, input, layers }));
  return path;
}

const few = someRecords(20);
const quick = ['--data', few, '--batch', '8', '--json'];

describe('the train command', () => {
  it('trains on the records of CIFAR-10: 300 steps of the small network reach a mean loss under 1.9', async () => {
    const options = ['--train-files', 'data_batch_1.bin', '--batch', '32', '--steps', '300', '--eval', '500', '--json'];
    const outcome = await train('--model', 'small', '--data', recordsFolder(), ...options);
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    const told = lines(outcome);
    expect(told.map(({ type }) => type)).toEqual(['start', ...Array.from({ length: 300 }, () => 'step'), 'eval', 'end']);
    expect(told[0]).toMatchObject({ parameters: 22_466, adapter: expect.stringMatching(/./), check: { failures: [] } });
    expect(told[0]?.['check']).toMatchObject({ checked: expect.any(Number) });
    const last = mean(losses(outcome).slice(-50));
    console.log(`mean loss over the last 50 of 300 steps on ${haveRealRecords ? 'CIFAR-10' : 'generated records'}: ${last.toFixed(4)}`);
    expect(last).toBeLessThan(1.9);
    expect(told.at(-2)).toMatchObject({ type: 'eval', images: 500 });
    expect(Number(told.at(-2)?.['accuracy'])).toBeGreaterThan(0.25);
    expect(told.at(-1)).toMatchObject({ type: 'end', steps: 300, images: 9600 });
  });

  it('repeats a run bit for bit from its seed, and no other', async () => {
    const repeatable = [...quick, '--epochs', '4', '--repeatable'];
    const [first, again, other] = [await train(...repeatable), await train(...repeatable), await train(...repeatable, '--seed', '2')];
    expect(first.status).toBe(0);
    expect(losses(first)).toHaveLength(12);
    expect(losses(again)).toEqual(losses(first));
    expect(losses(other)).not.toEqual(losses(first));
  });

  it('compares its operators before it trains, unless it is told not to, and trains alike', async () => {
    const [proven, trusting] = [await train(...quick, '--no-tune'), await train(...quick, '--no-tune', '--no-check')];
    const checked = (told: object | undefined) => (told as { check?: { checked: number } } | undefined)?.check?.checked;
    expect(checked(lines(proven)[0])).toBeGreaterThan(10);
    expect(checked(lines(proven).at(-1))).toBeGreaterThanOrEqual(checked(lines(proven)[0]) ?? NaN);
    expect(checked(lines(trusting)[0])).toBeUndefined();
    expect(losses(trusting)).toEqual(losses(proven));
  });

  it('trains in half precision, close to full but not the same', async () => {
    const [full, half] = [await train(...quick, '--no-shuffle'), await train(...quick, '--no-shuffle', '--precision', 'f16')];
    expect(half).toMatchObject({ status: 0, stderr: '' });
    for (const [step, loss] of losses(half).entries()) expect(Math.abs(loss - (losses(full)[step] ?? NaN))).toBeLessThan(0.01);
    expect(losses(half)).not.toEqual(losses(full));
  });

  it('follows a schedule: steps at a rate of nothing after the first epoch learn nothing', async () => {
    const options = [...quick, '--epochs', '3', '--no-shuffle', '--no-tune'];
    const steady = await train(...options);
    const stepped = await train(...options, '--schedule', 'step', '--decay-every', '1', '--decay-factor', '0');
    expect(stepped).toMatchObject({ status: 0, stderr: '' });
    const found = losses(stepped);
    expect(found.slice(0, 4)).toEqual(losses(steady).slice(0, 4));
    expect(found.slice(6)).toEqual(found.slice(3, 6));
    expect(found.slice(3)).not.toEqual(losses(steady).slice(3));
  });

  it.each([
    ['adamw', ['--optimizer', 'adamw', '--lr', '0.001', '--beta2', '0.99', '--weight-decay', '0.1', '--spare-norms']],
    ['muon', ['--optimizer', 'muon', '--lr', '0.02']],
    ['clipping and smoothing', ['--nesterov', '--clip-norm', '0.5', '--label-smoothing', '0.1']],
  ])('trains with %s, otherwise than without', async (_, options) => {
    const [plain, other] = [await train(...quick, '--no-tune'), await train(...quick, '--no-tune', ...options)];
    expect(other).toMatchObject({ status: 0, stderr: '' });
    expect(losses(other)).toHaveLength(3);
    expect(losses(other)[1]).not.toBe(losses(plain)[1]);
  });

  it('takes several batches as one step with --accumulate', async () => {
    const options = ['--data', few, '--no-shuffle', '--no-tune', '--epochs', '2', '--json'];
    const [whole, parts] = [await train(...options, '--batch', '8'), await train(...options, '--batch', '2', '--accumulate', '4')];
    expect(parts).toMatchObject({ status: 0, stderr: '' });
    expect(lines(parts).at(-1)).toMatchObject({ steps: 6, images: 40 });
    for (const [step, loss] of losses(parts).entries()) expect(loss).toBeCloseTo(losses(whole)[step] ?? NaN, 4);
  });

  it('evaluates the mean of the weights with --ema', async () => {
    const options = [...quick, '--no-tune', '--lr', '0.05', '--eval', 'all'];
    const [plain, mean] = [await train(...options), await train(...options, '--ema', '0.9')];
    expect(losses(mean)).toEqual(losses(plain));
    const evaluated = (outcome: typeof plain) => lines(outcome).find(({ type }) => type === 'eval')?.['loss'];
    expect(evaluated(mean)).not.toBe(evaluated(plain));
  });

  it('writes the running mean of --ema, says so, and keeps both with --save-mean', async () => {
    const options = [...quick, '--repeatable', '--lr', '0.05', '--ema', '0.9'];
    const [alone, both, mean] = ['alone', 'both', 'mean'].map((name) => join(folder, `${name}.safetensors`)) as [string, string, string];
    const plain = await train(...quick, '--repeatable', '--lr', '0.05', '--save', join(folder, 'plain.safetensors'));
    const [one, two] = [await train(...options, '--save', alone), await train(...options, '--save', both, '--save-mean', mean)];
    const saved = (outcome: typeof one) =>
      lines(outcome)
        .filter(({ type }) => type === 'saved')
        .map(({ file, weights, step }) => [file, weights, step]);
    expect(saved(plain)).toEqual([[join(folder, 'plain.safetensors'), 'last', 3]]);
    expect(saved(one)).toEqual([[alone, 'mean', 3]]);
    expect(saved(two)).toEqual([
      [both, 'last', 3],
      [mean, 'mean', 3],
    ]);
    const tensors = (file: string) => decodeSafetensors(readFileSync(file)).tensors;
    expect(tensors(alone)).toEqual(tensors(mean));
    expect(tensors(both)).toEqual(tensors(join(folder, 'plain.safetensors')));
    expect(tensors(both)).not.toEqual(tensors(mean));
    expect((await train('--data', few, '--batch', '8', '--steps', '1', '--ema', '0.9', '--save', alone)).stdout).toContain(
      'saved: the running mean of the weights',
    );
  });

  it('evaluates batch normalisation of a vector by what it has kept, whatever the batch', async () => {
    const file = modelFile('vector.json', [{ type: 'flatten' }, { type: 'dense', units: 10 }, { type: 'batchNorm' }]);
    const weights = join(folder, 'vector.safetensors');
    const trained = await train(...quick, '--model', file, '--save', weights, '--eval', 'all');
    const options = ['--data', few, '--json', '--model', file, '--init', weights, '--batch', '1'];
    const alone = await train(...options, '--steps', '0', '--eval', 'all');
    expect(alone).toMatchObject({ status: 0, stderr: '' });
    const [wanted, found] = [trained, alone].map((outcome) => lines(outcome).find(({ type }) => type === 'eval'));
    expect(found?.['accuracy']).toBe(wanted?.['accuracy']);
    expect(Number(found?.['loss'])).toBeCloseTo(Number(wanted?.['loss']), 5);
    const refused = await train(...options, '--steps', '1');
    expect(refused).toMatchObject({ status: 2, stderr: expect.stringMatching(/^error: .*vector\.json: layers\[2\]: With one picture a step, .*\n$/) });
  });

  it('takes the training settings of a model file, but for those that are given', async () => {
    const file = join(folder, 'trained.json');
    writeFileSync(file, JSON.stringify({ ...presets.mlp, training: { batchSize: 8, epochs: 2, optimizer: 'adam', learningRate: 0.003, flip: 'random' } }));
    const options = ['--data', few, '--no-tune', '--json'];
    const words = ['--batch', '8', '--epochs', '2', '--optimizer', 'adam', '--lr', '0.003', '--flip', 'random'];
    const [brought, given] = [await train(...options, '--model', file), await train(...options, '--model', 'mlp', ...words)];
    expect(brought).toMatchObject({ status: 0, stderr: '' });
    expect(losses(brought)).toHaveLength(6);
    expect(losses(brought)).toEqual(losses(given));
    expect(losses(await train(...options, '--model', file, '--lr', '0.001'))[1]).not.toBe(losses(brought)[1]);
  });

  it('validates as it goes, and ends once validations get no better', async () => {
    const still = await train(...quick, '--epochs', '3', '--lr', '0', '--validate-every', '2', '--patience', '1');
    expect(still).toMatchObject({ status: 0, stderr: '' });
    const validations = lines(still).filter(({ type }) => type === 'validation');
    expect(validations).toMatchObject([
      { step: 2, epoch: 1 },
      { step: 4, epoch: 2 },
    ]);
    expect(validations[1]).toMatchObject({ loss: validations[0]?.['loss'], accuracy: validations[0]?.['accuracy'] });
    expect(lines(still).at(-1)).toMatchObject({ type: 'end', steps: 4 });
  });

  it('evaluates and saves the weights of the best validation with --best', async () => {
    const options = [...quick, '--no-tune', '--epochs', '3', '--lr', '0.05', '--validate-every', '1', '--eval', 'all'];
    const file = join(folder, 'best.safetensors');
    const [last, best] = [await train(...options), await train(...options, '--best', '--save', file)];
    const ofType = (outcome: typeof best, wanted: string) => lines(outcome).filter(({ type }) => type === wanted);
    const accuracies = ofType(best, 'validation').map(({ accuracy }) => Number(accuracy));
    expect(ofType(last, 'validation').map(({ accuracy }) => accuracy)).toEqual(accuracies);
    expect(ofType(last, 'eval')[0]?.['accuracy']).toBe(accuracies.at(-1));
    expect(ofType(best, 'eval')[0]?.['accuracy']).toBe(Math.max(...accuracies));
    const again = await train(...quick, '--steps', '0', '--init', file, '--eval', 'all');
    expect(ofType(again, 'eval')).toEqual(ofType(best, 'eval'));
  });

  it('augments the same way from the same seed', async () => {
    const more = ['--shift-padding', 'reflect', '--brightness', '0.3', '--mixup', '0.5'];
    const [plain, augmented, again] = [
      await train(...quick),
      await train(...quick, '--augment', 'flip,crop,cutout', ...more),
      await train(...quick, '--augment', 'cutout,flip,crop', ...more),
    ];
    expect(augmented).toMatchObject({ status: 0, stderr: '' });
    expect(losses(augmented)).toHaveLength(3);
    expect(losses(again)).toEqual(losses(augmented));
    expect(losses(plain)[0]).not.toBe(losses(augmented)[0]);
  });

  it('evaluates on the mean over several views', async () => {
    const evaluation = async (level: string) =>
      lines(await train(...quick, '--steps', '0', '--eval', 'all', '--tta', level)).find(({ type }) => type === 'eval');
    const [plain, averaged] = [await evaluation('0'), await evaluation('2')];
    expect([plain, averaged]).toMatchObject([{ images: 20 }, { images: 20 }]);
    expect(averaged?.['loss']).not.toBe(plain?.['loss']);
  });

  it('counts a last batch that is not full, and goes through the epochs', async () => {
    const told = lines(await train(...quick, '--epochs', '2', '--no-shuffle'));
    expect(told.filter(({ type }) => type === 'step').map(({ step, epoch }) => [step, epoch])).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
      [4, 2],
      [5, 2],
      [6, 2],
    ]);
    expect(told.at(-1)).toMatchObject({ steps: 6, images: 40 });
  });

  it('sweeps two options, each combination as a run of its own, and goes on behind one that diverges', async () => {
    const options = [...quick, '--model', 'lenet', '--no-tune', '--eval', '10'];
    const outcome = await train(...options, '--sweep', 'lr=0.01,1e30', '--sweep', 'nesterov=on,off');
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    const told = lines(outcome);
    expect(told.filter(({ type }) => type === 'run').map(({ run, runs, settings }) => [run, runs, settings])).toEqual([
      [1, 4, { lr: 0.01, nesterov: 'on' }],
      [2, 4, { lr: 0.01, nesterov: 'off' }],
      [3, 4, { lr: 1e30, nesterov: 'on' }],
      [4, 4, { lr: 1e30, nesterov: 'off' }],
    ]);
    const alone = [await train(...options, '--nesterov'), await train(...options)];
    expect(losses(outcome).slice(0, 6)).toEqual([...losses(alone[0] ?? outcome), ...losses(alone[1] ?? outcome)]);
    expect(told.filter(({ type }) => type === 'failed').map(({ code }) => code)).toEqual(['training.notFinite', 'training.notFinite']);
    const evals = alone.map((run) => lines(run).find(({ type }) => type === 'eval'));
    const [sweep] = told.slice(-1) as unknown as readonly [{ type: string; runs: readonly { run: number; validation?: object }[] }];
    expect(sweep.type).toBe('sweep');
    expect(sweep.runs.slice(2)).toMatchObject([
      { run: 3, failed: 'training.notFinite' },
      { run: 4, failed: 'training.notFinite' },
    ]);
    for (const { run, validation } of sweep.runs.slice(0, 2)) expect(evals[run - 1]).toMatchObject({ ...validation });
  });

  it('measures the operators of a step with --profile', async () => {
    const options = ['--data', few, '--batch', '4', '--model', 'lenet', '--steps', '0', '--profile'];
    const outcome = await train(...options, '--json');
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    const told = lines(outcome);
    expect(told.map(({ type }) => type)).toEqual(['start', 'end', 'profile']);
    const { rows, batch, device } = told[2] as unknown as ProfileReport;
    expect({ batch, device }).toEqual({ batch: 4, device: told[0]?.['adapter'] });
    expect(rows[0]).toMatchObject({ path: 'batch', kernel: 'loadBatch' });
    expect(rows.at(-1)).toMatchObject({ path: 'update', kernel: 'sgd' });
    const forPerson = await train(...options);
    for (const { path, kernel } of rows) expect(forPerson.stdout).toMatch(new RegExp(`^${path.replaceAll(/[[\]]/g, '\\$&')} .*${kernel}/`, 'm'));
    expect(forPerson.stdout).toMatch(/^peaks of the adapter: [\d.]+ GFLOP\/s, [\d.]+ GB\/s$/m);
  });

  it('writes the initial weights with --steps 0, and starts from weights it is given', async () => {
    const initial = join(folder, 'initial.safetensors');
    const written = await train(...quick, '--model', 'lenet', '--steps', '0', '--save', initial, '--eval', 'all');
    expect(written).toMatchObject({ status: 0, stderr: '' });
    const { tensors, metadata } = decodeSafetensors(readFileSync(initial));
    expect(tensors.map(({ name, shape }) => [name, shape])).toEqual([
      ['0.weight', [6, 3, 5, 5]],
      ['0.bias', [6]],
      ['3.weight', [16, 6, 5, 5]],
      ['3.bias', [16]],
      ['7.weight', [120, 400]],
      ['7.bias', [120]],
      ['9.weight', [84, 120]],
      ['9.bias', [84]],
      ['11.weight', [10, 84]],
      ['11.bias', [10]],
    ]);
    expect(JSON.parse(metadata['kernelgarten.model'] ?? '')).toEqual(presets.lenet);
    expect(tensors.reduce((sum, { data }) => sum + data.length, 0)).toBe(buildGraph(presets.lenet).parameterCount);

    const fresh = await train(...quick, '--model', 'lenet', '--no-shuffle');
    const fromFile = await train(...quick, '--model', 'lenet', '--no-shuffle', '--seed', '99', '--init', initial);
    expect(fromFile).toMatchObject({ status: 0, stderr: '' });
    expect(losses(fromFile)).toEqual(losses(fresh));
  });

  const identity = (channels: number): readonly LayerSpec[] => [
    { type: 'maxPool2d', size: 1, stride: 2 },
    { type: 'padChannels', channels },
  ];

  it.each([
    ['lenet', 'lenet', 62_006, 651_720],
    ['allconv', 'allconv', 1_369_738, 270_798_336],
    ['resnet20', 'resnet20', 272_474, 41_013_888],
    // Whose first filters are made from the pictures there are.
    ['speedrun', 'speedrun', 1_971_640, 118_205_866],
    ['resnet20 with padded identities', modelFile('identities.json', residualNetwork(3, identity).layers), 269_722, 40_739_456],
  ])('counts the parameters and multiply-adds of %s with --steps 0', async (_, name, parameters, multiplyAddsPerImage) => {
    const outcome = await train(...quick, '--batch', '2', '--model', name, '--steps', '0');
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    expect(lines(outcome)[0]).toMatchObject({ type: 'start', parameters, multiplyAddsPerImage });
  });

  it('takes an adapter by a part of its name', async () => {
    const adapter = String(lines(await train(...quick, '--steps', '0'))[0]?.['adapter']);
    const named = await train(...quick, '--steps', '0', '--adapter', adapter.slice(1, 8).toUpperCase());
    expect(lines(named)[0]).toMatchObject({ adapter });
  });

  it('speaks to a person without --json', async () => {
    const { status, stdout } = await train('--data', few, '--batch', '8');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^adapter: .+\n/);
    expect(stdout).toMatch(/step 3 of 3 · epoch 1 · loss \d\.\d{4} · accuracy/);
  });
});

it('stops at a loss that is no number: one line, and exit status 1', async () => {
  const outcome = await train(...quick, '--lr', '1e30');
  const { status, stderr } = outcome;
  expect(status).toBe(1);
  expect(lines(outcome).every(({ loss }) => loss !== null)).toBe(true);
  expect(stderr).toMatch(/loss is no longer a finite number at step \d/);
  expect(stderr.trimEnd()).not.toContain('\n');
});

describe('a figure that is no number', () => {
  const diverges = [...quick, '--model', 'lenet', '--steps', '1', '--lr', '1e38', '--no-tune'];
  const asIs = 'weights of an earlier run';
  const kept = (name: string) => {
    const path = join(folder, name);
    writeFileSync(path, asIs);
    return path;
  };

  it.each([
    ['of the network that the last update leaves', []],
    ['of an evaluation', ['--eval', '10']],
    ['of a validation', ['--validate-every', '1', '--best']],
    ['of the mean of the weights', ['--ema', '0.9']],
  ] as const)('%s, ends a run as such and leaves the file that it would have written', async (_, options) => {
    const path = kept('kept.safetensors');
    const { status, stdout, stderr } = await train(...diverges, ...options, '--save', path);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: After step 1 the loss is not a finite number[^\n]*\n$/);
    expect(stdout).not.toContain('null');
    expect(readFileSync(path, 'utf8')).toBe(asIs);
  });

  it('among the weights to begin with is bad input, of finite ones that are far too large a failure', async () => {
    const good = join(folder, 'good.safetensors');
    expect(await train(...quick, '--model', 'lenet', '--steps', '0', '--save', good)).toMatchObject({ status: 0 });
    const { tensors } = decodeSafetensors(readFileSync(good));
    const begin = (name: string, times: number) => {
      const path = join(folder, name);
      writeFileSync(path, encodeSafetensors(tensors.map((tensor) => ({ ...tensor, data: tensor.data.map((each) => each * times) }))));
      return train(...quick, '--model', 'lenet', '--steps', '0', '--eval', '10', '--init', path);
    };
    const broken = await begin('nan.safetensors', NaN);
    expect(broken).toMatchObject({ status: 2, stdout: '' });
    expect(broken.stderr).toMatch(/^error: \S*nan\.safetensors: \S+: The tensor "\S+" holds values that are not finite numbers[^\n]*\n$/);
    const huge = await begin('huge.safetensors', 1e36);
    expect(huge.status).toBe(1);
    expect(huge.stderr).toMatch(/^error: By the weights that the network begins with, its loss is not a finite number[^\n]*\n$/);
    expect(huge.stdout).not.toContain('null');
  });

  it('marks a run of a sweep as failed, and the best is told against the next', async () => {
    const options = [...quick, '--model', 'lenet', '--steps', '1', '--no-tune', '--eval', '10'];
    const [sweep] = lines(await train(...options, '--sweep', 'lr=0,01; 0.02; 1e38')).slice(-1);
    expect(sweep).toMatchObject({
      runs: [{ settings: { lr: expect.any(Number) } }, {}, { run: 3, settings: { lr: 1e38 }, failed: 'training.notFinite' }],
      lead: { difference: expect.any(Number), scatter: expect.any(Number), pictures: 10 },
    });
    const all = await train(...options, '--sweep', 'lr=1e38');
    expect(all).toMatchObject({ status: 1, stderr: 'error: --sweep: no run went through\n' });
  });
});

it('writes weights beside and renames: through a link, with the rights that a file had, and into what is no file', async () => {
  const options = [...quick, '--model', 'lenet', '--steps', '0', '--save'];
  const [target, link] = [join(folder, 'target.safetensors'), join(folder, 'link.safetensors')];
  writeFileSync(target, 'earlier', { mode: 0o600 });
  symlinkSync(target, link);
  expect(await train(...options, link)).toMatchObject({ status: 0 });
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(statSync(target).mode & 0o777).toBe(0o600);
  expect(decodeSafetensors(readFileSync(target)).tensors.length).toBeGreaterThan(0);
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  expect(await train(...options, '/dev/null')).toMatchObject({ status: 0 });
  expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
});

it('has words of its own for a batch that the memory cannot hold', async () => {
  const tiny = modelFile('tiny.json', [{ type: 'globalAvgPool' }, { type: 'flatten' }, { type: 'dense', units: 10 }]);
  const { status, stderr } = await train(...quick, '--model', tiny, '--batch', '65536');
  // Some adapters have room for it.
  if (status !== 0)
    expect(stderr).toMatch(
      /tiny\.json: (The GPU has no memory left for this network\. .* smaller batch or network\.|layers: This network needs a buffer of 1,073,741,824 bytes, .*)\n$/,
    );
});

describe('bad input is one line and exit status 2', () => {
  const cut = join(folder, 'cut');
  mkdirSync(cut);
  writeFileSync(join(cut, 'data_batch_1.bin'), firstBytes('data_batch_1.bin', 2 * RECORD + 7));
  const trainOnly = join(folder, 'train-only');
  mkdirSync(trainOnly);
  writeFileSync(join(trainOnly, 'data_batch_1.bin'), firstBytes('data_batch_1.bin', RECORD));
  const notWeights = join(folder, 'not.safetensors');
  writeFileSync(notWeights, 'no weights here at all');
  const stride = modelFile('stride.json', [{ type: 'flatten' }, { type: 'dense', units: 10 }, { type: 'conv2d', stride: 0 }]);
  const notFlat = modelFile('not-flat.json', [{ type: 'dense', units: 10 }]);
  const notJson = join(folder, 'not.json');
  writeFileSync(notJson, '{');
  const notText = join(folder, 'not-text.json');
  writeFileSync(notText, Buffer.from([0x7b, 0xff, 0x7d]));
  const control = join(folder, 'control.json');
  writeFileSync(control, '{\x1b[2J\0');

  it.each([
    ['an unknown option', ['--layers', '3'], /unknown option '--layers'/],
    ['an unknown value', ['--optimizer', 'adamax'], /adamax.*Allowed choices are sgd/],
    ['a setting that the schedule has not', ['--schedule', 'cosine', '--warmup', '0.1'], /--warmup means nothing to the schedule cosine/],
    ['an unknown augmentation', ['--augment', 'flip,zoom'], /none, or of flip,crop,cutout,.*; "zoom" is not one of them/],
    ['a number that is none', ['--lr', 'fast'], /--lr/],
    ['a sweep without values', ['--sweep', 'lr='], /--sweep: There is no value to try/],
    ['a value of a sweep that is none', ['--sweep', 'lr=1,fast'], /'--lr <x>' argument 'fast'/],
    ['a model that is not there', ['--model', 'huge'], /huge does not exist.*small, mlp, .*resnet20/],
    ['a model file that is not JSON', ['--model', notJson], /not\.json is not JSON/],
    ['a model file that is no text', ['--model', notText], /not-text\.json: This file is no text in UTF-8 or UTF-16/],
    ['a model file with control characters', ['--model', control], /^[\x20-\x7e]+ is not JSON [\x20-\x7e]+\n$/],
    ['a bad option of a layer', ['--model', stride], /layers\[2\]\.stride: 0 is not a whole number/],
    ['a network that cannot work', ['--model', notFlat], /layers\[0\].*flatten/],
    ['a folder that is not there', ['--data', join(folder, 'nowhere')], /nowhere does not exist/],
    ['a file that is cut short', ['--data', cut], /data_batch_1\.bin.*cut short: record 2/],
    ['a training file that is not there', ['--data', few, '--train-files', 'data_batch_4.bin'], /holds no data_batch_4\.bin/],
    ['test pictures that are not there', ['--data', trainOnly, '--eval', '5'], /holds no test_batch\.bin/],
    ['more test pictures than there are', ['--data', few, '--eval', '21'], /21 pictures are more than the 20/],
    ['weights that are none', ['--data', few, '--init', notWeights], /not\.safetensors: .*not a safetensors file/],
    ['a place that cannot be written', ['--data', few, '--save', join(folder, 'no', 'where')], /--save/],
    ['an adapter that is not there', ['--data', few, '--adapter', 'Voodoo 2'], /Voodoo 2/],
  ])('%s', async (_, options, message) => {
    const { status, stdout, stderr } = await train(...options, '--json');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd()).not.toContain('\n');
  });

  it('weights behind a prefix, which it names', async () => {
    const weights = join(folder, 'inner.safetensors');
    const wrapped = join(folder, 'wrapped.safetensors');
    await train(...quick, '--model', 'lenet', '--steps', '0', '--save', weights);
    for (const prefix of ['module.', '_orig_mod.', 'module._orig_mod.']) {
      const tensors = decodeSafetensors(readFileSync(weights)).tensors.map((tensor) => ({ ...tensor, name: prefix + tensor.name }));
      writeFileSync(wrapped, encodeSafetensors(tensors));
      const { status, stderr } = await train(...quick, '--model', 'lenet', '--init', wrapped);
      expect(status).toBe(2);
      expect(stderr).toContain(`wrapped.safetensors: The names in the file begin with "${prefix}"`);
    }
  });

  it('weights of another network', async () => {
    const weights = join(folder, 'mlp.safetensors');
    await train(...quick, '--model', 'mlp', '--steps', '0', '--save', weights);
    const { status, stderr } = await train(...quick, '--model', 'small', '--init', weights);
    expect(status).toBe(2);
    expect(stderr).toMatch(/0\.weight|1\.weight/);
    expect(stderr.trimEnd()).not.toContain('\n');
  });
});
