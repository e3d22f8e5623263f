import type { NetworkCase } from './case';
import type { Difference } from './run';

/** A case that failed, as words: what is off, and all that it takes to see it again. */
export function told({ model, ...rest }: NetworkCase, way: string, wrong: readonly Difference[]): string {
  const figures = wrong.map(({ name, error }) => `${name} is off by ${(100 * error).toPrecision(3)} % of its largest`);
  return [`${way}, ${JSON.stringify(rest)}:`, ...figures, 'model file:', JSON.stringify(model)].join('\n');
}
