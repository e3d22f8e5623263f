import { text, type Contents } from './files';

/** Tar archives put together by hand, as writers of all kinds make them. Layout: POSIX.1-1988, and GNU tar's manual. */
export interface Part {
  readonly name: string;
  /** '0' for a file, '1' a hard link, '2' a symlink, '5' a folder, 'x', 'g', 'L', 'K', 'S'. */
  readonly type?: string;
  readonly body?: Uint8Array;
  readonly link?: string;
  /** The field of the time as bytes; octal 0 without. */
  readonly time?: Uint8Array;
  /** 'v7' has no magic. */
  readonly kind?: 'ustar' | 'v7' | 'gnu';
  readonly prefix?: string;
  /** Changes the header before its checksum is taken. */
  readonly change?: (header: Uint8Array) => void;
}

const BLOCK = 512;
export const END = new Uint8Array(2 * BLOCK);

export function header({ name, type = '0', body, link = '', time, kind = 'ustar', prefix = '', change }: Part): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const put = (at: number, value: string): void => block.set(text(value), at);
  put(0, name);
  put(100, '0000644\0');
  put(108, '0000000\0');
  put(116, '0000000\0');
  put(124, `${(body?.byteLength ?? 0).toString(8).padStart(11, '0')} `);
  put(136, '00000000000 ');
  if (time) block.set(time, 136);
  put(156, type);
  put(157, link);
  if (kind !== 'v7') put(257, kind === 'ustar' ? 'ustar\x0000' : 'ustar  \0');
  put(345, prefix);
  change?.(block);
  put(148, '        ');
  put(
    148,
    `${block
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
  );
  return block;
}

export function join(...pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(pieces));
}

export function parts(...all: readonly Part[]): Uint8Array<ArrayBuffer> {
  return join(
    ...all.flatMap((part) => {
      const body = part.body ?? new Uint8Array();
      return [header(part), body, new Uint8Array(-body.byteLength & (BLOCK - 1))];
    }),
  );
}

export const files = (contents: Contents, more: Omit<Part, 'name' | 'body'> = {}): Uint8Array<ArrayBuffer> =>
  parts(...Object.entries(contents).map(([name, body]) => ({ name, body, ...more })));

/** A PAX attribute, its own length in front. */
export function pax(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const length = (digits: number): number => rest.length + digits;
  const digits = String(length(String(length(1)).length)).length;
  return `${length(digits)}${rest}`;
}
