import { closeSync, openSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parquetMetadataAsync, parquetScan, type AsyncBuffer, type FileMetaData } from 'hyparquet';
import { ParquetWriter } from 'hyparquet-writer';
import { z } from 'zod';
import { badInput } from '../../shared/errors';
import type { KeypointTrack } from '../../shared/results';
import { AppendingWriter, fileBuffer, rowGroupFrames } from './parquet-file';

const formatVersion = '1';

/** What the table says of itself beside its columns. */
const metadataSchema = z.object({
  keypoints_version: z.literal(formatVersion),
  unit: z.enum(['px', 'm']),
  height_px: z.coerce.number().positive().optional(),
});

const coordinates = ['x', 'y', 'z'] as const;

/** One column beside `time_s`: a coordinate of a point, or its confidence. */
interface KeypointColumn {
  readonly name: string;
  readonly array: 'position' | 'confidence';
  /** Place of the value within a frame, and how many values a frame has. */
  readonly offset: number;
  readonly stride: number;
}

/** Columns in their order: `<point>_x_<unit>`, `_y_`, in 3D `_z_`, then `<point>_confidence`. */
const columnsOf = (names: readonly string[], unit: KeypointTrack['unit']): KeypointColumn[] =>
  names.flatMap((name, point) => [
    ...coordinates.slice(0, unit === 'px' ? 2 : 3).map((axis, part) => ({
      name: `${name}_${axis}_${unit}`,
      array: 'position' as const,
      offset: point * 3 + part,
      stride: names.length * 3,
    })),
    { name: `${name}_confidence`, array: 'confidence', offset: point, stride: names.length },
  ]);

/**
 * Writes named points as a Parquet table, one row a frame: `time_s` (double), then for each point `<point>_x_px` and
 * `_y_px`, or `_x_m`, `_y_m` and `_z_m`, and `<point>_confidence` (floats). y points upwards, from the picture's lower
 * edge where its height is known (`height_px`). Missing points are NaN with confidence 0.
 */
export async function writeKeypointTable(file: string, track: KeypointTrack): Promise<void> {
  await writeFile(file, '');
  const sink = new AppendingWriter(file);
  const columns = columnsOf(track.names, track.unit);
  const writer = new ParquetWriter({
    writer: sink,
    schema: [
      { name: 'keypoints', num_children: columns.length + 1 },
      { name: 'time_s', type: 'DOUBLE', repetition_type: 'REQUIRED' },
      ...columns.map(({ name }) => ({ name, type: 'FLOAT', repetition_type: 'REQUIRED' }) as const),
    ],
    codec: 'SNAPPY',
    statistics: false,
    createdBy: 'Gait Notebook',
    kvMetadata: [
      { key: 'keypoints_version', value: formatVersion },
      { key: 'unit', value: track.unit },
      ...(track.heightPx === undefined ? [] : [{ key: 'height_px', value: String(track.heightPx) }]),
    ],
  });
  for (let from = 0; from < track.timeS.length; from += rowGroupFrames) {
    const timeS = track.timeS.slice(from, from + rowGroupFrames);
    await writer.write({
      columnData: [
        { name: 'time_s', data: timeS },
        ...columns.map(({ name, array, offset, stride }) => ({
          name,
          data: Float32Array.from(timeS, (_, row) => track[array][(from + row) * stride + offset]!),
        })),
      ].map((column) => ({ ...column, encoding: 'BYTE_STREAM_SPLIT', offsetIndex: false }) as const),
      rowGroupSize: rowGroupFrames,
    });
  }
  await writer.finish();
  await sink.flush();
}

interface OpenTable {
  readonly buffer: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly names: readonly string[];
  readonly unit: KeypointTrack['unit'];
  readonly heightPx: number | undefined;
}

async function withTable<T>(file: string, use: (table: OpenTable) => Promise<T> | T): Promise<T> {
  const descriptor = openSync(file, 'r');
  try {
    const name = path.basename(file);
    const buffer = fileBuffer(descriptor);
    const metadata = await parquetMetadataAsync(buffer).catch((cause: unknown) => {
      throw badInput(`${name} is a damaged Parquet file: ${String(cause)}`, 'Copy or write it again.');
    });
    const pairs = metadata.key_value_metadata ?? [];
    const read = metadataSchema.safeParse(Object.fromEntries(pairs.map(({ key, value }) => [key, value])));
    const names = metadata.schema.flatMap((column) => /^(.+)_confidence$/.exec(column.name)?.[1] ?? []);
    if (!read.success || columnsOf(names, read.data.unit).length !== metadata.schema.length - 2) {
      throw badInput(
        `${name} is a Parquet file, but no table of keypoints of this version.`,
        'Give the keypoints.parquet of an analysis; a pose.parquet is found again by analysing its video.',
      );
    }
    const { unit, height_px: heightPx } = read.data;
    return await use({ buffer, metadata, names, unit, heightPx });
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Frames and points of a table, without reading them.
 * @throws GaitError `bad-input` where it is no table of keypoints
 */
export const keypointTableSize = (file: string): Promise<{ frames: number; points: number }> =>
  withTable(file, ({ metadata, names }) => ({ frames: Number(metadata.num_rows), points: names.length }));

/**
 * Reads a table of keypoints one row group at a time.
 * @throws GaitError `bad-input` where it is no table of keypoints
 */
export const readKeypointTable = (file: string): Promise<KeypointTrack> =>
  withTable(file, async ({ buffer, metadata, names, unit, heightPx }) => {
    const frames = Number(metadata.num_rows);
    const timeS = new Float64Array(frames);
    const position = new Float64Array(frames * names.length * 3).fill(Number.NaN);
    const confidence = new Float32Array(frames * names.length);
    const arrays = { timeS, position, confidence };
    const columns = [
      { name: 'time_s', array: 'timeS' as const, offset: 0, stride: 1 },
      ...columnsOf(names, unit),
    ];
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      // A scan keeps the columns that it read, so each row group has its own.
      const scan = await parquetScan({ file: buffer, metadata, rowStart, rowEnd });
      for (const { name, array, offset, stride } of columns) {
        const values = await scan.readColumn({ column: name, rowStart, rowEnd });
        for (let row = 0; row < values.length; row++) {
          arrays[array][(rowStart + row) * stride + offset] = values[row] as number;
        }
      }
      rowStart = rowEnd;
    }
    return { names, timeS, position, confidence, unit, ...(heightPx !== undefined && { heightPx }) };
  });
