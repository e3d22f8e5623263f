/** The nearest points of each, itself (at distance 0) the first. */
export interface Neighbours {
  /** [point][rank]: which. */
  readonly indices: readonly number[][];
  /** [point][rank]: how far, by Euclid. */
  readonly distances: readonly number[][];
}

/**
 * Finds the nearest points of every point by looking at all: exact, and the same every time.
 * @param values [point][value]. @param width values of a point.
 * @param count how many each gets, itself included.
 * @yields how many points are through, every few of them.
 */
export function* nearestNeighbours(values: Float32Array, width: number, count: number): Generator<number, Neighbours> {
  const points = values.length / width;
  const squares = Float64Array.from({ length: points }, (_, point) => product(values, point * width, point * width, width));
  const [indices, distances]: [number[][], number[][]] = [[], []];
  for (let point = 0; point < points; point++) {
    const apart = Float64Array.from({ length: points }, (_, other) =>
      // Rounding must not put a twin before the point itself.
      other === point ? -1 : Math.max(0, (squares[point] ?? 0) + (squares[other] ?? 0) - 2 * product(values, point * width, other * width, width)),
    );
    const nearest = [...apart.keys()].toSorted((a, b) => (apart[a] ?? 0) - (apart[b] ?? 0)).slice(0, count);
    indices.push(nearest);
    distances.push(nearest.map((other) => Math.sqrt(Math.max(0, apart[other] ?? 0))));
    if (point % TURN === TURN - 1) yield point + 1;
  }
  return { indices, distances };
}

/** Points of a turn. */
const TURN = 50;

function product(values: Float32Array, one: number, other: number, width: number): number {
  let sum = 0;
  for (let at = 0; at < width; at++) sum += (values[one + at] ?? 0) * (values[other + at] ?? 0);
  return sum;
}
