import type { RunCurves } from './runCurves';
import type { Series } from './series';

const HEADER = 'split,step,epoch,seconds,loss,accuracy\n';
const LINES_A_PART = 4096;

function line(split: string, series: Series, index: number): string {
  const { step, epoch, seconds, loss, accuracy } = series.at(index);
  return `${split},${step},${epoch},${seconds},${loss},${accuracy}\n`;
}

/**
 * Every training step and every validation of a run as CSV, in order of steps, a validation after the step it follows.
 * Numbers are written so that reading them back gives the same bits; `NaN` and `Infinity` as those words.
 * @returns the file in parts, for a `Blob`: a long run need not be one string.
 */
export function curvesCsv({ training, validation }: RunCurves): string[] {
  const parts: string[] = [];
  let lines = [HEADER];
  const write = (text: string) => {
    lines.push(text);
    if (lines.length < LINES_A_PART) return;
    parts.push(lines.join(''));
    lines = [];
  };
  let validated = 0;
  const writeValidationsBefore = (step: number) => {
    while (validated < validation.length && validation.step.at(validated) < step) write(line('validation', validation, validated++));
  };
  for (let index = 0; index < training.length; index++) {
    writeValidationsBefore(training.step.at(index));
    write(line('train', training, index));
  }
  writeValidationsBefore(Infinity);
  parts.push(lines.join(''));
  return parts;
}
