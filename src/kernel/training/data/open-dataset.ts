import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { GaitError } from '../../../shared/errors';
import type { Dataset, DatasetDescription } from './dataset';
import { datasetFiles } from './dataset-files';
import { fromLabelRows } from './label-rows';

/** A file of 32-bit floats in rows of equal width. */
interface Rows {
  read(from: number, count: number): Float32Array;
  close(): void;
}

/**
 * Opens a data set that {@link buildDataset} wrote.
 * @param inChunks reads frames from disk each time they are asked for; otherwise all are held
 * @throws GaitError failed where its files do not hold what they should.
 */
export async function openDataset(folder: string, { inChunks }: { inChunks: boolean }): Promise<Dataset> {
  // Sound: buildDataset wrote the file, and the store hands out complete results only.
  const description = JSON.parse(
    await readFile(path.join(folder, datasetFiles.description), 'utf8'),
  ) as DatasetDescription;
  const { groups } = description;
  const frames = description.walks.reduce((sum, walk) => sum + walk.frames, 0);
  const openRows = (name: string, width: number) => {
    const file = path.join(folder, name);
    return inChunks ? rowsOnDisk(file, frames, width) : heldRows(file, frames, width);
  };
  const features = openRows(datasetFiles.features, description.features.length);
  const labels = openRows(datasetFiles.labels, 2 * groups);
  return {
    description,
    read: ({ firstFrame }, from, count) => ({
      features: features.read(firstFrame + from, count),
      ...fromLabelRows(labels.read(firstFrame + from, count), groups),
    }),
    close: () => {
      features.close();
      labels.close();
    },
  };
}

const rowBytes = (width: number): number => width * Float32Array.BYTES_PER_ELEMENT;

function rowsOnDisk(file: string, frames: number, width: number): Rows {
  const descriptor = openSync(file, 'r');
  const { size } = fstatSync(descriptor);
  if (size !== frames * rowBytes(width)) {
    closeSync(descriptor);
    throw new GaitError(
      'failed',
      `The data set is damaged: ${path.basename(file)} holds ${size} bytes in place of ${frames * rowBytes(width)}.`,
      'Delete the store (.gait) and train again.',
    );
  }
  return {
    read: (from, count) => {
      const rows = new Float32Array(count * width);
      const bytes = new Uint8Array(rows.buffer);
      let done = 0;
      while (done < bytes.length) {
        const read = readSync(descriptor, bytes, done, bytes.length - done, from * rowBytes(width) + done);
        if (read === 0) throw new RangeError(`Frames ${from} to ${from + count} are not in the data set.`);
        done += read;
      }
      return rows;
    },
    close: () => {
      closeSync(descriptor);
    },
  };
}

function heldRows(file: string, frames: number, width: number): Rows {
  const onDisk = rowsOnDisk(file, frames, width);
  try {
    const all = onDisk.read(0, frames);
    return { read: (from, count) => all.slice(from * width, (from + count) * width), close: () => undefined };
  } finally {
    onDisk.close();
  }
}
