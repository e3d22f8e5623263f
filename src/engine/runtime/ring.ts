import { BufferUsage, MAP_READ } from './flags';

/** A few small buffers that carry results back while later steps already run: nothing waits until the ring is full. */
export class ReadbackRing {
  private readonly free: GPUBuffer[] = [];
  private readonly all: GPUBuffer[] = [];

  constructor(
    private readonly device: GPUDevice,
    private readonly bytes: number,
  ) {}

  /** Records the copy of `source`; call the result after the submit to be told the bytes once the device is done. */
  record(encoder: GPUCommandEncoder, source: GPUBuffer): () => Promise<ArrayBuffer> {
    const staging = this.free.pop() ?? this.grow();
    encoder.copyBufferToBuffer(source, 0, staging, 0, this.bytes);
    return async () => {
      await staging.mapAsync(MAP_READ);
      const copy = staging.getMappedRange().slice(0);
      staging.unmap();
      this.free.push(staging);
      return copy;
    };
  }

  destroy(): void {
    for (const buffer of this.all) buffer.destroy();
  }

  private grow(): GPUBuffer {
    const buffer = this.device.createBuffer({ label: 'readback', size: this.bytes, usage: BufferUsage.mapRead | BufferUsage.copyDst });
    this.all.push(buffer);
    return buffer;
  }
}
