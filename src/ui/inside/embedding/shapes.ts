/** A mark for each of ten classes, so that none is told by its colour alone: SVG paths about (0, 0), 10 across. */
export const SHAPES: readonly string[] = [
  'M0 -4.4 A4.4 4.4 0 1 1 -0.01 -4.4 Z',
  'M-4 -4 H4 V4 H-4 Z',
  'M0 -5 L4.8 3.6 H-4.8 Z',
  'M0 -5.4 L5.4 0 L0 5.4 L-5.4 0 Z',
  'M-1.6 -5 H1.6 V-1.6 H5 V1.6 H1.6 V5 H-1.6 V1.6 H-5 V-1.6 H-1.6 Z',
  'M0 5 L4.8 -3.6 H-4.8 Z',
  'M-2.4 -4.7 L0 -2.3 L2.4 -4.7 L4.7 -2.4 L2.3 0 L4.7 2.4 L2.4 4.7 L0 2.3 L-2.4 4.7 L-4.7 2.4 L-2.3 0 L-4.7 -2.4 Z',
  'M0 -5.6 L1.4 -1.8 L5.4 -1.7 L2.2 0.7 L3.3 4.6 L0 2.3 L-3.3 4.6 L-2.2 0.7 L-5.4 -1.7 L-1.4 -1.8 Z',
  'M-5 -2.2 H5 V2.2 H-5 Z',
  'M-2.2 -5 H2.2 V5 H-2.2 Z',
];
