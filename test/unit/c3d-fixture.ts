// C3D files put together byte by byte from the C3D User Guide, apart from the program's own writer.

type Processor = 'intel' | 'dec' | 'mips';
type Value =
  | { texts: readonly string[] }
  | { int16: readonly number[] }
  | { floats: readonly number[]; dims?: number[] };

export interface C3dRecipe {
  readonly processor?: Processor;
  readonly labels?: readonly string[];
  /** Frames × points × [x, y, z, residual]; in integers once `scale` is given. */
  readonly frames: readonly (readonly (readonly [number, number, number, number])[])[];
  readonly scale?: number;
  readonly rateHz?: number;
  readonly firstFrame?: number;
  readonly units?: string | null;
  /** Analog values of each frame, which readers of points pass over. */
  readonly analogValues?: number;
  readonly headerEvents?: readonly (readonly [label: string, timeS: number])[];
  readonly parameters?: Readonly<Record<string, Readonly<Record<string, Value>>>>;
}

const codes = { intel: 84, dec: 85, mips: 86 } as const;

function numbersOf(processor: Processor) {
  const isLittle = processor !== 'mips';
  return {
    int16: (value: number): number[] => {
      const view = new DataView(new ArrayBuffer(2));
      view.setInt16(0, value > 32767 ? value - 65536 : value, isLittle);
      return [...new Uint8Array(view.buffer)];
    },
    float: (value: number): number[] => {
      const view = new DataView(new ArrayBuffer(4));
      view.setFloat32(0, processor === 'dec' ? value * 4 : value, isLittle);
      const [a, b, c, d] = new Uint8Array(view.buffer) as unknown as [number, number, number, number];
      return processor === 'dec' ? [c, d, a, b] : [a, b, c, d];
    },
  };
}

const ascii = (text: string): number[] => [...Buffer.from(text, 'latin1')];
const toBlocks = (bytes: number[]): number[] => [
  ...bytes,
  ...new Array<number>((512 - (bytes.length % 512)) % 512).fill(0),
];

export function c3dBytes(recipe: C3dRecipe): Buffer {
  const { processor = 'intel', labels = [], frames, scale, rateHz = 100, firstFrame = 1 } = recipe;
  const { units = 'mm', analogValues = 0, headerEvents = [], parameters = {} } = recipe;
  const { int16, float } = numbersOf(processor);
  const points = frames[0]?.length ?? labels.length;
  const groups: Record<string, Record<string, Value>> = {
    ...parameters,
    POINT: {
      USED: { int16: [points] },
      SCALE: { floats: [scale ?? -1] },
      RATE: { floats: [rateHz] },
      FRAMES: { int16: [frames.length] },
      LABELS: { texts: labels },
      ...(units !== null && { UNITS: { texts: [units] } }),
      ...parameters['POINT'],
    },
  };
  const content = (value: Value): number[] => {
    if ('texts' in value) {
      const width = Math.max(1, ...value.texts.map(({ length }) => length));
      const cells = value.texts.flatMap((text) => ascii(text.padEnd(width)));
      return [255, 2, width, value.texts.length, ...cells];
    }
    if ('int16' in value) return [2, 1, value.int16.length, ...value.int16.flatMap(int16)];
    const dims = value.dims ?? [value.floats.length];
    return [4, dims.length, ...dims, ...value.floats.flatMap(float)];
  };
  const record = (name: string, id: number, body: number[], isLast = false): number[] => {
    const after = [...body, 4, ...ascii('note')];
    // A locked record has a negative length of its name.
    return [256 - name.length, id & 0xff, ...ascii(name), ...int16(isLast ? 0 : after.length + 2), ...after];
  };
  const names = Object.keys(groups);
  // Parameters before the groups that they belong to, which the format allows.
  const records = [
    ...names.flatMap((group, k) =>
      Object.entries(groups[group]!).flatMap(([name, value]) => record(name, k + 1, content(value))),
    ),
    ...names.flatMap((group, k) => record(group, -(k + 1), [], k === names.length - 1)),
  ];
  const section = toBlocks([1, 0x50, 0, codes[processor], ...records]);
  section[2] = section.length / 512;
  const dataBlock = 2 + section.length / 512;
  const header = new Array<number>(512).fill(0);
  const put = (word: number, bytes: number[]) => header.splice((word - 1) * 2, bytes.length, ...bytes);
  put(1, [2, 0x50]);
  put(2, int16(points));
  put(3, int16(analogValues));
  put(4, int16(firstFrame));
  put(5, int16(firstFrame + frames.length - 1));
  put(7, float(scale ?? -1));
  put(9, int16(dataBlock));
  put(11, float(rateHz));
  put(151, int16(headerEvents.length));
  headerEvents.forEach(([label, timeS], k) => {
    put(153 + 2 * k, float(timeS));
    put(199 + 2 * k, ascii(label.padEnd(4)));
  });
  const word = scale === undefined ? float : int16;
  const data = frames.flatMap((frame) => [
    ...frame.flatMap((point) => point.flatMap(word)),
    ...new Array<number>(analogValues).fill(7).flatMap(word),
  ]);
  return Buffer.from([...header, ...section, ...toBlocks(data)]);
}
