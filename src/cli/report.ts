import { SingleBar } from 'cli-progress';
import type { ProofReport } from '../engine/check/prover';
import { everyNode, trainingFlopsPerPicture, type Graph } from '../engine/graph/graph';
import type { Problem } from '../engine/problem';
import type { ProfileReport } from '../engine/profile/report';
import { percent } from './columns';
import { interruption } from './interruption';
import { jsonLine } from './json';
import { profileTable } from './profileTable';
import { errorTerminal } from './streams';
import { problemText } from './words';

export interface StepResult {
  /** From 1. */
  readonly step: number;
  /** The epoch it belongs to, from 1. */
  readonly epoch: number;
  /** Means over the step's batch before its update. */
  readonly loss: number;
  readonly accuracy: number;
}

export interface EvalResult {
  readonly images: number;
  readonly loss: number;
  readonly accuracy: number;
  /** As in {@link EvaluationMetrics}. */
  readonly right: Uint8Array;
}

/** The first test pictures, after a step of the run. */
export interface ValidationResult extends Omit<EvalResult, 'right'> {
  readonly step: number;
  readonly epoch: number;
}

export interface EndResult {
  readonly steps: number;
  readonly images: number;
  readonly seconds: number;
  /** All that was compared with plain arithmetic by then. */
  readonly check?: ProofReport;
}

/** Which weights a file holds: those of the last step, their running mean (`--ema`), or those of the best validation. */
export type WeightsKind = 'last' | 'mean' | 'best';

export interface SavedResult {
  readonly file: string;
  readonly weights: WeightsKind;
  /** The step that they are of. */
  readonly step: number;
}

/** Tells how a run goes, or several runs of one network. */
export interface Report {
  /** @param remarks on how the data was loaded. @param check what was compared with plain arithmetic so far. */
  start(adapter: string, graph: Graph, remarks?: readonly Problem[], check?: ProofReport): void;
  /** A run of so many steps begins. */
  run(steps: number): void;
  step(result: StepResult): void;
  validation(result: ValidationResult): void;
  eval(result: EvalResult): void;
  end(result: EndResult): void;
  /** A file of weights was written. */
  saved(result: SavedResult): void;
  profile(result: ProfileReport): void;
  /** Leaves the terminal as it was; for a run that fails. */
  close(): void;
}

const rate = ({ images, seconds }: EndResult): number => (seconds > 0 ? images / seconds : 0);

/** Without its path: a remark names its file. */
const remarkText = ({ path, ...remark }: Problem): string => problemText(remark);

/** One JSON object a line. @param write called with each line, its end included. */
export function jsonReport(write: (line: string) => void): Report {
  const line = (value: object): void => write(jsonLine(value));
  return {
    start: (adapter, graph, remarks = [], check) =>
      line({
        type: 'start',
        adapter,
        dataRemarks: remarks.map(remarkText),
        parameters: graph.parameterCount,
        trainableParameters: graph.trainableCount,
        flopsPerImage: trainingFlopsPerPicture(graph),
        multiplyAddsPerImage: graph.multiplyAdds,
        layers: everyNode(graph.nodes).map(({ path, spec, output, parameterCount }) => ({
          path,
          type: spec.type,
          output: [output.channels, output.height, output.width],
          parameters: parameterCount,
        })),
        ...(check ? { check } : {}),
      }),
    run: () => undefined,
    step: ({ step, epoch, loss, accuracy }) => line({ type: 'step', step, epoch, loss, accuracy }),
    validation: ({ step, epoch, images, loss, accuracy }) => line({ type: 'validation', step, epoch, images, loss, accuracy }),
    eval: ({ images, loss, accuracy }) => line({ type: 'eval', images, loss, accuracy }),
    end: (result) => line({ type: 'end', ...result, imagesPerSecond: rate(result) }),
    saved: (result) => line({ type: 'saved', ...result }),
    profile: (result) => line({ type: 'profile', ...result }),
    close: () => undefined,
  };
}

/** To standard output, with a progress bar where that is a terminal. */
export function makeReport({ json }: { readonly json: boolean }): Report {
  if (json) return jsonReport(writeOut);
  const report = plainReport(writeOut, process.stdout.isTTY ? errorTerminal() : undefined);
  // What is under way may take a while to end.
  interruption.addEventListener('abort', report.close);
  return report;
}

export function writeOut(text: string): void {
  process.stdout.write(text);
}

const count = (value: number): string => value.toLocaleString('en-GB');

const savedWords: Readonly<Record<WeightsKind, string>> = {
  last: 'the weights of the last step',
  mean: 'the running mean of the weights',
  best: 'the weights of the best validation',
};

/** Lines that are printed over a run whose output is not a terminal. */
const LINES = 20;

/** For a person: a progress bar where `terminal` is one, else a line now and then with the means since the line before. */
export function plainReport(write: (line: string) => void, terminal?: NodeJS.WritableStream): Report {
  const bar =
    terminal &&
    new SingleBar({
      stream: terminal,
      format: '{bar} step {value} of {total} · epoch {epoch} · loss {loss} · accuracy {accuracy} · {eta_formatted} left',
      barCompleteChar: '█',
      barIncompleteChar: '░',
      hideCursor: true,
    });
  const recent: StepResult[] = [];
  let steps = 0;

  let leftOut = 0;
  const tellLeftOut = (check: ProofReport | undefined) => {
    for (const { kernel, variant, path, detail } of check?.failures.slice(leftOut) ?? [])
      write(`left out: ${kernel} (${variant}), wrong for ${path}: ${detail}\n`);
    leftOut = check?.failures.length ?? leftOut;
  };

  const meanOf = (of: 'loss' | 'accuracy'): number => recent.reduce((sum, result) => sum + result[of], 0) / recent.length;
  const means = () => ({ loss: meanOf('loss').toFixed(4), accuracy: percent(meanOf('accuracy')) });

  return {
    start(adapter, graph, remarks = [], check) {
      write(`adapter: ${adapter}\n`);
      for (const remark of remarks) write(`data: ${remarkText(remark)}\n`);
      write(`network: ${count(graph.parameterCount)} parameters, ${count(graph.multiplyAdds)} multiply-adds a picture\n`);
      if (check) write(`check: ${count(check.checked)} operators compared with plain arithmetic in ${(check.milliseconds / 1000).toFixed(1)} s\n`);
      tellLeftOut(check);
    },
    run(total) {
      steps = total;
      recent.length = 0;
      if (total > 0) bar?.start(total, 0, { epoch: 1, loss: '–', accuracy: '–' });
    },
    step(result) {
      const every = Math.max(1, Math.floor(steps / LINES));
      if (bar && recent.length === every) recent.shift();
      recent.push(result);
      if (bar?.isActive) {
        bar.update(result.step, { epoch: result.epoch, ...means() });
      } else if (!bar && (result.step % every === 0 || result.step === steps)) {
        const { loss, accuracy } = means();
        write(`step ${count(result.step)} of ${count(steps)} · epoch ${result.epoch} · loss ${loss} · accuracy ${accuracy}\n`);
        recent.length = 0;
      }
    },
    validation({ step, images, loss, accuracy }) {
      const words = `validation at step ${count(step)}: ${count(images)} pictures · loss ${loss.toFixed(4)} · accuracy ${percent(accuracy)}`;
      // Above the bar, which is drawn again below it.
      if (bar?.isActive && terminal) terminal.write(`\r\x1b[K${words}\n`);
      else write(`${words}\n`);
    },
    eval({ images, loss, accuracy }) {
      bar?.stop();
      write(`test: ${count(images)} pictures · loss ${loss.toFixed(4)} · accuracy ${percent(accuracy)}\n`);
    },
    end(result) {
      bar?.stop();
      const { steps: done, images, seconds, check } = result;
      tellLeftOut(check);
      write(`done: ${count(done)} steps, ${count(images)} pictures in ${seconds.toFixed(1)} s, ${rate(result).toFixed(0)} pictures/s\n`);
    },
    saved({ file, weights, step }) {
      bar?.stop();
      write(`saved: ${savedWords[weights]}, step ${count(step)}, in ${file}\n`);
    },
    profile: (result) => write(profileTable(result)),
    close: () => bar?.stop(),
  };
}
