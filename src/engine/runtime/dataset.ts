import type { Shape } from '../shape';
import { PICTURE_CHUNKS } from '../kernels/sizes';
import { ProblemError } from '../problem';
import { guarded } from './device';
import { BufferUsage } from './flags';
import { deviceBytes, packPicture, type Pictures, type PictureSet } from '../pictures/pictures';

/** Memory that a data set may take on a device: as much as four bindings of the size that every adapter allows. */
const MOST_BYTES = 2 ** 29;

export interface ChunkLimits {
  readonly maxStorageBufferBindingSize: number;
  readonly maxBufferSize: number;
}

/** How pictures are spread over buffers: whole pictures, each buffer but the last full. */
export interface Chunks {
  readonly picturesPerChunk: number;
  /** Bytes of each buffer. */
  readonly sizes: readonly number[];
}

/** The fewest buffers that hold `count` pictures of `pictureBytes`; undefined where they do not fit. */
export function planChunks(count: number, pictureBytes: number, limits: ChunkLimits): Chunks | undefined {
  const chunkBytes = Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize);
  const picturesPerChunk = Math.min(Math.floor(chunkBytes / pictureBytes), count);
  const chunks = Math.ceil(count / picturesPerChunk);
  // Written so that no pictures, and pictures larger than a buffer, fit nowhere.
  if (!(chunks <= PICTURE_CHUNKS) || count * pictureBytes > MOST_BYTES) return undefined;
  const sizes = Array.from({ length: chunks }, (_, chunk) => Math.min(picturesPerChunk, count - chunk * picturesPerChunk) * pictureBytes);
  return { picturesPerChunk, sizes };
}

/** A whole data set in the memory of a device. Runs on that device share it. */
export class DeviceDataset {
  private constructor(
    private readonly pictures: Pictures,
    private readonly labels: Uint32Array,
    readonly picturesPerChunk: number,
    readonly chunks: readonly GPUBuffer[],
  ) {}

  /**
   * Uploads `pictures`, each of `shape`.
   * @returns undefined where the adapter's limits or its memory do not allow it: the pictures can be streamed then.
   */
  static async create(device: GPUDevice, pictures: PictureSet, shape: Shape, limits: ChunkLimits = device.limits): Promise<DeviceDataset | undefined> {
    const pictureBytes = deviceBytes(shape);
    const plan = planChunks(pictures.count, pictureBytes, limits);
    if (!plan) return undefined;
    const { sizes, picturesPerChunk } = plan;
    const chunks: GPUBuffer[] = [];
    try {
      await guarded(device, () => {
        for (const [chunk, size] of sizes.entries()) {
          const buffer = device.createBuffer({ label: `pictures ${chunk}`, size, usage: BufferUsage.storage, mappedAtCreation: true });
          chunks.push(buffer);
          const bytes = new Uint8Array(buffer.getMappedRange());
          for (let place = 0; place < size / pictureBytes; place++) {
            packPicture(pictures.picture(chunk * picturesPerChunk + place), shape, bytes, place * pictureBytes);
          }
          buffer.unmap();
        }
      });
    } catch (error) {
      for (const buffer of chunks) buffer.destroy();
      if (isOutOfMemory(error)) return undefined;
      throw error;
    }
    const labels = Uint32Array.from({ length: pictures.count }, (_, index) => pictures.label(index));
    return new DeviceDataset(pictures, labels, picturesPerChunk, chunks);
  }

  /** Class of a picture. @throws RangeError for one that is not there. */
  label(index: number): number {
    const label = this.labels[index];
    if (label === undefined) throw new RangeError(`picture ${index} of ${this.labels.length}`);
    return label;
  }

  /** A picture's NCHW bytes on the host. */
  picture(index: number): Uint8Array {
    return this.pictures.picture(index);
  }

  destroy(): void {
    for (const chunk of this.chunks) chunk.destroy();
  }
}

/** A device tells that its memory is full; the host tells by a RangeError where it cannot map so much. */
function isOutOfMemory(error: unknown): boolean {
  return error instanceof RangeError || (error instanceof ProblemError && error.problem.code === 'training.outOfMemory');
}
