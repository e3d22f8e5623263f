import { CIFAR_INPUT } from '../engine/graph/spec';
import type { PictureSource } from '../engine/runtime/batch';
import { DeviceDataset } from '../engine/runtime/dataset';
import type { Dataset, RecordSet } from '../data/types';

/** Where a run reads its pictures from. */
export interface Sources {
  readonly train: PictureSource;
  readonly test: PictureSource;
}

/** The data of the last run on the device. It stays there for the next run on the same data. */
export class DeviceData {
  private dataset: Dataset | undefined;
  private sources: Sources | undefined;

  constructor(private readonly device: GPUDevice) {}

  /**
   * Uploads the pictures, unless they are there already; those that do not fit are streamed from the host. Data from
   * before is let go of: no run may be using it any more.
   */
  async of(dataset: Dataset): Promise<Sources> {
    if (this.sources && this.dataset === dataset) return this.sources;
    this.destroy();
    this.dataset = dataset;
    this.sources = { train: await this.place(dataset.train), test: await this.place(dataset.test) };
    return this.sources;
  }

  private async place(records: RecordSet): Promise<PictureSource> {
    return (await DeviceDataset.create(this.device, records, CIFAR_INPUT)) ?? records;
  }

  private destroy(): void {
    for (const source of [this.sources?.train, this.sources?.test]) if (source instanceof DeviceDataset) source.destroy();
    this.sources = undefined;
  }
}
