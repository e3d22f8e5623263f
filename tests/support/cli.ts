import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built train command, as a person's shell would: without a Vulkan driver in its environment. */
export function train(...options: readonly string[]): Promise<Outcome> {
  return run('train', options);
}

/** Runs the built measurement of presets. */
export function measurePresets(...options: readonly string[]): Promise<Outcome> {
  return run('presets', options);
}

/** Runs the built bench command. @param environment added to that of the tests. */
export function bench(options: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  return run('bench', options, environment);
}

function run(command: string, options: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  return start(process.execPath, [built(command), ...options], { env: { ...process.env, ...environment } }).ended;
}

/** Where a built command lies. */
export function built(command: string): string {
  return fileURLToPath(new URL(`../../dist-cli/${command}.mjs`, import.meta.url));
}

export interface Running {
  readonly child: ChildProcess;
  /** Once no process is left that could write to its streams. */
  readonly ended: Promise<Outcome>;
  /** Resolves once its standard output has such a text; throws where it ends before. */
  until(text: string): Promise<void>;
}

/** Starts a program, and listens to what it writes. */
export function start(program: string, options: readonly string[], settings: SpawnOptions = {}): Running {
  const child = spawn(program, options, { stdio: ['ignore', 'pipe', 'pipe'], ...settings });
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Outcome>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
  const until = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (stdout.includes(text)) resolve();
      };
      child.stdout?.on('data', look);
      child.on('close', () => reject(new Error(`ended before it said ${text}: ${stdout}${stderr}`)));
      look();
    });
  return { child, ended, until };
}

export type Line = Readonly<Record<string, unknown>> & { readonly type: string };

/** The lines that `--json` prints. */
export function lines({ stdout }: Outcome): readonly Line[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

export function losses(outcome: Outcome): readonly number[] {
  return lines(outcome)
    .filter(({ type }) => type === 'step')
    .map(({ loss }) => Number(loss));
}
