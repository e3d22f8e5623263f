import { PICTURE_BYTES, PICTURE_SIDE } from '../../../data/types';
import { fail } from '../../../engine/problem';

const POINTS = PICTURE_SIDE ** 2;

/** The middle square of a picture, scaled to 32 × 32: NCHW bytes. What is transparent becomes white. */
export async function scaled(source: ImageBitmapSource, width: number, height: number): Promise<Uint8Array> {
  const side = Math.min(width, height);
  const [left, top] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)];
  const small = await createImageBitmap(source, left, top, side, side, { resizeWidth: PICTURE_SIDE, resizeHeight: PICTURE_SIDE, resizeQuality: 'high' });
  const context = new OffscreenCanvas(PICTURE_SIDE, PICTURE_SIDE).getContext('2d');
  if (!context) fail('inside.noCanvas');
  context.fillStyle = 'white';
  context.fillRect(0, 0, PICTURE_SIDE, PICTURE_SIDE);
  context.drawImage(small, 0, 0);
  small.close();
  return planesOf(context.getImageData(0, 0, PICTURE_SIDE, PICTURE_SIDE).data);
}

/** Reads any picture that the browser can. @throws ProblemError for a file that is none. */
export async function pictureIn(file: File): Promise<Uint8Array> {
  let whole: ImageBitmap;
  try {
    whole = await createImageBitmap(file);
  } catch {
    fail('inside.notAPicture', { file: file.name });
  }
  try {
    return await scaled(whole, whole.width, whole.height);
  } finally {
    whole.close();
  }
}

/** The camera's stream. @throws ProblemError that says why there is none. */
export async function openCamera(): Promise<MediaStream> {
  // Only there in a secure context.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) fail('inside.noCamera');
  try {
    return await devices.getUserMedia({ video: true });
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    if (name === 'NotAllowedError') fail('inside.cameraRefused');
    if (name === 'NotFoundError') fail('inside.noCamera');
    fail('inside.cameraFailed', { detail: error instanceof Error ? error.message : String(error) });
  }
}

/** From the interleaved bytes of a canvas to planes of red, green and blue. */
export function planesOf(points: ArrayLike<number>): Uint8Array {
  return Uint8Array.from({ length: PICTURE_BYTES }, (_, at) => points[4 * (at % POINTS) + Math.floor(at / POINTS)] ?? 0);
}

/** A picture of one colour. */
export function plain(colour: readonly [number, number, number]): Uint8Array {
  return Uint8Array.from({ length: PICTURE_BYTES }, (_, at) => colour[Math.floor(at / POINTS)] ?? 0);
}

/** The picture with one point in another colour. */
export function painted(
  pixels: Uint8Array,
  { row, column }: { readonly row: number; readonly column: number },
  colour: readonly [number, number, number],
): Uint8Array {
  const next = pixels.slice();
  for (const [channel, value] of colour.entries()) next[channel * POINTS + row * PICTURE_SIDE + column] = value;
  return next;
}
