import { RunError } from './errors';

/**
 * A value as JSON in one line, or indented by so many spaces in several, with the end of the line.
 * @throws RunError for a figure that is no finite number, of which JSON would make `null` without a word.
 */
export function jsonLine(value: object, indent?: number): string {
  return `${JSON.stringify(value, refuseBroken, indent)}\n`;
}

function refuseBroken(name: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RunError(`${name} is ${value}, which is no finite number`);
  return value;
}
