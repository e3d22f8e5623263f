/** Channels, height and width of one picture or feature map; a vector is C × 1 × 1. */
export interface Shape {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** Values a shape holds. */
export function volume(shape: Shape): number {
  return shape.channels * shape.height * shape.width;
}
