import type { FilmstripTile, GaitBundle, PhaseSpan, PoseBundle, ThinAngles, ThinSeries } from './display';
import { packNumbers, unpackNumbers } from './packed-numbers';
import { jointNames, landmarkCount, sides, type JointName, type Side } from './results';
import { drawnJoints } from './skeleton';

/** How exactly bundles have their numbers: times to 0.1 ms, values to 0.01, places in small pictures to 0.1 px. */
const decimals = { time: 4, value: 2, place: 1 } as const;

export interface PackedSeries {
  readonly timeS: string;
  readonly values: string;
}

/** All tiles of a filmstrip at once. Points that no skeleton shows are left out. */
export interface PackedTiles {
  readonly frames: string;
  readonly timeS: string;
  /** A line each over all tiles, by the number of the landmark; a gap where no pose was found. */
  readonly points: Readonly<Record<string, readonly [x: string, y: string, visibility: string]>>;
}

/** Angles, most of which share their times: a series names the line of times that is its own. */
export interface PackedAngles {
  readonly times: readonly string[];
  readonly left: PackedJoints;
  readonly right: PackedJoints;
}
type PackedJoints = Readonly<Record<JointName, { readonly timeS: number; readonly values: string }>>;

/** A pose as it stands in an output. */
export interface PackedPose extends Omit<PoseBundle, 'filmstrip' | 'confidence'> {
  readonly filmstrip: (Omit<NonNullable<PoseBundle['filmstrip']>, 'tiles'> & { tiles: PackedTiles }) | null;
  readonly confidence: PackedSeries;
}

export function packPose({ filmstrip, confidence, ...facts }: PoseBundle): PackedPose {
  return {
    ...facts,
    filmstrip: filmstrip && { ...filmstrip, tiles: packTiles(filmstrip.tiles) },
    confidence: packSeries(confidence),
  };
}

/** A gait as it stands in an output. */
export interface PackedGait extends Omit<GaitBundle, 'angles' | 'excerpt' | 'meanCurves' | 'phases'> {
  readonly angles: PackedAngles;
  readonly excerpt: (Omit<NonNullable<GaitBundle['excerpt']>, 'angles'> & { angles: PackedAngles }) | null;
  readonly meanCurves: readonly (Omit<GaitBundle['meanCurves'][number], 'meanDeg' | 'sdDeg'> & {
    readonly meanDeg: string;
    readonly sdDeg: string;
  })[];
  readonly phases?: Readonly<Record<Side, PackedSpans>>;
}

/** Spans of one leg, a line each of their names and their times. */
export interface PackedSpans {
  readonly phase: string;
  readonly startS: string;
  readonly endS: string;
}

export function packGait({ angles, excerpt, meanCurves, phases, ...rest }: GaitBundle): PackedGait {
  return {
    ...rest,
    angles: packAngles(angles),
    excerpt: excerpt && { ...excerpt, angles: packAngles(excerpt.angles) },
    meanCurves: meanCurves.map((curve) => ({
      ...curve,
      meanDeg: packNumbers(curve.meanDeg, decimals.value),
      sdDeg: packNumbers(curve.sdDeg, decimals.value),
    })),
    ...(phases !== undefined && {
      phases: { left: packSpans(phases, 'left'), right: packSpans(phases, 'right') },
    }),
  };
}

function packSpans(phases: readonly PhaseSpan[], side: Side): PackedSpans {
  const own = phases.filter((span) => span.side === side);
  const times = (of: 'startS' | 'endS'): string =>
    packNumbers(
      own.map((span) => span[of]),
      decimals.time,
    );
  return {
    phase: own.map(({ phase }) => phase).join(' '),
    startS: times('startS'),
    endS: times('endS'),
  };
}

function packSeries({ timeS, values }: ThinSeries): PackedSeries {
  return { timeS: packNumbers(timeS, decimals.time), values: packNumbers(values, decimals.value) };
}

function packAngles(angles: ThinAngles): PackedAngles {
  const times: string[] = [];
  const joints = (side: Side): PackedJoints => {
    const packed = jointNames.map((joint) => {
      const { timeS, values } = packSeries(angles[side][joint]);
      if (!times.includes(timeS)) times.push(timeS);
      return [joint, { timeS: times.indexOf(timeS), values }] as const;
    });
    // Sound: there is an entry for each name.
    return Object.fromEntries(packed) as PackedJoints;
  };
  const [left, right] = [joints('left'), joints('right')];
  return { times, left, right };
}

const drawnLandmarks = [...drawnJoints.left, ...drawnJoints.right];

function packTiles(tiles: readonly FilmstripTile[]): PackedTiles {
  const line = (landmark: number, part: 0 | 1 | 2): string =>
    packNumbers(
      tiles.map(({ landmarks }) => landmarks?.[landmark]?.[part] ?? null),
      decimals.place,
    );
  return {
    frames: packNumbers(
      tiles.map(({ frame }) => frame),
      0,
    ),
    timeS: packNumbers(
      tiles.map(({ timeS }) => timeS),
      decimals.time,
    ),
    points: Object.fromEntries(
      drawnLandmarks.map((at) => [String(at), [line(at, 0), line(at, 1), line(at, 2)]]),
    ),
  };
}

// What follows reads files of anybody's: whatever is not packed is given back as it is, for others to judge. So outputs
// that older versions saved, which packed nothing, are read as well.

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A list of numbers from its line of text. */
export const unpackedNumbers = (value: unknown): unknown =>
  typeof value === 'string' ? (unpackNumbers(value) ?? value) : value;

/** The angles of both sides, each series with its times. */
export function unpackedAngles(value: unknown): unknown {
  if (!isObject(value) || !Array.isArray(value['times'])) return value;
  const { times, left, right } = value;
  const timesS = (times as unknown[]).map(unpackedNumbers);
  const timed = (joints: unknown): unknown =>
    isObject(joints)
      ? Object.fromEntries(
          Object.entries(joints).map(([joint, series]) => [
            joint,
            isObject(series) ? { ...series, timeS: timesS[Number(series['timeS'])] } : series,
          ]),
        )
      : joints;
  return { left: timed(left), right: timed(right) };
}

/** The spans of both legs in order of time. */
export function unpackedPhases(value: unknown): unknown {
  if (!isObject(value)) return value;
  const spans = sides.flatMap((side) => {
    const packed = value[side];
    if (!isObject(packed) || typeof packed['phase'] !== 'string') return [];
    const [startS, endS] = [unpackedNumbers(packed['startS']), unpackedNumbers(packed['endS'])];
    if (!Array.isArray(startS) || !Array.isArray(endS)) return [];
    const names = packed['phase'].split(' ').filter((name) => name !== '');
    return names.map((phase, span) => ({
      side,
      phase,
      startS: startS[span] as unknown,
      endS: endS[span] as unknown,
    }));
  });
  return spans.sort((a, b) => Number(a.startS) - Number(b.startS));
}

const notDrawn = [0, 0, 0] as const;

/** The tiles of a filmstrip; points that were left out stand in a corner, unseen. */
export function unpackedTiles(value: unknown): unknown {
  if (!isObject(value) || !isObject(value['points'])) return value;
  const [frames, timesS] = [unpackedNumbers(value['frames']), unpackedNumbers(value['timeS'])];
  if (!Array.isArray(frames) || !Array.isArray(timesS)) return value;
  const points = new Map<number, readonly unknown[]>();
  for (const [landmark, lines] of Object.entries(value['points'])) {
    if (Array.isArray(lines)) points.set(Number(landmark), lines.map(unpackedNumbers));
  }
  const seen = [...points.values()][0];
  return frames.map((frame: unknown, tile) => {
    const part = (lines: readonly unknown[] | undefined, at: number): unknown => {
      const line = lines?.[at];
      return Array.isArray(line) ? (line[tile] as unknown) : undefined;
    };
    const landmarks =
      part(seen, 0) === null
        ? null
        : Array.from({ length: landmarkCount }, (_, landmark) => {
            const lines = points.get(landmark);
            return lines === undefined ? notDrawn : [part(lines, 0), part(lines, 1), part(lines, 2)];
          });
    return { frame, timeS: timesS[tile] as unknown, landmarks };
  });
}
