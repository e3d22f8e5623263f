import type { Shape } from '../graph/spec';
import type { OptimiserSettings } from '../optim/optimisers';
import { STEP_BYTES } from '../plan/lowering';
import { PICKS_OFFSET } from '../plan/plan';
import { DeviceDataset } from './dataset';
import type { Executor } from './executor';
import { BufferUsage } from './flags';
import { deviceBytes, packPicture, type Pictures } from './pictures';

/** What a step or an evaluation reads its pictures from: the device holds them already, or each batch is uploaded. */
export type PictureSource = Pictures | DeviceDataset;

/** What an update goes by; which of it the plan's optimiser uses, `optimisers` says. */
export interface Hyperparameters extends Partial<OptimiserSettings> {
  readonly learningRate: number;
  readonly weightDecay: number;
  /** No weight decay for tensors of one dimension, biases and norms (false). */
  readonly spareNorms?: boolean;
  /** The longest that the gradients of all parameters may be together, where the plan gathers them; 0 for any (0). */
  readonly clipNorm?: number;
  /** Share of the target that is spread over all classes (0). */
  readonly labelSmoothing?: number;
  /** Share of the past in the running mean of the weights, where the plan keeps one (0). */
  readonly ema?: number;
}

/** A step with its settings and random bits of its own. */
export interface TrainingStep {
  readonly settings: Hyperparameters;
  readonly seed: number;
  /** Which update of the run it is for, from 1 (1). */
  readonly update?: number;
  /** Pictures of all batches of the update (those of the batch). */
  readonly total?: number;
  /** Whether the gradients of a batch before are added (false). */
  readonly accumulating?: boolean;
  /** Whether the running mean of the weights begins with this update (false). */
  readonly isFirstOfMean?: boolean;
}

/** What is done with a batch: a step, or nothing but the forward pass. */
export type Purpose = TrainingStep | 'evaluation';

/** Writes `Step` of shaders/lib/step.wgsl. */
export function writeStep(words: Uint32Array<ArrayBuffer>, pictures: number, purpose: Purpose): void {
  words.fill(0, 0, STEP_BYTES / 4);
  words[0] = pictures;
  words[16] = pictures;
  if (purpose === 'evaluation') return;
  const { settings, seed, update = 1, total = pictures, accumulating = false, isFirstOfMean = false } = purpose;
  const { learningRate, weightDecay, spareNorms = false, clipNorm = 0, labelSmoothing = 0, ema = 0 } = settings;
  const { momentum = 0, nesterov = false, beta1 = 0, beta2 = 0, epsilon = 0 } = settings;
  const numbers = new Float32Array(words.buffer);
  numbers.set([learningRate, momentum, weightDecay, spareNorms ? 0 : weightDecay], 3);
  numbers.set([1 - beta1, 1 - beta2, 1 / (1 - beta1 ** update), 1 / Math.sqrt(1 - beta2 ** update), epsilon], 8);
  numbers.set([clipNorm, labelSmoothing, isFirstOfMean ? 1 : 1 - ema], 13);
  words.set([1, seed], 1);
  words[7] = Number(nesterov);
  words.set([total, Number(accumulating)], 16);
}

/** Words of a picture in the step's storage: its chunk, its first word there, its label, its change. */
const PICK_WORDS = 4;

/**
 * Hands a batch to the plan's first dispatch: the step's settings and where each picture lies, in one write. Pictures that
 * the device does not hold are uploaded to a buffer of one batch.
 */
export class BatchLoader {
  private readonly step: Uint32Array<ArrayBuffer>;
  private stream: Stream | undefined;

  constructor(
    private readonly executor: Executor,
    private readonly shape: Shape,
  ) {
    this.step = new Uint32Array(PICKS_OFFSET / 4 + executor.plan.batch * PICK_WORDS);
  }

  /** @param changes one for each picture, as `drawChanges` gives them; unchanged where there are none. @throws RangeError for more pictures than the batch has. */
  load(source: PictureSource, indices: Uint32Array, purpose: Purpose, changes?: Uint32Array): void {
    const { batch, ports } = this.executor.plan;
    if (indices.length > batch) throw new RangeError(`${indices.length} pictures in a batch of ${batch}`);
    const resident = source instanceof DeviceDataset;
    const { chunks, picturesPerChunk } = resident ? source : this.upload(source, indices);
    const pictureWords = deviceBytes(this.shape) / 4;
    const { step } = this;
    writeStep(step, indices.length, purpose);
    let at = PICKS_OFFSET / 4;
    for (let slot = 0; slot < indices.length; slot++) {
      const index = indices[slot] ?? 0;
      const place = resident ? index : slot;
      step[at++] = Math.floor(place / picturesPerChunk);
      step[at++] = (place % picturesPerChunk) * pictureWords;
      step[at++] = source.label(index);
      step[at++] = changes?.[slot] ?? 0;
    }
    this.executor.lend(chunks);
    this.executor.write(ports.step, step.subarray(0, at));
  }

  destroy(): void {
    this.stream?.destroy();
  }

  private upload(pictures: Pictures, indices: Uint32Array): Stream {
    this.stream ??= new Stream(this.executor.device, this.shape, this.executor.plan.batch);
    this.stream.upload(pictures, indices);
    return this.stream;
  }
}

/** One batch of pictures on the device, written anew for each step. */
class Stream {
  readonly chunks: readonly [GPUBuffer];
  private readonly bytes: Uint8Array<ArrayBuffer>;

  constructor(
    private readonly device: GPUDevice,
    private readonly shape: Shape,
    readonly picturesPerChunk: number,
  ) {
    this.bytes = new Uint8Array(picturesPerChunk * deviceBytes(shape));
    const usage = BufferUsage.storage | BufferUsage.copyDst;
    this.chunks = [device.createBuffer({ label: 'pictures of the batch', size: this.bytes.length, usage })];
  }

  upload(pictures: Pictures, indices: Uint32Array): void {
    const pictureBytes = deviceBytes(this.shape);
    for (let slot = 0; slot < indices.length; slot++) {
      packPicture(pictures.picture(indices[slot] ?? 0), this.shape, this.bytes, slot * pictureBytes);
    }
    this.device.queue.writeBuffer(this.chunks[0], 0, this.bytes, 0, indices.length * pictureBytes);
  }

  destroy(): void {
    this.chunks[0].destroy();
  }
}
