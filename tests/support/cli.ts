import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Dawn itself remarks on a driver whose limits are above its own (Mesa's are); a command of ours has no say in that. */
const DAWN_ON_LIMITS = /^Warning: max\w+ artificially reduced .*\n/gm;

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
  const program = fileURLToPath(new URL(`../../dist-cli/${command}.mjs`, import.meta.url));
  const child = spawn(process.execPath, [program, ...options], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout, stderr: stderr.replace(DAWN_ON_LIMITS, '') }));
  });
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
