import { CHANNELS, fileOrder } from '../data/batches';
import { DeviceDataset } from '../engine/runtime/dataset';
import { deviceTraits } from '../engine/runtime/device';
import { PipelineCache } from '../engine/runtime/pipelines';
import { submitWatch, timeWith } from '../engine/runtime/timing';
import { Trainer } from '../engine/runtime/trainer';
import type { Framework, KernelRate } from './measure';
import { LEARNING_RATE, MOMENTUM, SEED, type Task } from './task';
import { plannedWork } from './work';

export interface OurFramework extends Framework {
  close(): void;
}

const now = () => performance.now();
/** Milliseconds that the tuner may take: enough to measure every operator. */
const TUNING = 300_000;

/**
 * Our engine, driven as the worker and the train command drive it, with all its operators tuned before steps are timed.
 * The pictures lie on the device, as the peers' do.
 * @param software whether a CPU plays the adapter.
 */
export async function openKernelgarten({ graph, batch, pictures }: Task, device: GPUDevice, software: boolean): Promise<OurFramework> {
  const trainer = await Trainer.create(device, graph, new PipelineCache(device), {
    ...{ batch, seed: SEED, normalisation: CHANNELS, pictures },
    traits: deviceTraits(device, software),
    hurry: true,
  });
  const source = (await DeviceDataset.create(device, pictures, graph.input)) ?? pictures;
  const indices = fileOrder(batch);
  const hyperparameters = { learningRate: LEARNING_RATE, momentum: MOMENTUM, weightDecay: 0 };
  return {
    step() {
      const metrics = trainer.step(source, indices, hyperparameters);
      return {
        read: async () => (await metrics).loss,
        drop: () => void metrics.catch(() => undefined),
      };
    },
    async settle(known) {
      if (known) {
        await trainer.adopt(new Map(Object.entries(known)));
        return known;
      }
      const tuning = trainer.tune(TUNING, now);
      for (;;) {
        const { done, value } = await tuning.next();
        if (done) return Object.fromEntries(value);
      }
    },
    async fastestKernel() {
      const watch = submitWatch(device, now);
      const { dispatches } = trainer.plan;
      const rates: KernelRate[] = [];
      for (const [at, { path, kernel, variant, flops }] of dispatches.entries()) {
        if (flops === 0) continue;
        const milliseconds = await timeWith(watch, (pass) => trainer.executor.dispatch(pass, at), { rounds: 3 });
        rates.push({ kernel: `${path} ${kernel} ${variant}`, gflopsPerSecond: flops / milliseconds / 1e6 });
      }
      return rates.reduce((best, rate) => (rate.gflopsPerSecond > best.gflopsPerSecond ? rate : best));
    },
    planned: plannedWork(trainer.plan),
    close() {
      trainer.destroy();
      if (source instanceof DeviceDataset) source.destroy();
    },
  };
}
