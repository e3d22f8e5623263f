import { CHANNELS, epochOrder } from '../data/batches';
import type { Dataset } from '../data/types';
import { drawChanges } from '../engine/pictures/augmentation';
import { unpackTensor } from '../engine/runtime/tensors';
import { CIFAR_INPUT } from '../engine/graph/spec';
import { volume } from '../engine/shape';
import { planLoading } from '../engine/plan/plan';
import { BatchLoader } from '../engine/runtime/batch';
import { Executor } from '../engine/runtime/executor';
import { bytesOf, scalesAndShifts } from '../engine/pictures/pictures';
import type { PreviewPicture, PreviewRequest } from './messages';
import type { Workbench } from './workbench';

/** Pictures that a preview shows. */
const PICTURES = 8;

/** Training pictures as a network would see them: out of the kernel that makes every batch, run by itself. */
export class Preview {
  private constructor(
    private readonly executor: Executor,
    private readonly loader: BatchLoader,
  ) {}

  static async create(workbench: Pick<Workbench, 'device' | 'pipelines' | 'prover' | 'traitsFor'>): Promise<Preview> {
    const plan = await workbench.prover.settle((traits) => planLoading(CIFAR_INPUT, PICTURES, traits), workbench.traitsFor('f32'));
    const executor = await Executor.create(workbench.device, plan, workbench.pipelines);
    executor.write(executor.plan.ports.normalisation, scalesAndShifts(CHANNELS));
    return new Preview(executor, new BatchLoader(executor, CIFAR_INPUT));
  }

  async show({ train }: Dataset, { augmentation, seed, epoch }: PreviewRequest): Promise<PreviewPicture[]> {
    const { executor } = this;
    const { input } = executor.plan;
    const indices = epochOrder(train.count, seed, 0).subarray(0, PICTURES);
    const changes = drawChanges({ seed, epoch, first: 0 }, indices, CIFAR_INPUT, augmentation);
    this.loader.load(train, indices, 'evaluation', changes);
    executor.run(0, 1);
    const values = unpackTensor(input, PICTURES, await executor.readValues(input.storage));
    const size = volume(CIFAR_INPUT);
    const { mixing } = changes;
    return Array.from(indices, (index, slot) => ({
      index,
      label: train.label(index),
      pixels: bytesOf(values.subarray(slot * size, (slot + 1) * size), CHANNELS),
      ...(mixing ? { partner: { label: train.label(indices[(slot + mixing.partner) % indices.length] ?? index), share: mixing.share } } : {}),
    }));
  }
}
