/** Constants of a specialised shader. Whole numbers, written as abstract integers so that they serve as i32 and as u32. */
export type Constants = Readonly<Record<string, number>>;

const LOOP = /^\s*\/\/% for ([a-z]) in (\w+)\s*$/;
const END = /^\s*\/\/% end\s*$/;

/**
 * The text that a device compiles: the constants as `const` lines, then the file with its marked loops written out.
 *
 * `//% for p in PIXELS` … `//% end` repeats the lines between for p = 0 … PIXELS − 1, with `$p` replaced by the number;
 * PIXELS is a constant or a literal. Loops nest. Tiles live in such numbered variables rather than in arrays, which
 * software adapters and some drivers spill to memory.
 * @throws Error for a loop without an end, or one over an unknown constant.
 */
export function specialise(source: string, constants: Constants): string {
  const header = Object.entries(constants).map(([name, value]) => `const ${name} = ${value};`);
  const lines = source.split('\n');
  const [body, next] = expand(lines, 0, constants);
  if (next < lines.length) throw new Error(`line ${next + 1}: end without a loop`);
  return [...header, ...body].join('\n');
}

/** Expands from line `start` up to the end of the enclosing loop; gives the lines and where that end is. */
function expand(lines: readonly string[], start: number, constants: Constants): [string[], number] {
  const result: string[] = [];
  let at = start;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const loop = LOOP.exec(line);
    if (loop) {
      const [, variable = '', bound = ''] = loop;
      const count = /^\d+$/.test(bound) ? Number(bound) : constants[bound];
      if (count === undefined) throw new Error(`line ${at + 1}: unknown constant ${bound}`);
      const [body, end] = expand(lines, at + 1, constants);
      if (end >= lines.length) throw new Error(`line ${at + 1}: loop without an end`);
      for (let i = 0; i < count; i++) result.push(...body.map((text) => text.replaceAll(`$${variable}`, String(i))));
      at = end + 1;
    } else if (END.test(line)) {
      return [result, at];
    } else {
      result.push(line);
      at++;
    }
  }
  return [result, at];
}
