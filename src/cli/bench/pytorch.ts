import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import source from '../../../scripts/bench_pytorch.py?raw';
import type { Length, Measurement } from '../../bench/measure';
import { LEARNING_RATE, MOMENTUM, peerTask, type Task } from '../../bench/task';
import { RunError, UsageError } from '../errors';
import { interruption } from '../interruption';
import type { Contender } from './contender';

interface Found {
  readonly version: string;
  readonly device: string;
}

/** PyTorch in a `python3` of its own for each round, on CUDA where it has it. @throws UsageError where it is not installed. */
export async function pytorch(task: Task, length: Length): Promise<Contender> {
  const { version, device } = (await python('probe')) as Found;
  const { layers, pictures, labels, ...rest } = peerTask(task);
  const job = {
    ...{ ...rest, ...length, learningRate: LEARNING_RATE, momentum: MOMENTUM, pictures: base64(pictures), labels: [...labels] },
    layers: layers.map((layer) =>
      'weight' in layer ? { ...layer, weight: base64(layer.weight), ...(layer.bias ? { bias: base64(layer.bias) } : {}) } : layer,
    ),
  };
  const input = JSON.stringify(job);
  return { name: 'pytorch', version, adapter: device, measure: async () => (await python('measure', input)) as Measurement };
}

function base64(values: Float32Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
}

/** Runs scripts/bench_pytorch.py, which answers with one JSON object; exit status 3 says that there is no PyTorch. */
async function python(verb: 'probe' | 'measure', input = ''): Promise<unknown> {
  const child = spawn('python3', ['-c', source, verb], { stdio: ['pipe', 'pipe', 'pipe'], signal: interruption });
  const status = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new UsageError('--peer pytorch: there is no python3; install it with PyTorch, or leave this peer out');
    throw error;
  });
  // A child that ends before it has read everything has said why.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [answer, complaint, ended] = await Promise.all([text(child.stdout), text(child.stderr), status]);
  if (ended === 3) throw new UsageError('--peer pytorch: python3 has no torch; `python3 -m pip install torch`, or leave this peer out');
  if (ended !== 0) throw new RunError(`pytorch failed: ${complaint.trim().split('\n').at(-1) ?? ''}`);
  return JSON.parse(answer);
}
