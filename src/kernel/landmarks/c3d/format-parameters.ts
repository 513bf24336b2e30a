import { blockBytes } from './parameters';

/** A parameter to be written: texts, 16-bit integers (up to 65535), or floats in columns of `rows`. */
export type ParameterValue =
  | { readonly texts: readonly string[] }
  | { readonly text: string }
  | { readonly integers: readonly number[] }
  | { readonly integer: number }
  | { readonly floats: readonly number[]; readonly rows: number }
  | { readonly float: number };

/** Most values along one dimension of a parameter. */
const dimensionLimit = 255;

/** Groups of parameters by their names, in the order in which they are written. */
export type ParameterGroups = Readonly<Record<string, Readonly<Record<string, ParameterValue>>>>;

interface StoredValue {
  readonly type: number;
  readonly dimensions: readonly number[];
  readonly bytes: Uint8Array;
}

/** What fits into one dimension; the C3D format counts along each with a byte. */
const encoded = (text: string): Uint8Array => new TextEncoder().encode(text).subarray(0, dimensionLimit);

function stored(value: ParameterValue): StoredValue {
  if ('text' in value) {
    const bytes = encoded(value.text);
    return { type: -1, dimensions: [bytes.length], bytes };
  }
  if ('texts' in value) {
    const texts = value.texts.map(encoded);
    const width = Math.max(1, ...texts.map(({ length }) => length));
    const bytes = new Uint8Array(width * texts.length).fill(0x20);
    texts.forEach((text, k) => {
      bytes.set(text, k * width);
    });
    return { type: -1, dimensions: [width, texts.length], bytes };
  }
  if ('integer' in value || 'integers' in value) {
    const integers = 'integer' in value ? [value.integer] : value.integers;
    const bytes = new Uint8Array(2 * integers.length);
    integers.forEach((integer, k) => {
      new DataView(bytes.buffer).setUint16(2 * k, integer, true);
    });
    return { type: 2, dimensions: 'integer' in value ? [] : [integers.length], bytes };
  }
  const floats = 'float' in value ? [value.float] : value.floats;
  const bytes = new Uint8Array(4 * floats.length);
  floats.forEach((float, k) => {
    new DataView(bytes.buffer).setFloat32(4 * k, float, true);
  });
  return { type: 4, dimensions: 'float' in value ? [] : [value.rows, floats.length / value.rows], bytes };
}

/** What is too long for one parameter goes on in `NAME2`, `NAME3`, … */
function parts(name: string, value: ParameterValue): (readonly [string, ParameterValue])[] {
  const cut = <T>(values: readonly T[], limit: number): T[][] =>
    Array.from({ length: Math.max(1, Math.ceil(values.length / limit)) }, (_, k) =>
      values.slice(k * limit, (k + 1) * limit),
    );
  const named = (values: readonly ParameterValue[]) =>
    values.map((part, k) => [k === 0 ? name : `${name}${k + 1}`, part] as const);
  if ('texts' in value) return named(cut(value.texts, dimensionLimit).map((texts) => ({ texts })));
  if ('floats' in value) {
    const { rows } = value;
    return named(cut(value.floats, rows * dimensionLimit).map((floats) => ({ floats, rows })));
  }
  return [[name, value]];
}

function record(name: string, id: number, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4 + name.length + content.length);
  bytes[0] = name.length;
  bytes[1] = id;
  bytes.set(new TextEncoder().encode(name), 2);
  new DataView(bytes.buffer).setUint16(2 + name.length, 2 + content.length, true);
  bytes.set(content, 4 + name.length);
  return bytes;
}

/**
 * The parameter section of a C3D file as Intel's processors store numbers, filled up to whole blocks.
 * The caller sees to it that it has no more than 255 of them.
 */
export function formatParameters(groups: ParameterGroups): Uint8Array {
  const noDescription = 0;
  const records = Object.entries(groups).flatMap(([group, parameters], index) => [
    record(group, -(index + 1), Uint8Array.of(noDescription)),
    ...Object.entries(parameters)
      .flatMap(([name, value]) => parts(name, value))
      .map(([name, value]) => {
        const { type, dimensions, bytes } = stored(value);
        const content = [type, dimensions.length, ...dimensions, ...bytes, noDescription];
        return record(name, index + 1, Uint8Array.from(content));
      }),
  ]);
  // A name of no length ends the records.
  const length = records.reduce((sum, bytes) => sum + bytes.length, 4) + 2;
  const blocks = Math.ceil(length / blockBytes);
  const section = new Uint8Array(blocks * blockBytes);
  section.set([1, 0x50, blocks, 84]);
  let at = 4;
  for (const bytes of records) {
    section.set(bytes, at);
    at += bytes.length;
  }
  return section;
}
