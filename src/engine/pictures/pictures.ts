import type { Shape } from '../shape';

/** Labelled pictures on the host. */
export interface Pictures {
  /** Class of a picture. */
  label(index: number): number;
  /** Its bytes, NCHW. */
  picture(index: number): Uint8Array;
}

/** Those of a data set. */
export interface PictureSet extends Pictures {
  readonly count: number;
}

/** Bytes of a picture on the device: by channel, row and column, each row in whole words. */
export function deviceBytes({ channels, height, width }: Shape): number {
  return channels * height * Math.ceil(width / 4) * 4;
}

/** Writes a picture's NCHW bytes at `offset` as the device has them. `into` holds zeros beside the rows. */
export function packPicture(bytes: Uint8Array, { channels, height, width }: Shape, into: Uint8Array, offset: number): void {
  if (width % 4 === 0) return into.set(bytes, offset);
  const rowBytes = Math.ceil(width / 4) * 4;
  for (let row = 0; row < channels * height; row++) into.set(bytes.subarray(row * width, (row + 1) * width), offset + row * rowBytes);
}

/** How much of the grey of a colour red, green and blue are, as in torchvision's `rgb_to_grayscale`. */
const GREY_SHARES = [0.2989, 0.587, 0.114];

/** Mean grey of a picture's NCHW bytes, from 0 to 1; of other than three channels the mean of them all. */
export function meanGrey(bytes: Uint8Array, { channels, height, width }: Shape): number {
  const positions = height * width;
  let grey = 0;
  for (let channel = 0; channel < channels; channel++) {
    let sum = 0;
    for (let at = channel * positions; at < (channel + 1) * positions; at++) sum += bytes[at] ?? 0;
    grey += sum * (channels === 3 ? (GREY_SHARES[channel] ?? 0) : 1 / channels);
  }
  return grey / positions / 255;
}

/** Mean and deviation of a channel, of pictures scaled to [0, 1]. */
export interface ChannelStatistics {
  readonly mean: number;
  readonly deviation: number;
}

/** A picture's NCHW bytes as a network sees them: scaled to [0, 1], less the mean of their channel, by its deviation. */
export function normalise(bytes: Uint8Array, channels: readonly ChannelStatistics[]): Float32Array {
  const positions = bytes.length / channels.length;
  return Float32Array.from(bytes, (byte, at) => {
    const { mean = 0, deviation = 1 } = channels[Math.floor(at / positions)] ?? {};
    return (byte / 255 - mean) / deviation;
  });
}

/** The bytes of a normalised picture: what `normalise` takes, to the nearest. */
export function bytesOf(values: Float32Array, channels: readonly ChannelStatistics[]): Uint8Array {
  const positions = values.length / channels.length;
  const bytes = Uint8ClampedArray.from(values, (value, at) => {
    const { mean = 0, deviation = 1 } = channels[Math.floor(at / positions)] ?? {};
    return 255 * (value * deviation + mean);
  });
  return new Uint8Array(bytes.buffer);
}

/** (x − mean) / deviation as x · scale + shift, as the device reads it: for each group of four channels the scales, then the shifts. */
export function scalesAndShifts(channels: readonly ChannelStatistics[]): Float32Array<ArrayBuffer> {
  const values = new Float32Array(Math.ceil(channels.length / 4) * 8);
  for (const [channel, { mean, deviation }] of channels.entries()) {
    const at = Math.floor(channel / 4) * 8 + (channel % 4);
    values[at] = 1 / deviation;
    values[at + 4] = -mean / deviation;
  }
  return values;
}
