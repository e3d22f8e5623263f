import { loadCifar } from '../data/cifar';
import { cifarName, cifarRole } from '../data/recognise';
import { generateShapes, SHAPES_SEED } from '../data/shapes';
import type { Dataset } from '../data/types';
import { filesAt } from './dataFiles';
import { from, UsageError } from './errors';
import type { TrainOptions } from './options';

/**
 * The records a run needs: the training files that were asked for, and the test file when there is something to evaluate.
 * @throws UsageError, or ProblemError `data.*` for a file that is not what its name says.
 */
export async function loadData(options: TrainOptions): Promise<Dataset> {
  const data = options.data === 'shapes' ? generateShapes({ seed: SHAPES_SEED }) : await loadFiles(options.data, options);
  const wanted = options.eval ?? 0;
  const asking = wanted !== 0 ? '--eval' : options.validateEvery > 0 ? '--validate-every' : undefined;
  if (asking && data.test.count === 0) throw new UsageError(`${asking}: ${options.data} holds no test_batch.bin`);
  if (wanted !== 'all' && wanted > data.test.count) {
    throw new UsageError(`--eval: ${wanted} pictures are more than the ${data.test.count} of the test set`);
  }
  return data;
}

async function loadFiles(path: string, options: TrainOptions): Promise<Dataset> {
  const training = options.trainFiles?.map(trainingFile);
  const test = options.eval !== undefined || options.validateEvery > 0;
  const files = await filesAt(path);
  const { dataset } = await from(`--data ${path}`, () => loadCifar(files, { test, ...(training ? { training } : {}) }));
  return dataset;
}

function trainingFile(name: string): string {
  const official = cifarName(name)?.official;
  if (official !== undefined && cifarRole(official) === 'train') return official;
  throw new UsageError(`--train-files: ${name} is not one of data_batch_1.bin to data_batch_5.bin`);
}
