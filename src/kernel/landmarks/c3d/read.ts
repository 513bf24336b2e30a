import { open } from 'node:fs/promises';
import path from 'node:path';
import { badInput } from '../../../shared/errors';
import type { FileTrack } from '../units';
import { fileUnit } from '../units';
import { readHead, type C3dHead } from './head';
import { numbersIn } from './numbers';

/** Groups of points that hold no positions: what a model computed from them. */
const computedPoints = ['ANGLES', 'FORCES', 'MOMENTS', 'POWERS', 'SCALARS'];

interface NamedColumn {
  readonly name: string;
  /** Place of the point in the file. */
  readonly column: number;
}

/** Points of the file that are positions and have a name. */
function namedPoints({ parameters, points }: C3dHead): NamedColumn[] {
  // Motion Analysis keeps the names in full among the descriptions (so BTK reads them).
  const isMotionAnalysis = /^Motion Analysis/i.test(parameters.texts('MANUFACTURER:COMPANY')[0] ?? '');
  const labels = parameters.texts(isMotionAnalysis ? 'POINT:DESCRIPTIONS' : 'POINT:LABELS');
  const computed = new Set(computedPoints.flatMap((group) => parameters.texts(`POINT:${group}`)));
  return labels
    .slice(0, points)
    .map((name, column) => ({ name, column }))
    .filter(({ name }) => name !== '' && !name.startsWith('*') && !computed.has(name));
}

export async function measureC3d(file: string): Promise<{ frames: number; points: number }> {
  const head = await readHead(file);
  return { frames: head.frames, points: namedPoints(head).length };
}

/** Positions at and beyond this stand for missing ones in files of Motion Analysis. */
const beyondAnyPlace = 9_999_999;
const bytesPerPiece = 1 << 20;

/**
 * Reads the points of a C3D file, piece by piece: scaled integers and floats, of Intel, DEC and MIPS processors. Analog
 * channels, points without a name and computed ones (angles, moments, …) are passed over. A point with a negative
 * residual, or exactly at the origin, is missing; C3D has no confidence, so it is 1 where a point is seen.
 * @throws GaitError `bad-input` where it is no C3D, is damaged, or has no frames; the signal's reason where that fires
 */
export async function readC3d(file: string, signal?: AbortSignal): Promise<FileTrack> {
  const head = await readHead(file);
  const { frames, statedFrames, frameBytes, scale, processor, rateHz, startS, parameters } = head;
  const columns = namedPoints(head);
  const name = path.basename(file);
  const unitText = parameters.texts('POINT:UNITS')[0] ?? '';
  const { unit, scale: metres } = fileUnit(unitText, `The unit of ${name} (POINT:UNITS)`);
  const position = new Float64Array(frames * columns.length * 3).fill(Number.NaN);
  const confidence = new Float32Array(frames * columns.length);
  const framesPerPiece = Math.max(1, Math.floor(bytesPerPiece / Math.max(1, frameBytes)));
  const piece = new Uint8Array(framesPerPiece * frameBytes);
  const numbers = numbersIn(piece, processor);
  const valueBytes = scale === null ? 4 : 2;
  const valueAt = scale === null ? numbers.float32 : (at: number) => numbers.int16(at) * scale;
  const handle = await open(file, 'r');
  try {
    for (let from = 0; from < frames; from += framesPerPiece) {
      signal?.throwIfAborted();
      const some = Math.min(framesPerPiece, frames - from);
      await readFully(handle, piece.subarray(0, some * frameBytes), head.dataAt + from * frameBytes, name);
      for (let row = 0; row < some; row++) {
        for (const [point, { column }] of columns.entries()) {
          const at = row * frameBytes + column * 4 * valueBytes;
          const [x, y, z] = [valueAt(at), valueAt(at + valueBytes), valueAt(at + 2 * valueBytes)];
          const residual = valueAt(at + 3 * valueBytes);
          const isMissing = residual < 0 || !Number.isFinite(x + y + z) || Math.abs(x) >= beyondAnyPlace;
          if (isMissing || (x === 0 && y === 0 && z === 0)) continue;
          const target = (from + row) * columns.length + point;
          position[target * 3] = x * metres;
          position[target * 3 + 1] = y * metres;
          position[target * 3 + 2] = unit === 'px' ? Number.NaN : z * metres;
          confidence[target] = 1;
        }
      }
    }
  } finally {
    await handle.close();
  }
  return {
    track: {
      names: columns.map((column) => column.name),
      timeS: Float64Array.from({ length: frames }, (_, frame) => startS + frame / rateHz),
      position,
      confidence,
      unit: unit === 'px' ? 'px' : 'm',
    },
    statedUnit: unit,
    // Laboratories agree on no vertical axis; y and z are both usual.
    usualUp: ['y', 'z'],
    warnings:
      frames < statedFrames
        ? [`${name} announces ${statedFrames} frames and holds ${frames}: it may be cut short.`]
        : [],
  };
}

async function readFully(
  handle: Awaited<ReturnType<typeof open>>,
  bytes: Uint8Array,
  from: number,
  name: string,
): Promise<void> {
  for (let filled = 0; filled < bytes.length;) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, from + filled);
    if (bytesRead === 0) throw badInput(`${name} ends before its time.`, 'Copy the file again.');
    filled += bytesRead;
  }
}
