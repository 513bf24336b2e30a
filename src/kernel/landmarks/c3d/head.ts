import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { badInput } from '../../../shared/errors';
import { numbersIn, processors, type Processor, type StoredNumbers } from './numbers';
import { blockBytes, damagedC3d, readParameters, type Parameters } from './parameters';

/** An event of the header: at most 18, with labels of four letters. */
export interface HeaderEvent {
  readonly timeS: number;
  readonly label: string;
}

/** What stands before the data of a C3D file. */
export interface C3dHead {
  readonly processor: Processor;
  readonly parameters: Parameters;
  readonly points: number;
  /** Values of all analog channels in a 3D frame, which are passed over. */
  readonly analogValues: number;
  /** Frames that are there: what the file says, or less where it is cut short. */
  readonly frames: number;
  readonly statedFrames: number;
  readonly rateHz: number;
  /** Time of the first frame in seconds. */
  readonly startS: number;
  /** From stored integers to the file's unit; null where positions are floats already. */
  readonly scale: number | null;
  readonly dataAt: number;
  readonly frameBytes: number;
  readonly headerEvents: readonly HeaderEvent[];
}

const mostFramesOfHeader = 65535;

/** The two halves of a frame number that Vicon keeps in the group TRIAL. */
function longFrame(parameters: Parameters, name: string): number | null {
  const [low, high] = parameters.counts(name);
  return low === undefined ? null : low + 65536 * (high ?? 0);
}

/** First frame's number and the count of frames, from wherever the file says them best. */
function frameRange(header: StoredNumbers, parameters: Parameters): { first: number; count: number } {
  const start = longFrame(parameters, 'TRIAL:ACTUAL_START_FIELD');
  const end = longFrame(parameters, 'TRIAL:ACTUAL_END_FIELD');
  if (start !== null && end !== null && end >= start) return { first: start, count: end - start + 1 };
  const first = header.uint16(6);
  const last = header.uint16(8);
  const [longFrames] = parameters.counts('POINT:LONG_FRAMES');
  if (longFrames !== undefined && longFrames > 0) return { first, count: Math.round(longFrames) };
  const [frames] = parameters.counts('POINT:FRAMES');
  const isCutOff = last === mostFramesOfHeader && frames !== undefined;
  return { first, count: isCutOff ? Math.round(frames) : last - first + 1 };
}

function headerEvents(header: StoredNumbers, bytes: Uint8Array): HeaderEvent[] {
  const [countAt, timesAt, labelsAt, most] = [300, 304, 396, 18];
  const count = Math.min(most, Math.max(0, header.int16(countAt)));
  return Array.from({ length: count }, (_, k) => ({
    timeS: header.float32(timesAt + 4 * k),
    label: new TextDecoder().decode(bytes.subarray(labelsAt + 4 * k, labelsAt + 4 * k + 4)).trim(),
  }));
}

async function bytesAt(file: FileHandle, from: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await file.read(bytes, 0, length, from);
  if (bytesRead < length) throw damagedC3d();
  return bytes;
}

/**
 * Reads what stands before the data of a C3D file (C3D User Guide, Motion Lab Systems): Intel, DEC and MIPS numbers.
 * @throws GaitError `bad-input` where it is none, is damaged, or names no frame rate
 */
export async function readHead(name: string): Promise<C3dHead> {
  const file = await open(name, 'r');
  try {
    const { size } = await file.stat();
    const bytes = await bytesAt(file, 0, blockBytes);
    const sectionAt = (bytes[0]! - 1) * blockBytes;
    if (sectionAt < blockBytes) throw damagedC3d();
    const start = await bytesAt(file, sectionAt, 4);
    const processor = processors[start[3]!];
    if (processor === undefined) {
      throw badInput(
        `${path.basename(name)} was written for a processor that is not known (code ${start[3]!}).`,
        'Export it again; 84 (Intel), 85 (DEC) and 86 (MIPS) can be read.',
      );
    }
    const header = numbersIn(bytes, processor);
    const dataAt = (header.uint16(16) - 1) * blockBytes;
    if (dataAt < blockBytes) throw damagedC3d();
    // The count of blocks overflows in some writers; the data's start bounds the section as well.
    const sectionBytes = dataAt > sectionAt ? dataAt - sectionAt : start[2]! * blockBytes;
    const section = await bytesAt(file, sectionAt, sectionBytes);
    const parameters = readParameters(section, processor);
    const points = header.uint16(2);
    const analogValues = header.uint16(4);
    const scale = header.float32(12);
    const frameBytes = (scale < 0 ? 4 : 2) * (4 * points + analogValues);
    const rateHz = [parameters.numbers('POINT:RATE')[0], header.float32(20)].find(
      (rate) => rate !== undefined && Number.isFinite(rate) && rate > 0,
    );
    if (rateHz === undefined) {
      throw badInput(
        `${path.basename(name)} names no frame rate: POINT:RATE is ${parameters.numbers('POINT:RATE')[0] ?? 'missing'}.`,
        'Export it again with the rate of the cameras.',
      );
    }
    const { first, count } = frameRange(header, parameters);
    const there = frameBytes === 0 ? 0 : Math.max(0, Math.floor((size - dataAt) / frameBytes));
    // Ours alone: a walk that begins between two frames keeps its clock.
    const [ownStartS] = parameters.numbers('GAIT_NOTEBOOK:START_S');
    return {
      processor,
      parameters,
      points,
      analogValues,
      frames: Math.max(0, Math.min(count, there)),
      statedFrames: count,
      rateHz,
      // Frame 1 is at 0 s; some writers count from 0.
      startS: ownStartS ?? (Math.max(1, first) - 1) / rateHz,
      scale: scale < 0 ? null : scale,
      dataAt,
      frameBytes,
      headerEvents: headerEvents(header, bytes),
    };
  } finally {
    await file.close();
  }
}
