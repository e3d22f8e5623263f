/** Constants of a specialised shader. Whole numbers are written as abstract integers, so that they serve as i32, as u32 and as f32. */
export type Constants = Readonly<Record<string, number>>;

const LOOP = /^\s*\/\/% for ([a-z]) in (\w+(?:[+-]\w+)*)\s*$/;
const CHOICE = /^\s*\/\/% if (\w+)\s*$/;
const ELSE = /^\s*\/\/% else\s*$/;
const END = /^\s*\/\/% end\s*$/;
/** Must stand before everything else in WGSL. */
const DIRECTIVE = /^\s*(?:enable|requires|diagnostic)\b/;
const SUM = /\$\((\w+(?:[+-]\w+)*)\)/g;

/**
 * The text that a device compiles: the constants as `const` lines, then the file with its marked loops written out.
 *
 * `//% for p in PIXELS` … `//% end` repeats the lines between for p = 0 … PIXELS − 1, with `$p` replaced by the number
 * and `$(p+1)` by the sum. A bound, and a term of a sum, is a constant or a literal. `//% if QUAD` … `//% else` … `//% end`
 * keeps one of two parts, the first where the constant is not 0. Both nest. Tiles live in such numbered variables rather
 * than in arrays, which software adapters and some drivers spill to memory.
 * @throws Error for a part without an end, or an unknown constant.
 */
export function specialise(source: string, constants: Constants): string {
  const header = Object.entries(constants).map(([name, value]) => `const ${name} = ${value};`);
  const lines = source.split('\n');
  const [body, next] = expand(lines, 0, constants);
  if (next < lines.length) throw new Error(`line ${next + 1}: end without a beginning`);
  const written = body.map((line) => line.replace(SUM, (_, sum: string) => String(evaluate(sum, constants))));
  const directives = written.filter((line) => DIRECTIVE.test(line));
  return [...directives, ...header, ...written.filter((line) => !DIRECTIVE.test(line))].join('\n');
}

/** Expands from line `start` up to what ends the enclosing part; gives the lines and where that is. */
function expand(lines: readonly string[], start: number, constants: Constants): [string[], number] {
  const result: string[] = [];
  let at = start;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const [loop, choice] = [LOOP.exec(line), CHOICE.exec(line)];
    if (loop ?? choice) {
      const place = `line ${at + 1}`;
      const count = evaluate(loop?.[2] ?? choice?.[1] ?? '', constants, place);
      const [body, end] = expand(lines, at + 1, constants);
      const hasElse = choice !== null && ELSE.test(lines[end] ?? '');
      const [otherwise, last] = hasElse ? expand(lines, end + 1, constants) : [[], end];
      if (!END.test(lines[last] ?? '')) throw new Error(`${place}: no end`);
      if (loop) for (let i = 0; i < count; i++) result.push(...body.map((text) => substitute(text, loop[1] ?? '', i)));
      else result.push(...(count === 0 ? otherwise : body));
      at = last + 1;
    } else if (END.test(line) || ELSE.test(line)) {
      return [result, at];
    } else {
      result.push(line);
      at++;
    }
  }
  return [result, at];
}

/** Puts a loop's number in place of its variable: in `$p`, and in the sums of `$(p+k)`. */
function substitute(text: string, variable: string, value: number): string {
  const inSums = text.replace(/\$\([^)]*\)/g, (sum) => sum.replace(new RegExp(`\\b${variable}\\b`, 'g'), String(value)));
  return inSums.replaceAll(`$${variable}`, String(value));
}

/** The value of a sum of constants and literals. */
function evaluate(sum: string, constants: Constants, place = 'a sum'): number {
  let total = 0;
  for (const [, sign, term = ''] of sum.matchAll(/([+-]?)(\w+)/g)) {
    const value = /^\d+$/.test(term) ? Number(term) : constants[term];
    if (value === undefined) throw new Error(`${place}: unknown constant ${term}`);
    total += sign === '-' ? -value : value;
  }
  return total;
}
