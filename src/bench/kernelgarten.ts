import { CHANNELS, fileOrder } from '../data/batches';
import { deviceTraits } from '../engine/runtime/device';
import { PipelineCache } from '../engine/runtime/pipelines';
import { Trainer } from '../engine/runtime/trainer';
import type { Framework } from './measure';
import { LEARNING_RATE, MOMENTUM, SEED, type Task } from './task';
import { workOf } from './work';

export interface OurFramework extends Framework {
  close(): void;
}

/**
 * Our engine, driven as the worker and the train command drive it: each step uploads its pictures.
 * @param software whether a CPU plays the adapter.
 */
export async function openKernelgarten({ graph, batch, pictures }: Task, device: GPUDevice, software: boolean): Promise<OurFramework> {
  const trainer = await Trainer.create(device, graph, new PipelineCache(device), {
    ...{ batch, seed: SEED, normalisation: CHANNELS },
    traits: deviceTraits(device, software),
  });
  const indices = fileOrder(batch);
  const hyperparameters = { learningRate: LEARNING_RATE, momentum: MOMENTUM, weightDecay: 0 };
  return {
    step() {
      const metrics = trainer.step(pictures, indices, hyperparameters);
      return {
        read: async () => (await metrics).loss,
        drop: () => void metrics.catch(() => undefined),
      };
    },
    planned: workOf(trainer.plan),
    close: () => trainer.destroy(),
  };
}
