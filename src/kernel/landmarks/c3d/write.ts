import type { GaitEvent, KeypointTrack } from '../../../shared/results';
import { formatParameters, type ParameterGroups } from './format-parameters';
import { blockBytes } from './parameters';
import { onGrid, gridOf } from './grid';

const mostFramesOfHeader = 65535;
const mostBlocks = 255;
const framesPerPiece = 128;

/** A frame number as Vicon's two halves. */
const halves = (frame: number): { integers: number[] } => ({
  integers: [frame % 65536, Math.floor(frame / 65536)],
});

function groupsOf(
  { names, unit, timeS }: KeypointTrack,
  { frames, rateHz }: { frames: number; rateHz: number },
  events: readonly GaitEvent[],
  dataBlock: number,
): ParameterGroups {
  const startS = timeS[0] ?? 0;
  const minutesAndSeconds = events.flatMap((event) => {
    const minutes = Math.floor((event.timeS - startS) / 60);
    return [minutes, event.timeS - startS - 60 * minutes];
  });
  return {
    POINT: {
      USED: { integer: names.length },
      FRAMES: { integer: Math.min(frames, mostFramesOfHeader) },
      ...(frames > mostFramesOfHeader && { LONG_FRAMES: { float: frames } }),
      SCALE: { float: -1 },
      RATE: { float: rateHz },
      DATA_START: { integer: dataBlock },
      UNITS: { text: unit === 'px' ? 'px' : 'mm' },
      X_SCREEN: { text: '+X' },
      Y_SCREEN: { text: '+Y' },
      LABELS: { texts: names },
      DESCRIPTIONS: { texts: names.map(() => '') },
    },
    ANALOG: { USED: { integer: 0 }, RATE: { float: 0 }, GEN_SCALE: { float: 1 } },
    FORCE_PLATFORM: { USED: { integer: 0 } },
    TRIAL: { ACTUAL_START_FIELD: halves(1), ACTUAL_END_FIELD: halves(frames) },
    MANUFACTURER: { COMPANY: { text: 'Gait Notebook' }, SOFTWARE: { text: 'Gait Notebook' } },
    GAIT_NOTEBOOK: { START_S: { float: startS } },
    ...(events.length > 0 && {
      EVENT: {
        USED: { integer: events.length },
        CONTEXTS: { texts: events.map(({ side }) => (side === 'left' ? 'Left' : 'Right')) },
        LABELS: { texts: events.map(({ event }) => (event === 'heel_strike' ? 'Foot Strike' : 'Foot Off')) },
        TIMES: { floats: minutesAndSeconds, rows: 2 },
      },
    }),
  };
}

function header(points: number, frames: number, rateHz: number, dataBlock: number): Uint8Array {
  const bytes = new Uint8Array(blockBytes);
  const view = new DataView(bytes.buffer);
  bytes.set([2, 0x50]);
  view.setUint16(2, points, true);
  view.setUint16(6, 1, true);
  view.setUint16(8, Math.min(frames, mostFramesOfHeader), true);
  // A negative scale says that positions are floats.
  view.setFloat32(12, -1, true);
  view.setUint16(16, dataBlock, true);
  view.setFloat32(20, rateHz, true);
  return bytes;
}

/**
 * A C3D file in pieces: floats of Intel's processors, millimetres with y upwards, or pixels (`px`) with z = 0. Missing
 * points have a residual of −1. Events stand in the group EVENT as Vicon names them (Foot Strike, Foot Off; Left,
 * Right), in seconds from the first frame; the time of that frame is kept in GAIT_NOTEBOOK:START_S.
 *
 * C3D knows one frame rate. Where the track's times lie on such a grid its frames are written as they are; otherwise
 * they are interpolated onto it between neighbours, and frames that were lost are missing.
 *
 * The format has room for about 5000 events. A longer recording's file has none rather than some of them; its
 * `events.csv` has them all.
 */
export function* formatC3d(track: KeypointTrack, events: readonly GaitEvent[]): Generator<Uint8Array> {
  const grid = gridOf(track.timeS);
  const section = parameterSection(track, grid, events) ?? parameterSection(track, grid, [])!;
  const dataBlock = 2 + section.length / blockBytes;
  yield header(track.names.length, grid.frames, grid.rateHz, dataBlock);
  yield section;
  const points = track.names.length;
  const scale = track.unit === 'px' ? 1 : 1000;
  const frameBytes = points * 16;
  let written = 0;
  let piece = new DataView(new ArrayBuffer(Math.min(framesPerPiece, grid.frames) * frameBytes));
  let row = 0;
  for (const values of onGrid(track, grid)) {
    for (let point = 0; point < points; point++) {
      const at = row * frameBytes + point * 16;
      const x = values[point * 3]! * scale;
      const y = values[point * 3 + 1]! * scale;
      const z = track.unit === 'px' ? 0 : values[point * 3 + 2]! * scale;
      const isSeen = Number.isFinite(x + y + z);
      [isSeen ? x : 0, isSeen ? y : 0, isSeen ? z : 0, isSeen ? 0 : -1].forEach((value, k) => {
        piece.setFloat32(at + 4 * k, value, true);
      });
    }
    row++;
    if (row * frameBytes < piece.byteLength) continue;
    yield new Uint8Array(piece.buffer);
    written += row;
    piece = new DataView(new ArrayBuffer(Math.min(framesPerPiece, grid.frames - written) * frameBytes));
    row = 0;
  }
  const left = (grid.frames * frameBytes) % blockBytes;
  if (left > 0) yield new Uint8Array(blockBytes - left);
}

/** The parameters, or null where they need more blocks than the format can count. */
function parameterSection(
  track: KeypointTrack,
  grid: { frames: number; rateHz: number },
  events: readonly GaitEvent[],
): Uint8Array | null {
  // How many blocks there are does not depend on what is written of them.
  const blocks = formatParameters(groupsOf(track, grid, events, 0)).length / blockBytes;
  return blocks > mostBlocks ? null : formatParameters(groupsOf(track, grid, events, 2 + blocks));
}
