import { openAsBlob } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { loadCifar } from '../data/cifar';
import { cifarRole } from '../data/recognise';
import { generateShapes, SHAPES_SEED } from '../data/shapes';
import type { SourceFile } from '../data/source';
import type { Dataset } from '../data/types';
import { UsageError } from './errors';
import type { TrainOptions } from './options';

/**
 * The records a run needs: the training files that were asked for, and the test file when there is something to evaluate.
 * @throws UsageError, or ProblemError `data.*` for a file that is not what its name says.
 */
export async function loadData(options: TrainOptions): Promise<Dataset> {
  const data = options.data === 'shapes' ? generateShapes({ seed: SHAPES_SEED }) : await loadFolder(options.data, options);
  const wanted = options.eval ?? 0;
  const asking = wanted !== 0 ? '--eval' : options.validateEvery > 0 ? '--validate-every' : undefined;
  if (asking && data.test.count === 0) throw new UsageError(`${asking}: ${options.data} holds no test_batch.bin`);
  if (wanted !== 'all' && wanted > data.test.count) {
    throw new UsageError(`--eval: ${wanted} pictures are more than the ${data.test.count} of the test set`);
  }
  return data;
}

async function loadFolder(folder: string, options: TrainOptions): Promise<Dataset> {
  const names = await namesIn(folder);
  for (const name of options.trainFiles ?? []) {
    if (!names.includes(name)) throw new UsageError(`--train-files: ${folder} holds no ${name}`);
    if (cifarRole(name) !== 'train') throw new UsageError(`--train-files: ${name} is not one of data_batch_1.bin to data_batch_5.bin`);
  }
  const train = options.trainFiles ?? names.filter((name) => cifarRole(name) === 'train');
  const test = options.eval === undefined && options.validateEvery === 0 ? [] : names.filter((name) => cifarRole(name) === 'test');
  if (train.length === 0) throw new UsageError(`--data: ${folder} holds none of data_batch_1.bin to data_batch_5.bin`);
  const { dataset } = await loadCifar(await Promise.all([...train, ...test].map((name) => open(folder, name))));
  return dataset;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    const there = await stat(folder).catch(() => undefined);
    throw new UsageError(`--data: ${folder} ${there ? 'is not a folder that can be read' : 'does not exist'}`);
  }
}

async function open(folder: string, name: string): Promise<SourceFile> {
  const path = join(folder, name);
  try {
    const blob = await openAsBlob(path);
    return { name, size: blob.size, stream: () => blob.stream() };
  } catch {
    throw new UsageError(`--data: ${path} cannot be read`);
  }
}
