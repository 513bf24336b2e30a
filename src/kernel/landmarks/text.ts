import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { badInput } from '../../shared/errors';

/**
 * A text file in pieces, unpacked where it is gzip: a long recording is never held whole.
 * @throws GaitError bad-input where it is empty or cannot be unpacked; the signal's reason where that fires
 */
export async function* readPieces(file: string, signal?: AbortSignal): AsyncGenerator<string> {
  const name = path.basename(file);
  const start = await firstBytes(file, 2);
  if (start.length === 0) throw badInput(`${name} is empty.`, 'Export the landmarks again.');
  const isGzip = start[0] === 0x1f && start[1] === 0x8b;
  const bytes = createReadStream(file);
  // What goes wrong with either stream is thrown where the last one is read.
  const source = isGzip ? pipeline(bytes, createGunzip(), () => undefined) : bytes;
  const decoder = new TextDecoder();
  try {
    for await (const chunk of source) {
      signal?.throwIfAborted();
      yield decoder.decode(chunk as Buffer, { stream: true });
    }
    yield decoder.decode();
  } catch (cause) {
    const isDamaged = isGzip && (cause as NodeJS.ErrnoException).code?.startsWith('Z_') === true;
    if (!isDamaged) throw cause;
    throw badInput(
      `${name} cannot be unpacked: ${String(cause)}`,
      'The file may be cut short; copy it again.',
    );
  }
}

/** As many bytes from a file's start, or all it has. */
export async function firstBytes(file: string, count: number): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(count));
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);

/** The lines of a text that comes in pieces. */
export async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let begun = '';
  for await (const piece of pieces) {
    const lines = (begun + piece).split('\n');
    begun = lines.pop()!;
    for (const line of lines) yield withoutReturn(line);
  }
  if (begun !== '') yield withoutReturn(begun);
}
