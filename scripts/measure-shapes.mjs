/**
 * Measures whether Shapes-10 is worth training on: on its held-out pictures a linear classifier has to stay under 60 %,
 * and the network `small` has to pass 90 %. The command line trains both on the same pictures. Prints a table for
 * docs/shapes-10.md, and exits with 1 when a figure is on the wrong side, with 2 for options that it cannot take.
 *
 *     npm run -s measure:shapes -- [--epochs N] [--seed N]
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Small batches take `small` over the line in the fewest pictures; the page's batch of 64 needs more epochs. */
const EPOCHS = '8';
const BATCH = '16';

const LINEAR = {
  format: 'kernelgarten-model',
  version: 1,
  input: { channels: 3, height: 32, width: 32 },
  layers: [{ type: 'flatten' }, { type: 'dense', units: 10 }],
};

/** The train command could not do it; it has said why on standard error. */
class TrainError extends Error {
  /** @param {number} status */
  constructor(status) {
    super(`train ended with status ${status}`);
    this.status = status;
  }
}

/**
 * A preset or a model file, its learning rate, and what its accuracy is to be.
 * @typedef {{ name: string, model: string, rate: string, wanted: string, holds: (accuracy: number) => boolean }} Network
 */
/** @typedef {{ adapter: string, parameters: number, accuracy: number, pictures: number, seconds: number }} Measured */

/**
 * What the train command tells: each kind of line has some of these.
 * @typedef {{ type: string, adapter: string, parameters: number, epoch: number, loss: number, accuracy: number, images: number, seconds: number }} Line
 */

/**
 * Trains a network and evaluates it on every held-out picture; tells the training loss of each epoch on standard error.
 * @param {Network} network @param {{ epochs: string, seed: string }} options
 * @returns {Promise<Measured>}
 */
async function measure({ name, model, rate }, { epochs, seed }) {
  const options = ['--model', model, '--data', 'shapes', '--epochs', epochs, '--seed', seed, '--batch', BATCH, '--lr', rate, '--eval', 'all', '--json'];
  const child = spawn(process.execPath, [join(root, 'scripts', 'start.mjs'), 'train', ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  /** @type {Promise<number>} */
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve(status ?? 1));
  });
  const measured = { adapter: '', parameters: 0, accuracy: Number.NaN, pictures: 0, seconds: 0 };
  let epoch = 1;
  /** @type {number[]} */
  let losses = [];
  const tellEpoch = () => {
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    console.error(`${name}: epoch ${epoch} of ${epochs}, mean training loss ${mean.toFixed(3)}`);
    losses = [];
  };
  for await (const text of createInterface({ input: child.stdout })) {
    const line = /** @type {Line} */ (JSON.parse(text));
    if (line.type === 'start') Object.assign(measured, { adapter: line.adapter, parameters: line.parameters });
    if (line.type === 'step') {
      if (line.epoch > epoch) tellEpoch();
      epoch = line.epoch;
      losses.push(line.loss);
    }
    if (line.type === 'eval') Object.assign(measured, { accuracy: line.accuracy, pictures: line.images });
    if (line.type === 'end') measured.seconds = line.seconds;
  }
  const status = await ended;
  if (status !== 0) throw new TrainError(status);
  tellEpoch();
  return measured;
}

function readOptions() {
  try {
    const options = { epochs: { type: /** @type {const} */ ('string'), default: EPOCHS }, seed: { type: /** @type {const} */ ('string'), default: '1' } };
    return parseArgs({ options }).values;
  } catch (error) {
    console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
    return process.exit(2);
  }
}

const options = readOptions();
const folder = mkdtempSync(join(tmpdir(), 'kernelgarten-shapes-'));
const linearFile = join(folder, 'linear.json');
writeFileSync(linearFile, JSON.stringify(LINEAR));
/** Each at a rate that suits it: at that of `small`, a linear classifier on 3,072 inputs only swings to and fro. @type {Network[]} */
const networks = [
  { name: 'linear', model: linearFile, rate: '0.0002', wanted: 'under 60 %', holds: (accuracy) => accuracy < 0.6 },
  { name: 'small', model: 'small', rate: '0.005', wanted: 'over 90 %', holds: (accuracy) => accuracy > 0.9 },
];

let failed = false;
try {
  const rows = [];
  for (const network of networks) {
    const { name, rate, wanted, holds } = network;
    const { adapter, parameters, accuracy, pictures, seconds } = await measure(network, options);
    if (rows.length === 0) {
      rows.push(`epochs ${options.epochs}, batch ${BATCH}, seed ${options.seed}, ${pictures} held-out pictures, on ${adapter}`, '');
      rows.push('| network | parameters | rate | held-out accuracy | wanted | training |', '| --- | ---: | ---: | ---: | --- | ---: |');
    }
    const share = `${(100 * accuracy).toFixed(1)} %`;
    const verdict = holds(accuracy) ? wanted : `${wanted}: MISSED`;
    rows.push(`| ${name} | ${parameters.toLocaleString('en-GB')} | ${rate} | ${share} | ${verdict} | ${seconds.toFixed(0)} s |`);
    failed ||= !holds(accuracy);
  }
  console.log(rows.join('\n'));
  process.exitCode = failed ? 1 : 0;
} catch (error) {
  if (!(error instanceof TrainError)) throw error;
  process.exitCode = error.status;
} finally {
  rmSync(folder, { recursive: true });
}
