import { stepsOf } from '../data/course';
import type { ModelSpec } from '../engine/graph/spec';
import { profile } from '../engine/profile/profiler';
import type { ProfileReport } from '../engine/profile/report';
import { adapterName } from '../engine/runtime/adapters';
import { lost } from './device';
import { checkWritable, loadModel } from './files';
import { interruption, untilInterrupted } from './interruption';
import { modelNamed, parseOptions, type TrainOptions } from './options';
import { runProgram } from './program';
import { makeReport } from './report';
import { saveTrained } from './saving';
import { sweep } from './sweep';
import { comeToRest, courseOf, makeTrainer, now, openHost, trainAll, trainerOptions } from './training';

/** Everything that can be refused is refused before the first step. @returns the exit status */
async function run(options: TrainOptions, model: ModelSpec): Promise<number> {
  if (options.save !== undefined) await checkWritable('--save', options.save);
  if (options.saveMean !== undefined) await checkWritable('--save-mean', options.saveMean);
  const host = await openHost(options, model);
  if (typeof host === 'number') return host;
  const { device, adapter, graph, pipelines, data } = host;
  const trainer = await makeTrainer(host, options);
  const report = makeReport(options);
  try {
    report.start(adapterName(adapter), graph, data.remarks, host.prover?.report);
    report.run(stepsOf(courseOf(options, data)));
    const trained = await Promise.race([trainAll(host, trainer, options, report), lost(device)]);
    // An interruption before the first step leaves nothing that is worth a file that was there before.
    if (trained.steps > 0 || !interruption.aborted) await saveTrained(trainer, trained, options, report);
    interruption.throwIfAborted();
    if (options.profile) {
      const { traits } = trainer;
      trainer.destroy();
      const settings = { ...(await trainerOptions(host, options)), batch: options.batchSize, traits, adapter: adapterName(adapter), now };
      const result = await Promise.race([untilInterrupted(finish(profile(device, graph, pipelines, settings))), lost(device)]);
      if (result) report.profile(result);
    }
  } finally {
    report.close();
    await comeToRest(host, trainer);
  }
  return 0;
}

async function finish(measuring: ReturnType<typeof profile>): Promise<ProfileReport | undefined> {
  for (;;) {
    const { done, value } = await measuring.next();
    if (done) return value;
  }
}

await runProgram(async (words) => {
  const name = modelNamed(words);
  if (name === undefined) return 0;
  const file = await loadModel(name);
  const options = parseOptions(words, file.training);
  if (!options) return 0;
  return options.sweep.length > 0 ? sweep(options, file, words) : run(options, file.model);
});
