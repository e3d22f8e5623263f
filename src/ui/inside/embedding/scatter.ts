/** Where the points of an embedding lie on the screen: [point][x, y], in CSS pixels. */
export type Places = Float32Array;

/** Fits points into a rectangle, one unit as long across as down, so that distances stay in proportion. */
export function placesOf(coordinates: Float32Array, width: number, height: number, margin: number): Places {
  const range = (axis: 0 | 1) => {
    let [least, most] = [Infinity, -Infinity];
    for (let at = axis; at < coordinates.length; at += 2) {
      least = Math.min(least, coordinates[at] ?? 0);
      most = Math.max(most, coordinates[at] ?? 0);
    }
    return { middle: (least + most) / 2, length: Math.max(most - least, 1e-12) };
  };
  const [across, down] = [range(0), range(1)];
  const scale = Math.min((width - 2 * margin) / across.length, (height - 2 * margin) / down.length);
  return coordinates.map((value, at) => (at % 2 === 0 ? width / 2 + (value - across.middle) * scale : height / 2 - (value - down.middle) * scale));
}

/** The shown point nearest to a place, no further than `reach`. */
export function nearestPoint(places: Places, shown: readonly number[], x: number, y: number, reach: number): number | undefined {
  return least(shown, (point) => {
    const distance = Math.hypot((places[2 * point] ?? 0) - x, (places[2 * point + 1] ?? 0) - y);
    return distance <= reach ? distance : Infinity;
  });
}

export type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

const AHEAD: Readonly<Record<Direction, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The shown point nearest to another in a direction: within 45° of it. Undefined where none is. */
export function nextPoint(places: Places, shown: readonly number[], from: number, direction: Direction): number | undefined {
  const [dx, dy] = AHEAD[direction];
  return least(shown, (point) => {
    const [x, y] = [(places[2 * point] ?? 0) - (places[2 * from] ?? 0), (places[2 * point + 1] ?? 0) - (places[2 * from + 1] ?? 0)];
    const ahead = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    return point !== from && ahead > 0 && aside <= ahead ? Math.hypot(ahead, aside) : Infinity;
  });
}

function least(points: readonly number[], measure: (point: number) => number): number | undefined {
  let found: number | undefined;
  let smallest = Infinity;
  for (const point of points) {
    const size = measure(point);
    if (size < smallest) [found, smallest] = [point, size];
  }
  return found;
}
