import { fstatSync, readSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import type { AsyncBuffer } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer';

/**
 * Frames in a row group, the same for every chunk size: each row group costs a footer entry for each column, so that an
 * hour of a pose's 232 columns in groups of 100 frames took 700 MB to read. One of this size is 2 MB before compression.
 */
export const rowGroupFrames = 2048;

/** Appends each row group to a file as it is done. It keeps no file open, so one that is given up leaks nothing. */
export class AppendingWriter extends ByteWriter {
  constructor(private readonly file: string) {
    super(1 << 16);
  }

  async flush(): Promise<void> {
    await appendFile(this.file, this.getBytes());
    this.index = 0;
  }
}

/** Small reads, thousands of them for a long recording: without a promise each they cost microseconds. */
export function fileBuffer(descriptor: number): AsyncBuffer {
  const byteLength = fstatSync(descriptor).size;
  return {
    byteLength,
    slice(start, end = byteLength) {
      const bytes = new Uint8Array(end - start);
      let filled = 0;
      while (filled < bytes.length) {
        const read = readSync(descriptor, bytes, filled, bytes.length - filled, start + filled);
        if (read === 0) throw new Error('The file ends before its time.');
        filled += read;
      }
      return bytes.buffer;
    },
  };
}
