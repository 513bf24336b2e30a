import { Builder, ByteBuffer, type Offset } from 'flatbuffers';

/** How a model wants its pixels: `(value − mean) / std`, with values of 0–255. */
export interface Normalization {
  readonly mean: number;
  readonly std: number;
}

/** Field numbers of TFLite's `Model` table (tensorflow/lite/schema/schema.fbs). */
const model = {
  version: 0,
  operatorCodes: 1,
  subgraphs: 2,
  description: 3,
  buffers: 4,
  metadataBuffer: 5,
  metadata: 6,
  signatureDefs: 7,
} as const;
const subgraphOutputs = 2;

/** Places of the vtable entry of a field, in bytes from the vtable's start. */
const slot = (field: number): number => 4 + 2 * field;

/**
 * A TFLite model with the metadata that the Pose Landmarker asks for: one image input with its normalization.
 *
 * Flatbuffers grow towards their front and refer forwards only. So the old file becomes the tail of the new one,
 * untouched, and a new root in front of it refers to the old one's parts and to two lists with one more entry.
 */
export function withMetadata(tflite: Uint8Array, normalization: Normalization): Uint8Array {
  const old = readModel(tflite);
  const builder = new Builder(tflite.length + 4096);

  const alignment = 16; // of tensors within the file
  const paddedLength = Math.ceil(tflite.length / alignment) * alignment;
  const tail = new Uint8Array(paddedLength);
  tail.set(tflite);
  builder.startVector(1, paddedLength, alignment);
  for (let index = paddedLength - 1; index >= 0; index--) builder.writeInt8(tail[index]!);
  builder.endVector();
  const tailEnd = builder.offset() - 4; // without the vector's length field
  /** The offset, counted from the end as the builder does, of what lies at `position` in the old file. */
  const moved = (position: number): Offset => tailEnd - position;

  const metadataBytes = modelMetadata(normalization, old.outputs);
  builder.startVector(1, metadataBytes.length, alignment);
  for (let index = metadataBytes.length - 1; index >= 0; index--) builder.addInt8(metadataBytes[index]!);
  const data = builder.endVector();
  const buffer = table(builder, 1, () => {
    builder.addFieldOffset(0, data, 0);
  });
  const name = builder.createString('TFLITE_METADATA');
  const entry = table(builder, 2, () => {
    builder.addFieldOffset(0, name, 0);
    builder.addFieldInt32(1, old.buffers.length, 0);
  });
  const buffers = tables(builder, [...old.buffers.map(moved), buffer]);
  const metadata = tables(builder, [...old.metadata.map(moved), entry]);

  const root = table(builder, 8, () => {
    builder.addFieldInt32(model.version, old.version, 0);
    for (const [field, position] of old.untouched) builder.addFieldOffset(field, moved(position), 0);
    builder.addFieldOffset(model.buffers, buffers, 0);
    builder.addFieldOffset(model.metadata, metadata, 0);
  });
  builder.finish(root, 'TFL3');
  return builder.asUint8Array();
}

/** Positions in the file of the parts that the new root refers to. */
function readModel(tflite: Uint8Array) {
  const file = new ByteBuffer(tflite);
  const root = file.readInt32(0);
  const fieldAt = (position: number, field: number): number => {
    const offset = file.__offset(position, slot(field));
    return offset === 0 ? 0 : position + offset;
  };
  const referred = (position: number, field: number): number => {
    const at = fieldAt(position, field);
    return at === 0 ? 0 : file.__indirect(at);
  };
  const entries = (vector: number): number[] =>
    vector === 0
      ? []
      : Array.from({ length: file.readInt32(vector) }, (_, index) => file.__indirect(vector + 4 + 4 * index));

  const subgraph = entries(referred(root, model.subgraphs))[0];
  if (subgraph === undefined) throw new Error('a TFLite model without a subgraph');
  const version = fieldAt(root, model.version);
  const untouched: [field: number, position: number][] = [];
  for (const field of [
    model.operatorCodes,
    model.subgraphs,
    model.description,
    model.metadataBuffer,
    model.signatureDefs,
  ]) {
    const position = referred(root, field);
    if (position !== 0) untouched.push([field, position]);
  }
  return {
    version: version === 0 ? 0 : file.readInt32(version),
    buffers: entries(referred(root, model.buffers)),
    metadata: entries(referred(root, model.metadata)),
    outputs: file.readInt32(referred(subgraph, subgraphOutputs)),
    untouched,
  };
}

/** A `ModelMetadata` flatbuffer (tflite-support's metadata_schema.fbs): RGB image in, so many tensors out. */
function modelMetadata({ mean, std }: Normalization, outputs: number): Uint8Array {
  const builder = new Builder(1024);
  const floats = (value: number): Offset => {
    builder.startVector(4, 1, 4);
    builder.addFloat32(value);
    return builder.endVector();
  };
  const named = (text: string): Offset => {
    const name = builder.createString(text);
    return table(builder, 1, () => {
      builder.addFieldOffset(0, name, 0);
    });
  };

  const image = table(builder, 1, () => {
    builder.addFieldInt8(0, 1, 0); // ImageProperties.color_space = RGB
  });
  const content = table(builder, 2, () => {
    builder.addFieldInt8(0, 2, 0); // ContentProperties is a union; 2 is ImageProperties
    builder.addFieldOffset(1, image, 0);
  });
  const means = floats(mean);
  const stds = floats(std);
  const normalization = table(builder, 2, () => {
    builder.addFieldOffset(0, means, 0);
    builder.addFieldOffset(1, stds, 0);
  });
  const processUnit = table(builder, 2, () => {
    builder.addFieldInt8(0, 1, 0); // ProcessUnitOptions is a union; 1 is NormalizationOptions
    builder.addFieldOffset(1, normalization, 0);
  });
  const processUnits = tables(builder, [processUnit]);
  const inputName = builder.createString('image');
  const input = table(builder, 5, () => {
    builder.addFieldOffset(0, inputName, 0);
    builder.addFieldOffset(3, content, 0);
    builder.addFieldOffset(4, processUnits, 0);
  });
  const inputs = tables(builder, [input]);
  const outputTensors = tables(
    builder,
    Array.from({ length: outputs }, (_, index) => named(`output ${index}`)),
  );
  const subgraph = table(builder, 4, () => {
    builder.addFieldOffset(2, inputs, 0);
    builder.addFieldOffset(3, outputTensors, 0);
  });
  const subgraphs = tables(builder, [subgraph]);
  const modelName = builder.createString('pose');
  const root = table(builder, 4, () => {
    builder.addFieldOffset(0, modelName, 0);
    builder.addFieldOffset(3, subgraphs, 0);
  });
  builder.finish(root, 'M001');
  return builder.asUint8Array();
}

function table(builder: Builder, fields: number, fill: () => void): Offset {
  builder.startObject(fields);
  fill();
  return builder.endObject();
}

function tables(builder: Builder, offsets: readonly Offset[]): Offset {
  builder.startVector(4, offsets.length, 4);
  for (const offset of offsets.toReversed()) builder.addOffset(offset);
  return builder.endVector();
}
