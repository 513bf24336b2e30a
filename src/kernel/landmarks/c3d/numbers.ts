/** Whose way of storing numbers a C3D file follows: IEEE little-endian, VAX, or IEEE big-endian. */
export type Processor = 'intel' | 'dec' | 'mips';

/** Codes of the parameter section's fourth byte (C3D User Guide, "The Parameter Section"). */
export const processors: Readonly<Record<number, Processor>> = { 84: 'intel', 85: 'dec', 86: 'mips' };

/** Numbers at byte offsets of a piece of a C3D file. */
export interface StoredNumbers {
  readonly int16: (at: number) => number;
  readonly uint16: (at: number) => number;
  readonly float32: (at: number) => number;
}

export function numbersIn(bytes: Uint8Array, processor: Processor): StoredNumbers {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isLittleEndian = processor !== 'mips';
  const vaxWords = new DataView(new ArrayBuffer(4));
  return {
    int16: (at) => view.getInt16(at, isLittleEndian),
    uint16: (at) => view.getUint16(at, isLittleEndian),
    float32(at) {
      if (processor !== 'dec') return view.getFloat32(at, isLittleEndian);
      // A VAX F_float is an IEEE float with its 16-bit words exchanged and an exponent two higher.
      vaxWords.setUint16(0, view.getUint16(at + 2, true), true);
      vaxWords.setUint16(2, view.getUint16(at, true), true);
      return vaxWords.getFloat32(0, true) / 4;
    },
  };
}
