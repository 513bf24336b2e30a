import type {
  Filmstrip,
  GaitBundle,
  MeanCurve,
  PhaseSpan,
  PoseBundle,
  ThinAngles,
} from '../../shared/display';
import { landmarkCount, jointNames, sides } from '../../shared/results';
import type {
  AppliedEdit,
  CycleCurve,
  GaitAnalysis,
  GaitCycle,
  JointAngles,
  PoseTrack,
} from '../../shared/results';
import { gaitText, phasesText, poseText } from './bundle-text';
import { partOf, thinSeries } from './thin';

const maxPoints = 800;
const maxEvents = 2000;
const maxCycles = 200;
const maxMessages = 50;
const maxEdits = 200;
const maxPhases = 1500;
/** Longer recordings are shown by an excerpt: strides narrower than a fingernail cannot be read. */
const longestShownWholeS = 30;
const excerptLengthS = 20;

/** Hips, knees, ankles, heels and toes among MediaPipe's 33. */
const legLandmarks = [23, 24, 25, 26, 27, 28, 29, 30, 31, 32];

/** What is shown of a pose over time; the rest of a long track can stay on disk. */
export interface SeenLegs extends Pick<PoseTrack, 'widthPx' | 'heightPx'> {
  /** Seconds, n long. */
  readonly timeS: Float64Array;
  /** n long: {@link legVisibility}. */
  readonly visibility: Float64Array;
}

/** What an extracted pose shows; a few hundred kB at most, however long the video. */
export function buildPoseBundle(
  { timeS, visibility, widthPx, heightPx }: SeenLegs,
  filmstrip: Filmstrip | null,
  warnings: readonly string[],
): PoseBundle {
  const frames = timeS.length;
  const detected = visibility.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
  const facts = {
    frames,
    detectedShare: frames === 0 ? 0 : detected / frames,
    durationS: durationS(timeS),
    widthPx,
    heightPx,
    warnings: bounded(warnings),
  };
  return {
    kind: 'pose',
    text: poseText(facts, longestGap(timeS, visibility)),
    ...facts,
    filmstrip: filmstrip && roundedFilmstrip(filmstrip),
    confidence: thinSeries(timeS, visibility, maxPoints),
  };
}

/** What a gait analysis shows; bounded like {@link buildPoseBundle}. */
export function buildGaitBundle(
  analysis: GaitAnalysis,
  edits: readonly AppliedEdit[] = [],
  phases: readonly PhaseSpan[] = [],
): GaitBundle {
  const { angles, cycles, events, parameters } = analysis;
  const excerpt = chooseExcerpt(angles.timeS, cycles);
  const firstEvent = excerpt ? events.findIndex((event) => event.timeS >= excerpt.startS) : 0;
  const shownFrom = Math.min(Math.max(firstEvent, 0), Math.max(0, events.length - maxEvents));
  const keptCycles = cycles.filter((cycle) => cycle.kept).length;
  const quality = {
    ...parameters.quality,
    abstentions: bounded(parameters.quality.abstentions),
    warnings: bounded(parameters.quality.warnings),
  };
  return {
    kind: 'gait',
    text: [gaitText(parameters, cycles), ...phasesText(phases)].join('\n'),
    angles: thinAngles(angles, -Infinity, Infinity),
    excerpt: excerpt && { ...excerpt, angles: thinAngles(angles, excerpt.startS, excerpt.endS) },
    events: events.slice(shownFrom, shownFrom + maxEvents),
    cycles: cycles.slice(0, maxCycles),
    totals: { events: events.length, keptCycles, excludedCycles: cycles.length - keptCycles },
    meanCurves: meanCurves(analysis.curves),
    parameters: { ...parameters, quality },
    conventions: angles.conventions,
    edits: edits.slice(0, maxEdits),
    ...(phases.length > 0 && {
      phases: phases.filter(({ endS }) => excerpt === null || endS >= excerpt.startS).slice(0, maxPhases),
    }),
  };
}

/** Mean visibility of the leg landmarks in each frame, 0–1; NaN where no pose was found. */
export function legVisibility({ timeS, image }: Pick<PoseTrack, 'timeS' | 'image'>): Float64Array {
  return Float64Array.from(timeS, (_, frame) => {
    const visibility = (landmark: number): number => image[(frame * landmarkCount + landmark) * 4 + 3]!;
    return legLandmarks.reduce((sum, landmark) => sum + visibility(landmark), 0) / legLandmarks.length;
  });
}

function durationS(timeS: Float64Array): number {
  return timeS.length < 2 ? 0 : timeS.at(-1)! - timeS[0]!;
}

/** The longest stretch of frames without a value, or null where there is none. */
function longestGap(
  timeS: Float64Array,
  values: Float64Array,
): { readonly startS: number; readonly frames: number } | null {
  let longest: { startS: number; frames: number } | null = null;
  let current = 0;
  for (let i = 0; i < values.length; i++) {
    current = Number.isNaN(values[i]!) ? current + 1 : 0;
    if (current > (longest?.frames ?? 0)) longest = { startS: timeS[i - current + 1]!, frames: current };
  }
  return longest;
}

/** Tenths of a pixel of a small picture say enough. */
function roundedFilmstrip(filmstrip: Filmstrip): Filmstrip {
  const tenth = (value: number): number => Math.round(value * 10) / 10;
  const tiles = filmstrip.tiles.map((tile) => ({
    ...tile,
    landmarks:
      tile.landmarks?.map(([x, y, visibility]) => [tenth(x), tenth(y), tenth(visibility)] as const) ?? null,
  }));
  return { ...filmstrip, tiles };
}

function bounded(messages: readonly string[]): readonly string[] {
  if (messages.length <= maxMessages) return messages;
  return [...messages.slice(0, maxMessages), `… and ${messages.length - maxMessages} more of this kind.`];
}

/** The stretch of a long recording that holds the most kept cycles; null where the whole can be read. */
function chooseExcerpt(
  timeS: Float64Array,
  cycles: readonly GaitCycle[],
): { readonly startS: number; readonly endS: number } | null {
  if (durationS(timeS) <= longestShownWholeS) return null;
  const kept = cycles.filter((cycle) => cycle.kept).sort((a, b) => a.startS - b.startS);
  let best = { startS: timeS[0]!, count: 0 };
  let to = 0;
  kept.forEach(({ startS }, from) => {
    while (to < kept.length && kept[to]!.endS <= startS + excerptLengthS) to++;
    if (to - from > best.count) best = { startS, count: to - from };
  });
  return { startS: best.startS, endS: best.startS + excerptLengthS };
}

function thinAngles(angles: JointAngles, startS: number, endS: number): ThinAngles {
  const thin = (values: Float64Array) => {
    const part = partOf(angles.timeS, values, startS, endS);
    return thinSeries(part.timeS, part.values, maxPoints);
  };
  const ofSide = ({ hip, knee, ankle, trunk, foot }: JointAngles['left']) => ({
    hip: thin(hip),
    knee: thin(knee),
    ankle: thin(ankle),
    trunk: thin(trunk),
    foot: thin(foot),
  });
  return { left: ofSide(angles.left), right: ofSide(angles.right) };
}

/** Mean and sample standard deviation of each joint's curve over the kept cycles of each side. */
function meanCurves(curves: readonly CycleCurve[]): MeanCurve[] {
  return sides.flatMap((side) =>
    jointNames.flatMap((joint) => {
      const own = curves.filter((curve) => curve.side === side && curve.joint === joint);
      if (own.length === 0) return [];
      const at = Array.from({ length: 101 }, (_, percent) =>
        own.map((curve) => curve.angleDeg[percent]!).filter(Number.isFinite),
      );
      return [{ side, joint, meanDeg: at.map(mean), sdDeg: at.map(sampleSd), cycles: own.length }];
    }),
  );
}

const hundredth = (value: number): number => Math.round(value * 100) / 100;

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : hundredth(values.reduce((sum, v) => sum + v, 0) / values.length);
}

function sampleSd(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const centre = values.reduce((sum, v) => sum + v, 0) / values.length;
  const squares = values.reduce((sum, v) => sum + (v - centre) ** 2, 0);
  return hundredth(Math.sqrt(squares / (values.length - 1)));
}
