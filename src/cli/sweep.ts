import { stepsOf } from '../data/course';
import { lastMeanLoss, type SweepResult } from '../engine/optim/sweep';
import type { ModelFile } from '../engine/graph/parse';
import { ProblemError } from '../engine/problem';
import { adapterName } from '../engine/runtime/adapters';
import { lost } from './device';
import { from, RunError } from './errors';
import { interruption } from './interruption';
import type { TrainOptions } from './options';
import { makeReport, writeOut, type Report } from './report';
import { sweptOptions } from './sweepOptions';
import { jsonSweepReport, plainSweepReport, type SweptRun } from './sweepReport';
import { comeToRest, courseOf, makeTrainer, openHost, trainAll, type Host } from './training';

/** Trains a run for each combination of values, one after another, and compares them. @returns the exit status @throws RunError where all of them failed */
export async function sweep(options: TrainOptions, { model, training }: ModelFile, words: readonly string[]): Promise<number> {
  const planned = await from('--sweep', () => sweptOptions(options, words, training));
  const host = await openHost(options, model);
  if (typeof host === 'number') return host;
  const report = makeReport(options);
  const told = options.json ? jsonSweepReport(writeOut) : plainSweepReport(writeOut);
  report.start(adapterName(host.adapter), host.graph, host.data.remarks);
  const runs: SweptRun[] = [];
  for (const [index, { combination, options: own }] of planned.entries()) {
    told.begin(index + 1, planned.length, combination);
    try {
      runs.push({ combination, outcome: await resultOf(host, own, report) });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      told.fail(error.problem);
      runs.push({ combination, outcome: error.problem });
    } finally {
      report.close();
    }
  }
  told.end(runs);
  if (runs.every(({ outcome }) => 'code' in outcome)) throw new RunError('--sweep: no run went through');
  return 0;
}

/** Trains one run. @throws ProblemError where it cannot be, or its loss is no number. */
async function resultOf(host: Host, options: TrainOptions, report: Report): Promise<SweepResult> {
  const losses: number[] = [];
  let validation: SweepResult['validation'];
  let seconds = 0;
  const listening: Report = {
    ...report,
    step: (result) => {
      losses.push(result.loss);
      report.step(result);
    },
    eval: (result) => {
      validation = { pictures: result.images, loss: result.loss, accuracy: result.accuracy, right: result.right };
      report.eval(result);
    },
    end: (result) => {
      seconds = result.seconds;
      report.end(result);
    },
  };
  const trainer = await makeTrainer(host, options);
  try {
    report.run(stepsOf(courseOf(options, host.data)));
    await Promise.race([trainAll(host, trainer, options, listening), lost(host.device)]);
    interruption.throwIfAborted();
  } finally {
    await comeToRest(host, trainer);
    trainer.destroy();
  }
  return { trainingLoss: lastMeanLoss(losses), seconds, ...(validation ? { validation } : {}) };
}
