import type { BenchResult, FrameworkResult } from './result';

function figure(value: number | undefined): string {
  if (value === undefined) return '–';
  const digits = value >= 100 || Number.isInteger(value) ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

const range = ({ imagesPerSecondMin, imagesPerSecondMax }: FrameworkResult) => `${figure(imagesPerSecondMin)}–${figure(imagesPerSecondMax)}`;

const ROWS: readonly (readonly [string, (result: FrameworkResult) => string])[] = [
  ['', ({ framework, version }) => `${framework} ${version}`],
  ['pictures/s, median', ({ imagesPerSecond }) => figure(imagesPerSecond)],
  ['  lowest–highest', range],
  ['ms a step', ({ msPerStep }) => figure(msPerStep)],
  ['  of which script', ({ jsMsPerStep }) => figure(jsMsPerStep)],
  ['dispatches a step', ({ dispatchesPerStep }) => figure(dispatchesPerStep)],
  ['submits a step', ({ submitsPerStep }) => figure(submitsPerStep)],
  ['first step, ms', ({ firstStepMs }) => figure(firstStepMs)],
  ['GFLOP/s', ({ gflopsPerSecond }) => figure(gflopsPerSecond)],
  ['  of its best kernel', ({ fastestKernel }) => figure(fastestKernel?.gflopsPerSecond)],
  ['  whole step to that', ({ gflopsPerSecond, fastestKernel }) => figure(fastestKernel && gflopsPerSecond / fastestKernel.gflopsPerSecond)],
  ['first loss', ({ firstLoss }) => firstLoss.toFixed(4)],
  ['last loss', ({ lastLoss }) => lastLoss.toFixed(4)],
];

/** The figures as rows, the frameworks as columns. */
export function table({ frameworks, ratios, model, batch, flopsPerImage }: BenchResult): string {
  const rows = ROWS.map(([name, cell]) => [name, ...frameworks.map(cell)]);
  if (frameworks.length > 1) {
    const ratio = ({ framework }: FrameworkResult) => (ratios[framework] === undefined ? '' : `${figure(ratios[framework])} ×`);
    rows.push(['ours to theirs', ...frameworks.map(ratio)]);
  }
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '));
  const title = `${model}, batch ${batch}, ${figure(flopsPerImage / 1e6)} MFLOP a picture`;
  return [title, ...adapterLines(frameworks), '', ...lines.map((line) => line.trimEnd()), ''].join('\n');
}

function adapterLines(frameworks: readonly FrameworkResult[]): string[] {
  const adapters = [...new Set(frameworks.map(({ adapter }) => adapter))];
  return adapters.map((adapter) => {
    const names = frameworks.filter((result) => result.adapter === adapter).map(({ framework }) => framework);
    return `${names.join(', ')}: ${adapter}`;
  });
}
