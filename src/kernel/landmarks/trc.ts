import type { KeypointTrack } from '../../shared/results';
import { badInput } from '../../shared/errors';
import { droppedFrames } from './times';
import { fileUnit, type FileTrack, type FileUnit } from './units';

const cellsOf = (line: string): string[] => line.split('\t').map((cell) => cell.trim());

interface TrcHeader {
  readonly names: readonly string[];
  readonly unit: FileUnit | null;
  /** Metres for one unit of the file; 1 for pixels, and where it names none. */
  readonly scale: number;
}

const headerLines = 5;
const namesIn = (labels: string): string[] =>
  cellsOf(labels)
    .slice(2)
    .filter((label) => label !== '');

function parseHeader(lines: readonly string[]): TrcHeader {
  const keys = cellsOf(lines[1] ?? '');
  const header = cellsOf(lines[2] ?? '');
  const labels = lines[3] ?? '';
  if (!lines[0]?.startsWith('PathFileType') || !keys.includes('Units') || cellsOf(labels).length < 3) {
    throw badInput(
      'The file is not a complete TRC: its five header lines are missing or damaged.',
      'A TRC starts with "PathFileType", names its Units in line 2, and its markers in line 4.',
    );
  }
  const stated = fileUnit(header[keys.indexOf('Units')] ?? '', 'The TRC’s unit (under Units in line 3)');
  return { names: namesIn(labels), ...stated };
}

/** Frames and points of a TRC that comes as its lines, held by none of them. */
export async function measureTrc(
  lines: AsyncIterable<string>,
): Promise<{ readonly frames: number; readonly points: number }> {
  let points = 0;
  let frames = 0;
  let number = 0;
  for await (const line of lines) {
    number++;
    if (number === 4) points = namesIn(line).length;
    if (number > headerLines && line.trim() !== '') frames++;
  }
  return { frames, points };
}

/**
 * Reads a TRC file (Motion Analysis, OpenSim, Sports2D, Pose2Sim, BTK) as it comes, line by line. Lengths become metres,
 * or stay pixels; axes are left as they are. Marker names may stand over every third column or side by side, and the
 * blank line below the header may be missing. Blank cells, NaN and points exactly at the origin are missing. A TRC has
 * no confidence: 1 where a point is seen. A frame that stands there twice is taken once, with a warning.
 * @param frames number of its frames, from {@link measureTrc}
 * @throws GaitError `bad-input` where the text is no TRC, or its times fall, or two frames claim one time
 */
export async function readTrc(lines: AsyncIterable<string>, frames: number): Promise<FileTrack> {
  const head: string[] = [];
  let reading: ReturnType<typeof startReading> | undefined;
  let number = 0;
  for await (const line of lines) {
    number++;
    if (head.length < headerLines) head.push(line);
    else if (line.trim() !== '') (reading ??= startReading(parseHeader(head), frames)).row(line, number);
  }
  return (reading ?? startReading(parseHeader(head), frames)).finish();
}

/** How programs write a number that is none. */
const noNumber = /^$|^[-+]?(nan|inf|1\.#)/i;

function numberIn(cell: string, line: number): number {
  if (noNumber.test(cell)) return Number.NaN;
  const value = Number(cell);
  if (Number.isNaN(value)) {
    throw badInput(
      `Line ${line} of the TRC holds "${cell}", which is not a number.`,
      'Export the file again, with tabs between columns and a point as decimal sign.',
    );
  }
  return Number.isFinite(value) ? value : Number.NaN;
}

function startReading({ names, unit, scale }: TrcHeader, frames: number) {
  const timeS = new Float64Array(frames);
  const position = new Float64Array(frames * names.length * 3).fill(Number.NaN);
  const confidence = new Float32Array(frames * names.length);
  let frame = 0;
  let repeated = 0;
  let before = '';
  return {
    /** Takes one frame. */
    row(text: string, line: number): void {
      const cells = cellsOf(text);
      const time = numberIn(cells[1] ?? '', line);
      if (Number.isNaN(time)) {
        throw badInput(`Line ${line} of the TRC has no time.`, 'Export the trial again with its times.');
      }
      const values = cells.slice(2).join('\t');
      const lastS = frame === 0 ? -Infinity : timeS[frame - 1]!;
      if (time === lastS && values === before) {
        repeated++;
        return;
      }
      if (time <= lastS) {
        throw badInput(
          time === lastS
            ? `Line ${line} of the TRC has other points at the time of the frame before it, ${time} s.`
            : `The times of the TRC do not rise: in line ${line}, ${lastS} s is followed by ${time} s.`,
          'Export the trial again in order of time, with enough decimals.',
        );
      }
      before = values;
      timeS[frame] = time;
      for (let point = 0; point < names.length; point++) {
        const x = numberIn(cells[2 + point * 3] ?? '', line);
        const y = numberIn(cells[3 + point * 3] ?? '', line);
        const z = numberIn(cells[4 + point * 3] ?? '', line);
        if (Number.isNaN(x + y) || (x === 0 && y === 0 && !(Math.abs(z) > 0))) continue;
        if (unit !== 'px' && Number.isNaN(z)) continue;
        const at = frame * names.length + point;
        position[at * 3] = x * scale;
        position[at * 3 + 1] = y * scale;
        position[at * 3 + 2] = unit === 'px' ? Number.NaN : z * scale;
        confidence[at] = 1;
      }
      frame++;
    },
    finish: (): FileTrack => ({
      track: {
        names,
        timeS: timeS.subarray(0, frame),
        position: position.subarray(0, frame * names.length * 3),
        confidence: confidence.subarray(0, frame * names.length),
        unit: unit === 'px' ? 'px' : 'm',
      },
      statedUnit: unit,
      usualUp: ['y'],
      warnings: droppedFrames(repeated),
    }),
  };
}

/** Frames that make one piece of a file: enough that writing it costs more than asking for it. */
const framesPerPiece = 128;

/**
 * A TRC in pieces, that OpenSim, Sports2D and Pose2Sim read. Missing points are blank; a picture's points get z = 0.
 * @param fileName name that the file's first line repeats
 */
export function* formatTrc(track: KeypointTrack, fileName = 'walk.trc'): Generator<string> {
  const { names, timeS, position, unit } = track;
  const frames = timeS.length;
  const spanS = frames > 1 ? timeS[frames - 1]! - timeS[0]! : 0;
  const rateHz = spanS > 0 ? Number(((frames - 1) / spanS).toFixed(4)) : 1;
  const decimals = unit === 'px' ? 2 : 5;
  let lines = [
    `PathFileType\t4\t(X/Y/Z)\t${fileName}`,
    'DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames',
    [rateHz, rateHz, frames, names.length, unit, rateHz, 1, frames].join('\t'),
    `Frame#\tTime\t${names.join('\t\t\t')}\t\t`,
    `\t\t${names.map((_, k) => `X${k + 1}\tY${k + 1}\tZ${k + 1}`).join('\t')}`,
    '',
  ];
  for (let frame = 0; frame < frames; frame++) {
    const cells = [String(frame + 1), timeS[frame]!.toFixed(6)];
    for (let point = 0; point < names.length; point++) {
      const at = (frame * names.length + point) * 3;
      const [x, y, z] = [position[at]!, position[at + 1]!, position[at + 2]!];
      if (Number.isNaN(x + y)) cells.push('', '', '');
      else cells.push(...[x, y, unit === 'px' ? 0 : z].map((value) => value.toFixed(decimals)));
    }
    lines.push(cells.join('\t'));
    if (lines.length >= framesPerPiece) {
      yield `${lines.join('\n')}\n`;
      lines = [];
    }
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`;
}
