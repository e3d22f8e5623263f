import type { Trainer } from '../engine/runtime/trainer';
import { saveWeights } from './files';
import type { TrainOptions } from './options';
import type { Report } from './report';
import type { Trained } from './training';

/**
 * Writes the weights where `--save` and `--save-mean` ask for it, and tells which they are. By itself `--save` writes what was
 * evaluated: the running mean, where there is one. @throws RunError
 */
export async function saveTrained(trainer: Trainer, { steps, best }: Trained, options: TrainOptions, report: Report): Promise<void> {
  const write = async (option: string, file: string, isMean: boolean) => {
    const tensors = await trainer.readSoundWeights(isMean ? 'average' : 'present');
    await saveWeights(option, file, tensors, trainer.graph.spec);
    const kind = best !== undefined ? 'best' : isMean && steps > 0 ? 'mean' : 'last';
    report.saved({ file, weights: kind, step: best ?? steps });
  };
  const { save, saveMean, ema } = options;
  if (save !== undefined) await write('--save', save, ema > 0 && saveMean === undefined);
  if (saveMean !== undefined) await write('--save-mean', saveMean, true);
}
