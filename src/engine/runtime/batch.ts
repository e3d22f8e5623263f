import { packMotion, packSquare, type BatchChanges, type Mixing } from '../pictures/augmentation';
import type { Shape } from '../shape';
import type { OptimiserSettings } from '../optim/optimisers';
import { STEP_BYTES } from '../plan/lowering';
import { PICK_BYTES, PICKS_OFFSET } from '../plan/programs/loading';
import { DeviceDataset } from './dataset';
import type { Executor } from './executor';
import { BufferUsage } from './flags';
import { deviceBytes, meanGrey, packPicture, type Pictures } from '../pictures/pictures';

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
  /** What the learning rate of shifts of normalisations is multiplied by, and their weight decay divided (1). */
  readonly shiftRate?: number;
  /** Share by which the slow weights move to these, which then go back to them, where the plan keeps such; none where they are left alone. */
  readonly slowShare?: number | undefined;
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
export function writeStep(words: Uint32Array<ArrayBuffer>, pictures: number, purpose: Purpose, { partner, share }: Mixing = UNMIXED): void {
  words.fill(0, 0, STEP_BYTES / 4);
  words[0] = pictures;
  words[18] = pictures;
  words[3] = partner;
  const numbers = new Float32Array(words.buffer);
  numbers[4] = share;
  if (purpose === 'evaluation') return;
  const { settings, seed, update = 1, total = pictures, accumulating = false, isFirstOfMean = false } = purpose;
  const { learningRate, weightDecay, spareNorms = false, clipNorm = 0, labelSmoothing = 0, ema = 0, shiftRate = 1, slowShare = -1 } = settings;
  const { momentum = 0, nesterov = false, beta1 = 0, beta2 = 0, epsilon = 0 } = settings;
  words.set([1, seed], 1);
  numbers.set([learningRate, momentum, weightDecay, spareNorms ? 0 : weightDecay], 5);
  words[9] = Number(nesterov);
  numbers.set([1 - beta1, 1 - beta2, 1 / (1 - beta1 ** update), 1 / Math.sqrt(1 - beta2 ** update), epsilon], 10);
  numbers.set([clipNorm, labelSmoothing, isFirstOfMean ? 1 : 1 - ema], 15);
  words.set([total, Number(accumulating)], 18);
  numbers.set([shiftRate, slowShare], 20);
}

const UNMIXED: Mixing = { partner: 0, share: 0 };
const UNCHANGED: BatchChanges = { pictures: [] };

/**
 * Hands a batch to the plan's first dispatch: the step's settings and where each picture lies, in one write. Pictures that
 * the device does not hold are uploaded to a buffer of one batch.
 */
export class BatchLoader {
  private readonly step: Uint32Array<ArrayBuffer>;
  private readonly floats: Float32Array;
  private stream: Stream | undefined;

  constructor(
    private readonly executor: Executor,
    private readonly shape: Shape,
  ) {
    this.step = new Uint32Array(PICKS_OFFSET / 4 + (executor.plan.batch * PICK_BYTES) / 4);
    this.floats = new Float32Array(this.step.buffer);
  }

  /** @throws RangeError for more pictures than the batch has. */
  load(source: PictureSource, indices: Uint32Array, purpose: Purpose, changes: BatchChanges = UNCHANGED): void {
    const { batch, ports } = this.executor.plan;
    if (indices.length > batch) throw new RangeError(`${indices.length} pictures in a batch of ${batch}`);
    const resident = source instanceof DeviceDataset;
    const { chunks, picturesPerChunk } = resident ? source : this.upload(source, indices);
    const pictureWords = deviceBytes(this.shape) / 4;
    const { step, floats } = this;
    writeStep(step, indices.length, purpose, changes.mixing);
    let at = PICKS_OFFSET / 4;
    for (let slot = 0; slot < indices.length; slot++) {
      const index = indices[slot] ?? 0;
      const place = resident ? index : slot;
      step[at++] = Math.floor(place / picturesPerChunk);
      step[at++] = (place % picturesPerChunk) * pictureWords;
      step[at++] = source.label(index);
      const change = changes.pictures[slot] ?? {};
      step[at++] = packMotion(change);
      step[at++] = packSquare(change);
      const { contrast = 1, brightness = 1 } = change;
      floats[at++] = contrast;
      floats[at++] = contrast === 1 ? 0 : (1 - contrast) * meanGrey(source.picture(index), this.shape);
      floats[at++] = brightness;
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
