import { pickStruct } from '../../kernels/shared';
import { PICTURE_CHUNKS } from '../../kernels/sizes';
import type { Shape } from '../../shape';
import { Lowering } from '../lowering';
import { lowerings } from '../lowerings';
import type { AdapterTraits } from '../traits';
import { portsOf, programOf, type Ports, type Program } from './program';

/** Where a binding may begin on every adapter. */
export const PICKS_OFFSET = 256;

export interface LoadingPorts extends Ports {
  /** Buffers with the bytes of pictures, which are lent and no part of the plan's memory. */
  readonly pictures: readonly number[];
  /** For each group of four channels a vector of scales, then one of shifts: value = byte / 255 · scale + shift. */
  readonly normalisation: number;
}

/** Makes batches of pictures, and does nothing with them. */
export interface LoadingProgram extends Program {
  readonly ports: LoadingPorts;
}

export function loadingProgram(shape: Shape, batch: number, traits: AdapterTraits): LoadingProgram {
  const lowering = new Lowering({ batch, mode: 'train', ...traits }, lowerings);
  const { input, pictures, normalisation } = lowerLoading(lowering, shape);
  return { ...programOf(lowering), ports: { ...portsOf(lowering), pictures, normalisation }, input, output: input };
}

/** Emits what makes a batch, with what it reads and writes. */
export function lowerLoading(lowering: Lowering, shape: Shape) {
  const { step, stepStorage, options } = lowering;
  const { batch } = options;
  const { channels, height, width } = shape;
  lowering.resize(stepStorage, PICKS_OFFSET + batch * pickStruct.bytes);
  const picks = { storage: stepStorage, offset: PICKS_OFFSET, size: batch * pickStruct.bytes };
  const pictures = Array.from({ length: PICTURE_CHUNKS }, (_, chunk) => lowering.storage({ name: `pictures ${chunk}`, bytes: 0, kind: 'lent' }));
  const input = lowering.tensor('pictures', shape, { differentiable: false });
  const normalisation = lowering.storage({ name: 'normalisation', bytes: input.channelGroups * 32, kind: 'constant' });
  const whole = (storage: number) => lowering.whole(storage);
  lowering.emit({
    ...{ kernel: 'loadBatch', path: 'batch', pass: 'load', flops: 0, makes: input.storage },
    sizes: {
      ...{ BATCH: batch, CHANNELS: channels, GROUP_CHANNELS: Math.min(channels, 4), HEIGHT: height, WIDTH: width },
      ...{ ROW_WORDS: Math.ceil(width / 4), IN_C4: input.channelGroups },
    },
    bindings: [step, picks, whole(normalisation), ...pictures.map(whole), whole(input.storage)],
  });
  return { picks, input, pictures, normalisation };
}
