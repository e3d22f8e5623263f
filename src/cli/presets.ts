import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { isPreset, presetNames, type PresetName } from '../engine/graph/presets';
import { RunError } from './errors';
import { boundToUs, interruption } from './interruption';
import { optionTaking, parseWords, wholeNumber } from './options';
import { runProgram } from './program';
import { writeOut } from './report';

interface PresetsOptions {
  readonly data: string;
  readonly models?: readonly PresetName[];
  readonly steps: number;
  readonly batch: number;
  readonly eval?: number;
  readonly seed: number;
}

/** The same for all, so that what differs is the network; none is at its best by it. */
const RECIPE = '--optimizer adamw --lr 0.002 --weight-decay 0.01 --spare-norms --schedule oneCycle --augment flip'.split(' ');

/** What a preset would bring beyond that, as it is for those that bring nothing. */
const USUAL = '--warmup 0.3 --start-factor 0.04 --end-factor 0 --shift-rate 1 --label-smoothing 0 --no-lookahead --tta 0'.split(' ');

/** Steps at the end whose training losses are averaged. */
const LAST = 50;

function names(text: string): readonly PresetName[] {
  return text.split(',').map((name) => {
    if (isPreset(name)) return name;
    throw new InvalidArgumentError(`It must be of ${presetNames.join(', ')} with commas between them.`);
  });
}

function command(): Command {
  return new Command('presets')
    .description('Trains every preset on the same pictures by the same recipe, and prints a table of the test accuracies (Markdown).')
    .requiredOption('--data <folder or shapes>', 'a folder in the official CIFAR-10 binary layout, or the built-in generator')
    .option('--models <names>', 'which presets (all)', names)
    .option('--steps <n>', 'how long each is trained', wholeNumber(1), 300)
    .addOption(optionTaking('batchSize', '--batch <n>', 'pictures a step').default(32))
    .option('--eval <n>', 'test pictures that each is evaluated on, the first ones (all)', wholeNumber(1))
    .addOption(optionTaking('seed', '--seed <n>', 'of weights and orders').default(1));
}

interface Outcome {
  readonly adapter: string;
  readonly parameters: number;
  readonly megaflops: number;
  readonly loss: number;
  readonly testPictures: number;
  readonly accuracy: number;
  readonly seconds: number;
}

/** Trains one preset in a process of its own; it says there what goes wrong. @throws RunError */
async function measure(model: PresetName, { data, steps, batch, eval: tested, seed }: PresetsOptions): Promise<Outcome> {
  const program = fileURLToPath(new URL('train.mjs', import.meta.url));
  const words = [
    '--model',
    model,
    '--data',
    data,
    '--steps',
    steps,
    '--batch',
    batch,
    '--seed',
    seed,
    ...RECIPE,
    ...USUAL,
    '--eval',
    tested ?? 'all',
    '--json',
  ];
  const child = spawn(process.execPath, [program, ...words.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...boundToUs() },
  });
  interruption.addEventListener('abort', () => child.kill(), { once: true });
  const ended = new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve(status ?? 1));
  });
  const told = new Map<string, Record<string, unknown>>();
  const losses: number[] = [];
  for await (const text of createInterface({ input: child.stdout })) {
    const line = JSON.parse(text) as Record<string, unknown>;
    told.set(String(line['type']), line);
    if (line['type'] === 'step') losses.push(Number(line['loss']));
  }
  const status = await ended;
  interruption.throwIfAborted();
  if (status !== 0) throw new RunError(`${model} was not trained`);
  const figure = (type: string, name: string) => Number(told.get(type)?.[name]);
  const last = losses.slice(-LAST);
  return {
    adapter: String(told.get('start')?.['adapter']),
    parameters: figure('start', 'parameters'),
    megaflops: figure('start', 'flopsPerImage') / 1e6,
    loss: last.reduce((sum, loss) => sum + loss, 0) / last.length,
    testPictures: figure('eval', 'images'),
    accuracy: figure('eval', 'accuracy'),
    seconds: figure('end', 'seconds'),
  };
}

const count = (value: number) => value.toLocaleString('en-GB');

async function run(options: PresetsOptions): Promise<number> {
  let isFirst = true;
  for (const model of options.models ?? presetNames) {
    interruption.throwIfAborted();
    const { adapter, parameters, megaflops, loss, testPictures, accuracy, seconds } = await measure(model, options);
    if (isFirst) {
      const { steps, batch, seed } = options;
      writeOut(
        `${new Date().toISOString().slice(0, 10)}, ${adapter}: ${count(steps)} steps of ${batch}, seed ${seed}, tested on ${count(testPictures)}; ${RECIPE.join(' ')}\n\n`,
      );
      writeOut(`| network | parameters | MFLOP a picture | loss of the last ${LAST} steps | test accuracy | training |\n`);
      writeOut('| --- | ---: | ---: | ---: | ---: | ---: |\n');
      isFirst = false;
    }
    const cells = [`\`${model}\``, count(parameters), megaflops.toFixed(1), loss.toFixed(3), `${(100 * accuracy).toFixed(1)} %`, `${seconds.toFixed(0)} s`];
    writeOut(`| ${cells.join(' | ')} |\n`);
  }
  return 0;
}

await runProgram(async (words) => {
  const options = parseWords<PresetsOptions>(command(), words);
  return options ? run(options) : 0;
});
