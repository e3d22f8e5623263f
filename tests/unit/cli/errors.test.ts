import { expect, it } from 'vitest';
import { errorLine, exitStatus, RunError } from '../../../src/cli/errors';
import { Interrupted } from '../../../src/cli/interruption';

it('is one line of printable characters, whatever is in the message', () => {
  expect(errorLine(new RunError('a\n  b\0c\x1b[2J\u0085\n'))).toBe(String.raw`error: a b\x00c\x1b[2J\x85`);
});

it('has the status of what interrupted the program', () => {
  expect([exitStatus(new Interrupted(130)), exitStatus(new RunError('no'))]).toEqual([130, 1]);
});
