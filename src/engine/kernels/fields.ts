/** A scalar of four bytes. */
type Scalar = 'u32' | 'i32' | 'f32';

interface Field {
  readonly scalar: Scalar;
  /** What a reader of the shader should know of it. */
  readonly about: string;
}

export const u32 = (about = ''): Field => ({ scalar: 'u32', about });
export const i32 = (about = ''): Field => ({ scalar: 'i32', about });
export const f32 = (about = ''): Field => ({ scalar: 'f32', about });

/** A number for each field. */
export type Values<Name extends string> = Readonly<Record<Name, number>>;

/** What one struct holds. */
export type ValuesOf<S> = S extends Struct<infer Name> ? Values<Name> : never;

/** A struct of scalars that host and shader share: what a shader reads it as, and what the host writes and reads, follow from its fields. */
export class Struct<Name extends string> {
  readonly bytes: number;
  /** Its declaration, to stand before a shader. */
  readonly text: string;
  /** Zero in every field. */
  readonly zero: Values<Name>;
  private readonly names: readonly Name[];
  private readonly scalars: readonly Scalar[];
  private readonly isFloat: readonly boolean[];

  /** @param name what shaders call it. */
  constructor(name: string, fields: Readonly<Record<Name, Field>>) {
    const entries = Object.entries<Field>(fields);
    this.names = entries.map(([field]) => field as Name);
    this.scalars = entries.map(([, { scalar }]) => scalar);
    this.isFloat = this.scalars.map((scalar) => scalar === 'f32');
    this.bytes = entries.length * 4;
    const lines = entries.flatMap(([field, { scalar, about }]) => [...(about ? [`  // ${about}`] : []), `  ${field}: ${scalar},`]);
    this.text = [`struct ${name} {`, ...lines, '}', ''].join('\n');
    this.zero = Object.fromEntries(this.names.map((field) => [field, 0])) as Values<Name>;
  }

  /** Which of its words a field is, from 0. */
  wordOf(name: Name): number {
    return this.names.indexOf(name);
  }

  /** Every step does this for each of its pictures: a plain loop. */
  write(view: DataView, offset: number, values: Values<Name>): void {
    const { names, isFloat } = this;
    let at = offset;
    let word = 0;
    for (const name of names) {
      if (isFloat[word++]) view.setFloat32(at, values[name], true);
      else view.setUint32(at, values[name], true);
      at += 4;
    }
  }

  /** An array of them, one behind the other. */
  packed(all: readonly Values<Name>[]): Uint32Array<ArrayBuffer> {
    const words = new Uint32Array((all.length * this.bytes) / 4);
    const view = new DataView(words.buffer);
    for (const [at, values] of all.entries()) this.write(view, at * this.bytes, values);
    return words;
  }

  read(view: DataView, offset = 0): Values<Name> {
    const readers = { u32: 'getUint32', i32: 'getInt32', f32: 'getFloat32' } as const;
    return Object.fromEntries(this.names.map((name, word) => [name, view[readers[this.scalars[word] ?? 'u32']](offset + word * 4, true)])) as Values<Name>;
  }
}
