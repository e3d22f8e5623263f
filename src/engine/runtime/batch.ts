import type { BatchChanges, Change, Mixing } from '../pictures/augmentation';
import type { Shape } from '../shape';
import { pickStruct, stepStruct, type PickValues, type StepValues } from '../kernels/shared';
import { aheadAt } from '../optim/nadam';
import type { OptimiserSettings } from '../optim/optimisers';
import { PICKS_OFFSET } from '../plan/programs/loading';
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

/** What the device is told of a step. */
export function stepOf(pictures: number, purpose: Purpose, { partner, share }: Mixing = UNMIXED): StepValues {
  if (purpose === 'evaluation') return { ...stepStruct.zero, pictures, total: pictures, partner, partnerShare: share };
  const { settings, seed, update = 1, total = pictures, accumulating = false, isFirstOfMean = false } = purpose;
  const { learningRate, weightDecay, spareNorms = false, clipNorm = 0, labelSmoothing = 0, ema = 0, shiftRate = 1, slowShare = -1 } = settings;
  const { momentum = 0, nesterov = false, beta1 = 0, beta2 = 0, epsilon = 0 } = settings;
  const ahead = aheadAt(beta1, update);
  return {
    pictures,
    training: 1,
    seed,
    partner,
    partnerShare: share,
    learningRate,
    momentum,
    weightDecay,
    vectorDecay: spareNorms ? 0 : weightDecay,
    nesterov: Number(nesterov),
    gain1: 1 - beta1,
    gain2: 1 - beta2,
    correction1: 1 / (1 - beta1 ** update),
    correction2: 1 / Math.sqrt(1 - beta2 ** update),
    aheadMean: ahead.mean,
    aheadGradient: ahead.gradient,
    epsilon,
    clipNorm,
    labelSmoothing,
    averageGain: isFirstOfMean ? 1 : 1 - ema,
    total,
    accumulating: Number(accumulating),
    shiftRate,
    slowShare,
  };
}

/** What the device is told of a picture. @param grey its mean grey, worked out where its contrast changes. */
export function pickOf(place: Pick<PickValues, 'chunk' | 'start' | 'label'>, change: Change, grey: () => number): PickValues {
  const { flip = false, shift, cutout, contrast = 1, brightness = 1 } = change;
  // No spread: V8 takes a hundred times as long for it, and there are as many of these as pictures.
  return {
    chunk: place.chunk,
    start: place.start,
    label: place.label,
    flip: Number(flip),
    reflect: Number(shift?.padding === 'reflect'),
    shiftRow: shift?.row ?? 0,
    shiftColumn: shift?.column ?? 0,
    cutRow: cutout?.row ?? 0,
    cutColumn: cutout?.column ?? 0,
    cutSize: cutout?.size ?? 0,
    contrast,
    grey: contrast === 1 ? 0 : (1 - contrast) * grey(),
    brightness,
  };
}

const UNMIXED: Mixing = { partner: 0, share: 0 };
const UNCHANGED: BatchChanges = { pictures: [] };
const UNMOVED: Change = {};

/**
 * Hands a batch to the plan's first dispatch: the step's settings and where each picture lies, in one write. Pictures that
 * the device does not hold are uploaded to a buffer of one batch.
 */
export class BatchLoader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private stream: Stream | undefined;

  constructor(
    private readonly executor: Executor,
    private readonly shape: Shape,
  ) {
    this.bytes = new Uint8Array(PICKS_OFFSET + executor.plan.batch * pickStruct.bytes);
    this.view = new DataView(this.bytes.buffer);
  }

  /** @throws RangeError for more pictures than the batch has. */
  load(source: PictureSource, indices: Uint32Array, purpose: Purpose, changes: BatchChanges = UNCHANGED): void {
    const { batch, ports } = this.executor.plan;
    if (indices.length > batch) throw new RangeError(`${indices.length} pictures in a batch of ${batch}`);
    const resident = source instanceof DeviceDataset;
    const { chunks, picturesPerChunk } = resident ? source : this.upload(source, indices);
    const pictureWords = deviceBytes(this.shape) / 4;
    stepStruct.write(this.view, 0, stepOf(indices.length, purpose, changes.mixing));
    let at = PICKS_OFFSET;
    for (let slot = 0; slot < indices.length; slot++) {
      const index = indices[slot] ?? 0;
      const place = resident ? index : slot;
      const from = { chunk: Math.floor(place / picturesPerChunk), start: (place % picturesPerChunk) * pictureWords, label: source.label(index) };
      pickStruct.write(
        this.view,
        at,
        pickOf(from, changes.pictures[slot] ?? UNMOVED, () => meanGrey(source.picture(index), this.shape)),
      );
      at += pickStruct.bytes;
    }
    this.executor.lend(chunks);
    this.executor.write(ports.step, this.bytes.subarray(0, at));
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
