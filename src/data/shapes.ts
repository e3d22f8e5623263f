import { Canvas, type Colour, type Placement } from './canvas';
import { BAR, DISC, OUTLINES } from './outlines';
import { Random } from '../engine/random';
import { CLASS_COUNT, PICTURE_SIDE, RECORD_BYTES, RecordSet, type Dataset } from './types';

/**
 * Seed of the pictures that everyone sees, on the page and from the command line, so that runs can be compared: the seed of
 * a run is not the seed of its data.
 */
export const SHAPES_SEED = 1;

export interface ShapesOptions {
  readonly seed: number;
  readonly trainCount?: number;
  readonly testCount?: number;
}

/**
 * Shapes-10: 32×32 colour pictures of ten shapes in the record layout of CIFAR-10, the classes in equal shares. Colour,
 * place, size, proportions, tilt, background, clutter and noise vary. The same seed gives the same bytes on every machine:
 * only 32-bit integers and the exactly rounded operations + − × ÷ √ are used.
 */
export function generateShapes({ seed, trainCount = 10_000, testCount = 2_000 }: ShapesOptions): Dataset {
  return {
    source: 'shapes10',
    classNames: OUTLINES.map(({ name }) => name),
    train: generateRecords(trainCount, seed, 0),
    test: generateRecords(testCount, seed, 1),
    files: [],
  };
}

/** Records of one split: 0 for training, 1 for test. */
function generateRecords(count: number, seed: number, split: number): RecordSet {
  const labels = Uint8Array.from({ length: count }, (_, index) => index % CLASS_COUNT);
  Random.from(seed, split).shuffle(labels);
  const bytes = new Uint8Array(count * RECORD_BYTES);
  const canvas = new Canvas();
  labels.forEach((label, index) => {
    const record = bytes.subarray(index * RECORD_BYTES, (index + 1) * RECORD_BYTES);
    record[0] = label;
    drawPicture(canvas, label, Random.from(seed, split, index), record.subarray(1));
  });
  return new RecordSet([bytes]);
}

function drawPicture(canvas: Canvas, label: number, random: Random, bytes: Uint8Array): void {
  const outline = OUTLINES[label];
  if (!outline) throw new RangeError(`label ${label} of ${OUTLINES.length}`);
  const { back, back2, front } = randomColours(random);
  canvas.fill(back, back2, randomPattern(random));
  scatterClutter(canvas, random.below(4), random);
  canvas.paint(outline.inside, placeShape(random), front, nudge(front, 30, random));
  scatterClutter(canvas, random.below(2), random);
  canvas.develop(bytes, random.between(2, 14), random);
}

function placeShape(random: Random): Placement {
  const size = random.between(7.5, 13);
  const proportion = Math.sqrt(random.between(0.75, 1.33));
  const margin = size * 0.85;
  return {
    x: random.between(margin, PICTURE_SIDE - margin),
    y: random.between(margin, PICTURE_SIDE - margin),
    width: size * proportion,
    height: size / proportion,
    turn: randomTilt(random),
  };
}

/** Specks and strokes of any colour. */
function scatterClutter(canvas: Canvas, count: number, random: Random): void {
  for (let i = 0; i < count; i++) {
    const stroke = random.below(2) === 0;
    const size = stroke ? random.between(2, 6) : random.between(0.8, 2);
    const colour = randomColour(random);
    const place = { x: random.between(0, PICTURE_SIDE), y: random.between(0, PICTURE_SIDE), width: size, height: size };
    canvas.paint(stroke ? BAR : DISC, { ...place, turn: randomTurn(random) }, colour, colour);
  }
}

/** A gradient, stripes, a chequerboard or soft blotches, of random scale and direction; 0 to 1 over the picture. */
function randomPattern(random: Random): (x: number, y: number) => number {
  const [cos, sin] = randomTurn(random);
  const period = random.between(5, 14);
  const shift = random.between(0, 2);
  const along = (x: number, y: number): number => (x * cos + y * sin) / period + shift;
  const across = (x: number, y: number): number => (y * cos - x * sin) / period + shift;
  switch (random.below(4)) {
    case 0: {
      const middle = PICTURE_SIDE / 2;
      return (x, y) => Math.min(1, Math.max(0, ((x - middle) * cos + (y - middle) * sin) / PICTURE_SIDE + 0.5));
    }
    case 1:
      return (x, y) => edge(wave(along(x, y)));
    case 2:
      return (x, y) => {
        const a = edge(wave(along(x, y)));
        const b = edge(wave(across(x, y)));
        return a + b - 2 * a * b;
      };
    default:
      return blotches(random);
  }
}

/** A triangle wave of period 2 between 0 and 1. */
function wave(t: number): number {
  const phase = t - 2 * Math.floor(t / 2);
  return phase < 1 ? phase : 2 - phase;
}

/** Steepens 0 … 1 about its middle into an edge about a pixel wide. */
function edge(share: number): number {
  return Math.min(1, Math.max(0, (share - 0.5) * 5 + 0.5));
}

/** A coarse grid of random values, smoothly interpolated. */
function blotches(random: Random): (x: number, y: number) => number {
  const cells = 4;
  const grid = Float64Array.from({ length: (cells + 1) * (cells + 1) }, () => random.between(0, 1));
  const smooth = (t: number): number => t * t * (3 - 2 * t);
  return (x, y) => {
    const gx = (x / PICTURE_SIDE) * cells;
    const gy = (y / PICTURE_SIDE) * cells;
    const at = Math.floor(gy) * (cells + 1) + Math.floor(gx);
    const sx = smooth(gx - Math.floor(gx));
    const sy = smooth(gy - Math.floor(gy));
    const upper = (grid[at] ?? 0) * (1 - sx) + (grid[at + 1] ?? 0) * sx;
    const lower = (grid[at + cells + 1] ?? 0) * (1 - sx) + (grid[at + cells + 2] ?? 0) * sx;
    return upper * (1 - sy) + lower * sy;
  };
}

/** Cosine and sine of an evenly spread angle: a random point of the unit disc, brought to its rim (Marsaglia). */
function randomTurn(random: Random): [number, number] {
  for (;;) {
    const x = random.between(-1, 1);
    const y = random.between(-1, 1);
    const square = x * x + y * y;
    if (square > 1 || square < 0.01) continue;
    const length = Math.sqrt(square);
    return [x / length, y / length];
  }
}

/** Cosine and sine of a tilt of up to 53° to either side, by the tangent of the half angle. */
function randomTilt(random: Random): [number, number] {
  const t = random.between(-0.5, 0.5);
  return [(1 - t * t) / (1 + t * t), (2 * t) / (1 + t * t)];
}

/** Any colours in which the shape is clearly brighter than both colours of the background. */
function randomColours(random: Random): { back: Colour; back2: Colour; front: Colour } {
  for (;;) {
    const back = randomColour(random);
    const back2 = nudge(back, 50, random);
    const front = randomColour(random);
    if (brightness(front) > Math.max(brightness(back), brightness(back2)) + 60) return { back, back2, front };
  }
}

function brightness([red, green, blue]: Colour): number {
  return (3 * red + 6 * green + blue) / 10;
}

function randomColour(random: Random): Colour {
  return [random.below(256), random.below(256), random.below(256)];
}

/** A colour at most `by` away in each channel. */
function nudge([red, green, blue]: Colour, by: number, random: Random): Colour {
  const near = (value: number): number => Math.min(255, Math.max(0, value + random.between(-by, by)));
  return [near(red), near(green), near(blue)];
}
