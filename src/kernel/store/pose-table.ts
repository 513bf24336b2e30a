import { closeSync, openSync } from 'node:fs';
import { appendFile, open, rm, writeFile } from 'node:fs/promises';
import { parquetMetadataAsync, parquetScan, type FileMetaData } from 'hyparquet';
import { ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import { z } from 'zod';
import { GaitError } from '../../shared/errors';
import type { PoseTrack } from '../../shared/results';
import { AppendingWriter, fileBuffer, rowGroupFrames } from './parquet-file';
import {
  bytesPerFrame,
  packFrames,
  poseColumns,
  unpackColumn,
  valuesPerFrame,
  type PoseBatch,
  type PoseColumn,
} from './pose-columns';

export type { PoseBatch };

export interface PoseTableOptions {
  /** Frames that are held before they go to disk; null holds the whole recording. */
  readonly chunkSize: number | null;
  /** Byte-stream split and Snappy, which every Parquet reader knows, against plain values. */
  readonly compress: boolean;
  /** Picture that the image coordinates refer to. */
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface PoseTableWriter {
  append(batch: PoseBatch): Promise<void>;
  /** Makes the table: before, there is none. */
  close(): Promise<void>;
}

const formatVersion = '1';

/**
 * Writes a pose track as a Parquet table, one row a frame, while it is made: `time_s`, then
 * `<landmark>_{x_px,y_px,z_px,visibility}`, `<landmark>_world_{x,y,z}_m` and, with segmentation, `silhouette_share`.
 * Missing values are NaN. Chunks wait in a file beside the table (`<file>.frames`), so the table's bytes do not depend
 * on their size.
 */
export async function createPoseTableWriter(
  file: string,
  { chunkSize, compress, widthPx, heightPx }: PoseTableOptions,
): Promise<PoseTableWriter> {
  const spool = `${file}.frames`;
  await rm(spool, { force: true });
  let waiting: Uint8Array[] = [];
  let waitingFrames = 0;
  let frames = 0;
  let silhouette = false;

  async function spoolWaiting(): Promise<void> {
    await appendFile(spool, Buffer.concat(waiting));
    waiting = [];
    waitingFrames = 0;
  }

  return {
    async append(batch) {
      waiting.push(packFrames(batch));
      waitingFrames += batch.timeS.length;
      frames += batch.timeS.length;
      silhouette ||= batch.silhouetteShare !== undefined;
      if (chunkSize !== null && waitingFrames >= chunkSize) await spoolWaiting();
    },
    async close() {
      await writeFile(file, '');
      const sink = new AppendingWriter(file);
      const columns = poseColumns({ world: true, silhouette });
      const writer = new ParquetWriter({
        writer: sink,
        schema: schemaOf(columns),
        codec: compress ? 'SNAPPY' : 'UNCOMPRESSED',
        // Smallest and largest values of a landmark's row group serve no query; without them the footer stays small.
        statistics: false,
        createdBy: 'Gait Notebook',
        kvMetadata: [
          { key: 'format_version', value: formatVersion },
          { key: 'width_px', value: String(widthPx) },
          { key: 'height_px', value: String(heightPx) },
        ],
      });
      if (chunkSize !== null) await spoolWaiting();
      const blocks = chunkSize === null ? blocksOf(Buffer.concat(waiting)) : blocksOfFile(spool, frames);
      for await (const block of blocks) {
        await writer.write({
          columnData: columns.map((column) => ({
            name: column.name,
            data: unpackColumn(block, column),
            encoding: compress ? 'BYTE_STREAM_SPLIT' : 'PLAIN',
            offsetIndex: false,
          })),
          rowGroupSize: rowGroupFrames,
        });
      }
      await writer.finish();
      await sink.flush();
      await rm(spool, { force: true });
    },
  };
}

/**
 * Reads a pose table one row group at a time.
 * @param parts `world: false` leaves the array `world` empty, and saves its memory.
 * @throws GaitError where the file is not a pose table.
 */
export async function readPoseTable(
  file: string,
  { world = true }: { world?: boolean } = {},
): Promise<PoseTrack> {
  const descriptor = openSync(file, 'r');
  try {
    const buffer = fileBuffer(descriptor);
    const metadata = await parquetMetadataAsync(buffer).catch((error: unknown) => {
      throw new GaitError('bad-input', `${file} is not a Parquet file.`, undefined, { cause: error });
    });
    const { widthPx, heightPx } = readPictureSize(metadata, file);
    const silhouette = metadata.schema.some(({ name }) => name === 'silhouette_share');
    const columns = poseColumns({ world, silhouette });
    const frames = Number(metadata.num_rows);
    const track = {
      timeS: new Float64Array(frames),
      image: new Float32Array(frames * valuesPerFrame.image),
      world: new Float32Array(world ? frames * valuesPerFrame.world : 0),
      silhouetteShare: new Float32Array(silhouette ? frames : 0),
    };
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      // A scan keeps the columns that it read, so each row group has its own.
      const scan = await parquetScan({ file: buffer, metadata, rowStart, rowEnd });
      for (const column of columns) {
        const values = await scan.readColumn({ column: column.name, rowStart, rowEnd });
        const target = track[column.array];
        for (let row = 0; row < values.length; row++) {
          target[(rowStart + row) * column.stride + column.offset] = values[row] as number;
        }
      }
      rowStart = rowEnd;
    }
    const { silhouetteShare, ...rest } = track;
    return { ...rest, widthPx, heightPx, ...(silhouette && { silhouetteShare }) };
  } finally {
    closeSync(descriptor);
  }
}

const pictureSizeSchema = z.object({
  format_version: z.literal(formatVersion),
  width_px: z.coerce.number().positive(),
  height_px: z.coerce.number().positive(),
});

function readPictureSize(metadata: FileMetaData, file: string): { widthPx: number; heightPx: number } {
  const pairs = metadata.key_value_metadata ?? [];
  const read = pictureSizeSchema.safeParse(Object.fromEntries(pairs.map(({ key, value }) => [key, value])));
  if (!read.success) {
    throw new GaitError(
      'bad-input',
      `${file} is not a pose table of this version.`,
      'Extract the pose again.',
    );
  }
  return { widthPx: read.data.width_px, heightPx: read.data.height_px };
}

const blockBytes = rowGroupFrames * bytesPerFrame;

function* blocksOf(packed: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < packed.length; start += blockBytes) {
    yield packed.subarray(start, start + blockBytes);
  }
}

async function* blocksOfFile(file: string, frames: number): AsyncGenerator<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    for (let left = frames * bytesPerFrame; left > 0; left -= blockBytes) {
      const block = new Uint8Array(Math.min(left, blockBytes));
      const { bytesRead } = await handle.read(block);
      if (bytesRead < block.length) throw new Error(`${file} is shorter than what was written to it.`);
      yield block;
    }
  } finally {
    await handle.close();
  }
}

const schemaOf = (columns: readonly PoseColumn[]): SchemaElement[] => [
  { name: 'pose', num_children: columns.length },
  ...columns.map(({ name, array }): SchemaElement => ({
    name,
    type: array === 'timeS' ? 'DOUBLE' : 'FLOAT',
    repetition_type: 'REQUIRED',
  })),
];
