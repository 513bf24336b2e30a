import { badInput } from '../../../shared/errors';
import { numbersIn, type Processor, type StoredNumbers } from './numbers';

/** Bytes of a block, in which a C3D file counts its sections. */
export const blockBytes = 512;

/** Bytes of one value by the code of its type: text, bytes, 16-bit integers, 32-bit floats. */
const valueBytes: Readonly<Record<number, number>> = { [-1]: 1, 1: 1, 2: 2, 4: 4 };

interface StoredParameter {
  readonly type: number;
  readonly dimensions: readonly number[];
  readonly bytes: Uint8Array;
}

/** What a C3D file says of itself, by names as `POINT:LABELS`. */
export interface Parameters {
  /** All values of a parameter and of its continuations (`LABELS2`, `LABELS3`, …); none where there is none. */
  texts(name: string): string[];
  /** 16-bit integers as they are stored, signed. */
  numbers(name: string): number[];
  /** 16-bit integers without a sign: counts and frame numbers. */
  counts(name: string): number[];
}

export const damagedC3d = () =>
  badInput(
    'The C3D file is damaged: its parameters do not end where they say.',
    'Export or copy the file again.',
  );

function parse(section: Uint8Array, numbers: StoredNumbers): Map<string, StoredParameter> {
  const groups = new Map<number, string>();
  const found: { readonly group: number; readonly name: string; readonly parameter: StoredParameter }[] = [];
  let at = 4;
  while (at + 4 <= section.length) {
    // The sign of a name's length says whether the record is locked.
    const nameLength = Math.abs((section[at]! << 24) >> 24);
    const id = (section[at + 1]! << 24) >> 24;
    if (nameLength === 0 || id === 0) break;
    const offsetAt = at + 2 + nameLength;
    if (offsetAt + 4 > section.length) throw damagedC3d();
    const name = textOf(section.subarray(at + 2, offsetAt)).toUpperCase();
    const toNext = numbers.uint16(offsetAt);
    if (id < 0) groups.set(-id, name);
    else found.push({ group: id, name, parameter: parameterAt(section, offsetAt + 2) });
    if (toNext === 0) break;
    at = offsetAt + toNext;
  }
  return new Map(
    found.map(({ group, name, parameter }) => [`${groups.get(group) ?? group}:${name}`, parameter]),
  );
}

function parameterAt(section: Uint8Array, at: number): StoredParameter {
  const type = (section[at]! << 24) >> 24;
  const dimensionCount = section[at + 1]!;
  const start = at + 2 + dimensionCount;
  const dimensions = Array.from(section.subarray(at + 2, start));
  const size = valueBytes[type];
  if (size === undefined) throw damagedC3d();
  const end = start + size * dimensions.reduce((product, dimension) => product * dimension, 1);
  if (end > section.length) throw damagedC3d();
  return { type, dimensions, bytes: section.subarray(start, end) };
}

const textOf = (bytes: Uint8Array): string =>
  new TextDecoder()
    .decode(bytes)
    .replace(/[\0\s]+$/, '')
    .trimStart();

/**
 * Reads the parameter section of a C3D file.
 * @param section from its four leading bytes on
 * @throws GaitError `bad-input` where it is damaged
 */
export function readParameters(section: Uint8Array, processor: Processor): Parameters {
  const stored = parse(section, numbersIn(section, processor));
  const continued = <T>(name: string, values: (parameter: StoredParameter) => readonly T[]): T[] => {
    const all: T[] = [];
    for (let part = 1; ; part++) {
      const parameter = stored.get(part === 1 ? name : `${name}${part}`);
      if (parameter === undefined) return all;
      all.push(...values(parameter));
    }
  };
  const numeric = (integer: 'int16' | 'uint16') => (parameter: StoredParameter) => {
    const { type, bytes } = parameter;
    const numbers = numbersIn(bytes, processor);
    const size = Math.abs(valueBytes[type]!);
    return Array.from({ length: bytes.length / size }, (_, k) => {
      if (type === 4) return numbers.float32(4 * k);
      return type === 2 ? numbers[integer](2 * k) : bytes[k]!;
    });
  };
  return {
    texts: (name) =>
      continued(name, ({ type, dimensions, bytes }) => {
        if (type !== -1 || bytes.length === 0) return [];
        const width = dimensions[0] ?? 1;
        return Array.from({ length: bytes.length / width }, (_, k) =>
          textOf(bytes.subarray(k * width, (k + 1) * width)),
        );
      }),
    numbers: (name) => continued(name, numeric('int16')),
    counts: (name) => continued(name, numeric('uint16')),
  };
}
