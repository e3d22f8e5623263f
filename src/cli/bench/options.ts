import { Command, InvalidArgumentError, Option } from 'commander';
import { presetNames } from '../../engine/graph/presets';
import { UsageError } from '../errors';
import { optionTaking, parseWords, wholeNumber } from '../options';

export type Runtime = 'chromium' | 'node';
export type Peer = keyof typeof PEERS;

/** The peers, and where each runs. PyTorch is a process of its own. */
const PEERS = {
  tfjs: ['chromium'],
  jaxjs: ['chromium'],
  convnetjs: ['chromium', 'node'],
  pytorch: ['chromium', 'node'],
} as const satisfies Record<string, readonly Runtime[]>;

const BROWSER_PEERS: readonly Peer[] = ['tfjs', 'jaxjs', 'convnetjs'];

/** What to measure, beside whom and for how long: the command line after its defaults and checks. */
export interface BenchOptions {
  readonly peer: readonly Peer[];
  /** A preset's name or the path of a model file. */
  readonly model: string;
  readonly batch: number;
  readonly steps: number;
  readonly rounds: number;
  readonly runtime: Runtime;
  readonly adapter?: string;
  /** Where the JSON file goes. */
  readonly out: string;
  readonly json: boolean;
}

function isPeer(name: string): name is Peer {
  return Object.hasOwn(PEERS, name);
}

function peers(text: string): readonly Peer[] {
  if (text === 'none') return [];
  return [...new Set(text.split(',').map((name) => name.trim()))].map((name) => {
    if (!isPeer(name)) throw new InvalidArgumentError(`It must be none, or of ${Object.keys(PEERS).join(', ')} with commas between them.`);
    return name;
  });
}

function command(): Command {
  return new Command('bench')
    .description('Measures how fast we train a network, and peers the same network in turn on the same adapter.')
    .option('--peer <names>', 'of tfjs, jaxjs, convnetjs and pytorch with commas between them, or none (tfjs,jaxjs,convnetjs; in node none)', peers)
    .option('--model <name or file>', `a preset (${presetNames.join(', ')}) or a model file`, 'small')
    .addOption(optionTaking('batchSize', '--batch <n>', 'pictures a step').default(32))
    .option('--steps <n>', 'steps that are timed in a round, in each of two ways', wholeNumber(1), 5)
    .option('--rounds <n>', 'how often each framework has its turn', wholeNumber(1), 3)
    .addOption(new Option('--runtime <name>', 'where we run').choices(['chromium', 'node']).default('chromium'))
    .option('--adapter <name>', "part of the adapter's name")
    .option('--out <file>', 'where to write everything that was measured (JSON)', 'bench.json')
    .option('--json', 'the same as one JSON object, and nothing else, on standard output', false);
}

/** Undefined when the help was asked for. @throws UsageError */
export function parseBenchOptions(words: readonly string[]): BenchOptions | undefined {
  const given = parseWords<Omit<BenchOptions, 'peer'> & Partial<BenchOptions>>(command(), words);
  if (!given) return undefined;
  const options = { ...given, peer: given.peer ?? (given.runtime === 'chromium' ? BROWSER_PEERS : []) };
  for (const peer of options.peer) {
    const runtimes: readonly Runtime[] = PEERS[peer];
    if (!runtimes.includes(options.runtime)) throw new UsageError(`--peer: ${peer} needs a browser: leave --runtime ${options.runtime} out`);
  }
  return options;
}
