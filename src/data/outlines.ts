/** Whether a point of the shape's own plane (it lies within about −1 … 1, v downwards) is inside. */
export type Inside = (u: number, v: number) => boolean;

type Point = readonly [number, number];

/** Inside a closed polygon by the even-odd rule. */
function polygon(points: readonly Point[]): Inside {
  const edges = points.map(([u0, v0], index) => {
    const [u1, v1] = points[(index + 1) % points.length] ?? [u0, v0];
    return { u0, v0, v1, slope: v1 === v0 ? 0 : (u1 - u0) / (v1 - v0) };
  });
  return (u, v) => {
    let inside = false;
    for (const { u0, v0, v1, slope } of edges) if (v0 > v !== v1 > v && u < u0 + (v - v0) * slope) inside = !inside;
    return inside;
  };
}

// Sines and cosines are written out: engines may differ in the last bit of Math.sin, and with it in a pixel.
const STAR: readonly Point[] = [
  [0, -1],
  [0.2586, -0.356],
  [0.9511, -0.309],
  [0.4185, 0.136],
  [0.5878, 0.809],
  [0, 0.44],
  [-0.5878, 0.809],
  [-0.4185, 0.136],
  [-0.9511, -0.309],
  [-0.2586, -0.356],
];

const ARROW: readonly Point[] = [
  [0, -1],
  [0.75, -0.05],
  [0.26, -0.05],
  [0.26, 0.95],
  [-0.26, 0.95],
  [-0.26, -0.05],
  [-0.75, -0.05],
];

const ZIGZAG: readonly Point[] = [
  [-1, -0.15],
  [-0.5, -0.65],
  [0, -0.15],
  [0.5, -0.65],
  [1, -0.15],
  [1, 0.5],
  [0.5, 0],
  [0, 0.5],
  [-0.5, 0],
  [-1, 0.5],
];

/** Inside a disc about the middle. */
const within = (u: number, v: number, radius: number): boolean => u * u + v * v < radius * radius;

/** The ten classes of Shapes-10, in the order of their labels. */
export const OUTLINES: readonly { readonly name: string; readonly inside: Inside }[] = [
  { name: 'disc', inside: (u, v) => within(u, v, 0.88) },
  { name: 'ring', inside: (u, v) => within(u, v, 0.96) && !within(u, v, 0.52) },
  { name: 'square', inside: (u, v) => Math.abs(u) < 0.76 && Math.abs(v) < 0.76 },
  {
    name: 'triangle',
    inside: polygon([
      [0, -1],
      [0.95, 0.72],
      [-0.95, 0.72],
    ]),
  },
  { name: 'star', inside: polygon(STAR) },
  {
    name: 'cross',
    inside: (u, v) => Math.min(Math.abs(u), Math.abs(v)) < 0.29 && Math.max(Math.abs(u), Math.abs(v)) < 0.95,
  },
  { name: 'crescent', inside: (u, v) => within(u + 0.15, v, 0.95) && !within(u - 0.3, v, 0.75) },
  {
    name: 'heart',
    // (x² + y² − 1)³ < x² y³, the classic heart, scaled to fit.
    inside: (u, v) => {
      const x = u * 1.2;
      const y = 0.12 - v * 1.2;
      const round = x * x + y * y - 1;
      return round * round * round < x * x * y * y * y;
    },
  },
  { name: 'arrow', inside: polygon(ARROW) },
  { name: 'zigzag', inside: polygon(ZIGZAG) },
];

export const DISC: Inside = (u, v) => within(u, v, 1);
export const BAR: Inside = (u, v) => Math.abs(u) < 1 && Math.abs(v) < 0.22;
