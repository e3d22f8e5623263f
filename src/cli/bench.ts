import type { Length, Measurement } from '../bench/measure';
import { makeTask, type Task } from '../bench/task';
import { trainingFlopsPerPicture } from '../engine/graph/graph';
import { requestDevice } from '../engine/runtime/device';
import { openBrowser } from './bench/chromium';
import { WARM_UP, type Contender } from './bench/contender';
import { commit, describeHost } from './bench/host';
import { checkNetwork } from './bench/network';
import { convnetjsInNode, kernelgartenInNode } from './bench/node';
import { parseBenchOptions, type BenchOptions, type Peer } from './bench/options';
import { pytorch } from './bench/pytorch';
import { millisecondsPerStep, ratiosOf, summarise, type BenchResult } from './bench/result';
import { table } from './bench/table';
import { openAdapter } from './device';
import { from, RunError } from './errors';
import { checkWritable, loadModel, modelGraph, writeWhole } from './files';
import { jsonLine } from './json';
import { Interrupted, untilInterrupted } from './interruption';
import { runProgram } from './program';
import { writeError } from './streams';

/** Who is measured, ours first. */
interface Field {
  readonly contenders: readonly Contender[];
  readonly chromium?: string;
  close(): Promise<void>;
}

/** Everything that can be refused is refused before the first step. @returns the exit status */
async function run(options: BenchOptions): Promise<number> {
  const { model } = await loadModel(options.model);
  const graph = await from(options.model, () => modelGraph(model));
  checkNetwork(graph, options.peer);
  await checkWritable('--out', options.out);
  const task = makeTask(model, options.batch);
  const field = await takeTheField(task, options);
  if (typeof field === 'number') return field;
  try {
    await write(options, await compete(field, task, options));
  } finally {
    await field.close();
  }
  return 0;
}

/** @returns the exit status of the program that was started in our place, as `openAdapter` does. */
async function takeTheField(task: Task, { runtime, adapter, steps, peer }: BenchOptions): Promise<Field | number> {
  const length: Length = { warmUp: WARM_UP, steps };
  const outside = new Map<Peer, Contender>();
  if (peer.includes('pytorch')) outside.set('pytorch', await pytorch(task, length));
  if (peer.includes('convnetjs')) outside.set('convnetjs', convnetjsInNode(task, length));
  if (runtime === 'node') {
    const found = await openAdapter(adapter);
    if (typeof found === 'number') return found;
    const device = await requestDevice(found);
    const ours = kernelgartenInNode(task, length, found, device);
    return { contenders: [ours, ...outside.values()], close: () => Promise.resolve(device.destroy()) };
  }
  const browser = await openBrowser(task, length, adapter);
  const inside = peer.filter((name) => name === 'tfjs' || name === 'jaxjs').map(browser.contender);
  return { contenders: [browser.contender('kernelgarten'), ...inside, ...outside.values()], chromium: browser.version, close: browser.close };
}

/** One after another and never two at once, round after round. */
async function compete({ contenders, chromium }: Field, task: Task, options: BenchOptions): Promise<BenchResult> {
  const { batch, steps, rounds, runtime, model, json } = options;
  const measured = new Map<Contender, Measurement[]>(contenders.map((contender) => [contender, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const contender of contenders) {
      const measurement = await untilInterrupted(contender.measure()).catch((error: unknown) => {
        if (error instanceof RunError || error instanceof Interrupted) throw error;
        // A browser adds the page's stack, line by line.
        const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
        throw new RunError(`${contender.name} failed in round ${round}: ${reason}`);
      });
      measured.get(contender)?.push(measurement);
      const rate = (batch / millisecondsPerStep(measurement)) * 1000;
      if (!json) writeError(`round ${round} of ${rounds}: ${contender.name} on ${contender.adapter}, ${rate.toFixed(1)} pictures/s\n`);
    }
  }
  const { graph } = task;
  const frameworks = [...measured].map(([contender, all]) => summarise(contender, all, graph, batch));
  return {
    type: 'bench',
    date: new Date().toISOString(),
    commit: commit(),
    host: describeHost(chromium),
    ...{ runtime, model, batch, warmUp: WARM_UP, steps, frameworks },
    parameters: graph.parameterCount,
    flopsPerImage: trainingFlopsPerPicture(graph),
    ratios: ratiosOf(frameworks),
  };
}

async function write({ out, json }: BenchOptions, result: BenchResult): Promise<void> {
  const file = jsonLine(result, 2);
  process.stdout.write(json ? jsonLine(result) : table(result));
  try {
    await writeWhole(out, file);
  } catch (error) {
    throw new RunError(`--out: ${out} could not be written (${error instanceof Error ? error.message : String(error)})`);
  }
}

await runProgram(async (words) => {
  const options = parseBenchOptions(words);
  return options ? run(options) : 0;
});
