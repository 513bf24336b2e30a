import { landmarkCount, type PoseTrack } from '../../shared/results';

/** Some frames of a pose track, as they come from a pose worker; shapes as in PoseTrack. */
export type PoseBatch = Pick<PoseTrack, 'timeS' | 'image' | 'world' | 'silhouetteShare'>;

/** MediaPipe's pose landmarks, in its order. */
export const landmarkNames = [
  'nose',
  'left_eye_inner',
  'left_eye',
  'left_eye_outer',
  'right_eye_inner',
  'right_eye',
  'right_eye_outer',
  'left_ear',
  'right_ear',
  'mouth_left',
  'mouth_right',
  'left_shoulder',
  'right_shoulder',
  'left_elbow',
  'right_elbow',
  'left_wrist',
  'right_wrist',
  'left_pinky',
  'right_pinky',
  'left_index',
  'right_index',
  'left_thumb',
  'right_thumb',
  'left_hip',
  'right_hip',
  'left_knee',
  'right_knee',
  'left_ankle',
  'right_ankle',
  'left_heel',
  'right_heel',
  'left_foot_index',
  'right_foot_index',
] as const;

/** One column of numbers of a pose table: where its values lie in a track's arrays. */
export interface PoseColumn {
  readonly name: string;
  readonly array: 'timeS' | 'image' | 'world' | 'silhouetteShare';
  /** Place of the value within a frame, and how many values a frame has. */
  readonly offset: number;
  readonly stride: number;
}

export const valuesPerFrame = {
  timeS: 1,
  image: landmarkCount * 4,
  world: landmarkCount * 3,
  silhouetteShare: 1,
} as const satisfies Record<PoseColumn['array'], number>;

const columnsOf = (array: 'image' | 'world', suffixes: readonly string[]): PoseColumn[] =>
  landmarkNames.flatMap((landmark, index) =>
    suffixes.map((suffix, part) => ({
      name: `${landmark}_${suffix}`,
      array,
      offset: index * suffixes.length + part,
      stride: valuesPerFrame[array],
    })),
  );

const timeColumn: PoseColumn = { name: 'time_s', array: 'timeS', offset: 0, stride: 1 };
const silhouetteColumn: PoseColumn = {
  name: 'silhouette_share',
  array: 'silhouetteShare',
  offset: 0,
  stride: 1,
};
const imageColumns = columnsOf('image', ['x_px', 'y_px', 'z_px', 'visibility']);
const worldColumns = columnsOf('world', ['world_x_m', 'world_y_m', 'world_z_m']);

/** The columns of a pose table in their order, with or without the parts that can be missing or left unread. */
export const poseColumns = (parts: { world: boolean; silhouette: boolean }): readonly PoseColumn[] => [
  timeColumn,
  ...imageColumns,
  ...(parts.world ? worldColumns : []),
  ...(parts.silhouette ? [silhouetteColumn] : []),
];

/** A packed frame: its time in 8 bytes, then image, world and silhouette in 4 bytes each. */
const firstValue = {
  timeS: 0,
  image: 2,
  world: 2 + valuesPerFrame.image,
  silhouetteShare: 2 + valuesPerFrame.image + valuesPerFrame.world,
} as const;
const slotsPerFrame = firstValue.silhouetteShare + 1;
export const bytesPerFrame = slotsPerFrame * 4;

/** Frames one after the other, each with all of its values: what can be cut and appended anywhere. */
export function packFrames({ timeS, image, world, silhouetteShare }: PoseBatch): Uint8Array {
  const packed = new Float32Array(timeS.length * slotsPerFrame);
  const times = new DataView(packed.buffer);
  for (let frame = 0; frame < timeS.length; frame++) {
    const start = frame * slotsPerFrame;
    times.setFloat64(frame * bytesPerFrame, timeS[frame]!);
    const imageStart = frame * valuesPerFrame.image;
    packed.set(image.subarray(imageStart, imageStart + valuesPerFrame.image), start + firstValue.image);
    const worldStart = frame * valuesPerFrame.world;
    packed.set(world.subarray(worldStart, worldStart + valuesPerFrame.world), start + firstValue.world);
    packed[start + firstValue.silhouetteShare] = silhouetteShare?.[frame] ?? NaN;
  }
  return new Uint8Array(packed.buffer);
}

/** One column of packed frames. */
export function unpackColumn(packed: Uint8Array, { array, offset }: PoseColumn): Float32Array | Float64Array {
  const frames = packed.length / bytesPerFrame;
  if (array === 'timeS') {
    const times = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
    return Float64Array.from({ length: frames }, (_, frame) => times.getFloat64(frame * bytesPerFrame));
  }
  const slots = new Float32Array(packed.buffer, packed.byteOffset, packed.byteLength / 4);
  const values = new Float32Array(frames);
  for (let frame = 0; frame < frames; frame++) {
    values[frame] = slots[frame * slotsPerFrame + firstValue[array] + offset]!;
  }
  return values;
}
