import type { GaitCycle, GaitQuality, Pass } from '../../../shared/results';
import { excursionOf, leastExcursion } from '../events/events';
import { legLength, type SagittalTrack } from '../signal/sagittal';
import { median } from '../statistics';
import type { Stretch } from '../passes/stretches';

/** Share of frames in which hips and at least one foot are seen, before anything is filled in. */
export function detectedShare({ timeS, paths }: SagittalTrack): number {
  const pelvis = paths.get('MidHip');
  const heels = [paths.get('LHeel'), paths.get('RHeel')];
  if (timeS.length === 0 || pelvis === undefined) return 0;
  const isNumber = (value: number | undefined) => value !== undefined && !Number.isNaN(value);
  const seen = timeS.filter(
    (_, frame) => isNumber(pelvis.along[frame]) && heels.some((heel) => isNumber(heel?.along[frame])),
  );
  return seen.length / timeS.length;
}

/** The way walked for most of the time. */
export function walkingDirection(
  track: SagittalTrack,
  stretches: readonly Stretch[],
): GaitQuality['walking_direction'] {
  const balance = stretches.reduce((sum, { from, to, facing }) => sum + facing * (to - from), 0);
  if (balance === 0) return 'unknown';
  if (track.planar) return balance > 0 ? 'right' : 'left';
  const axis = Math.abs(track.axis[0]) >= Math.abs(track.axis[1]) ? 'x' : 'z';
  return balance > 0 ? `towards +${axis}` : `towards -${axis}`;
}

/** The passes of a recording with the cycles that each holds. */
export const passesOf = (
  track: SagittalTrack,
  stretches: readonly Stretch[],
  cycles: readonly GaitCycle[],
): Pass[] =>
  stretches.map((stretch, k) => {
    const own = cycles.filter(({ pass }) => pass === k + 1);
    return {
      from_s: track.timeS[stretch.from]!,
      to_s: track.timeS[stretch.to - 1]!,
      direction: walkingDirection(track, [stretch]),
      cycles: own.length,
      kept_cycles: own.filter(({ kept }) => kept).length,
    };
  });

/** Fewer frames a second than this, and the phases of a cycle blur (video of 25 and more is what the field uses). */
const leastFramesPerS = 24;
const leastDetectedShare = 0.8;
/** Cadences of walking people in steps per minute: slow ones after a stroke, and toddlers, who reach 180 (typical). */
const slowestCadence = 30;
const fastestCadence = 210;
/** Cycles a side that a mean wants, and that a spread wants. */
const cyclesForMean = 4;
const cyclesForSpread = 30;

function cycleWarnings(cycles: readonly GaitCycle[]): string[] {
  const warnings: string[] = [];
  const cadence = 120 / median(cycles.map(({ strideTimeS }) => strideTimeS));
  if (cadence < slowestCadence || cadence > fastestCadence) {
    warnings.push(
      `Nobody walks at ${cadence.toFixed(0)} steps/min: the file seems to play slower or faster than it was recorded. ` +
        'Give capture_fps, the frames per second of the camera.',
    );
  }
  const counts = (['left', 'right'] as const).map(
    (side) => cycles.filter((cycle) => cycle.side === side && cycle.kept).length,
  );
  const fewest = Math.min(...counts);
  if (fewest < cyclesForMean) {
    warnings.push(
      `Too few cycles for a mean: ${counts[0]!} left, ${counts[1]!} right; it wants ${cyclesForMean} a side.`,
    );
  } else if (fewest < cyclesForSpread) {
    warnings.push(
      `Enough cycles for a mean, too few for a spread: ${counts[0]!} left, ${counts[1]!} right; ` +
        `the SD describes the walker from about ${cyclesForSpread} a side on.`,
    );
  }
  const left = cycles.filter(({ kept }) => !kept).length;
  if (left > 0)
    warnings.push(`${left} of ${cycles.length} cycles do not count; cycles.csv gives each one's reason.`);
  return warnings;
}

/**
 * Correlation of the two feet's paths against the pelvis: near −1 in walking, high where both legs are read as one. NaN
 * where a foot does not move, for noise says nothing of the legs.
 */
function footCorrelation(track: SagittalTrack): number {
  const [left, right, pelvis] = ['LHeel', 'RHeel', 'MidHip'].map((name) => track.paths.get(name)?.along);
  if (left === undefined || right === undefined || pelvis === undefined) return Number.NaN;
  const pairs = Array.from(pelvis, (hip, frame) => [left[frame]! - hip, right[frame]! - hip] as const).filter(
    ([l, r]) => !Number.isNaN(l + r),
  );
  const least = leastExcursion * legLength(track);
  if ([0, 1].some((foot) => !(excursionOf(pairs.map((pair) => pair[foot]!)) >= least))) return Number.NaN;
  const meanL = pairs.reduce((sum, [l]) => sum + l, 0) / pairs.length;
  const meanR = pairs.reduce((sum, [, r]) => sum + r, 0) / pairs.length;
  const sum = (f: (l: number, r: number) => number) =>
    pairs.reduce((total, [l, r]) => total + f(l - meanL, r - meanR), 0);
  return sum((l, r) => l * r) / Math.sqrt(sum((l) => l * l) * sum((_, r) => r * r));
}

/** What a reader should know before trusting the figures. */
export function warningsOf(
  raw: SagittalTrack,
  track: SagittalTrack,
  stretches: readonly Stretch[],
  cycles: readonly GaitCycle[],
): string[] {
  const warnings: string[] = [];
  const share = detectedShare(raw);
  if (share > 0 && share < leastDetectedShare) {
    warnings.push(
      `The walker is seen in ${(100 * share).toFixed(0)} % of the frames only. A crop around the walkway often helps.`,
    );
  }
  if (stretches.length > 0) {
    if (footCorrelation(track) > 0) {
      warnings.push(
        'Both feet move together: the legs may not have been told apart. Look at the curves before using any figure.',
      );
    }
  }
  if (cycles.length > 0) warnings.push(...cycleWarnings(cycles));
  const framesPerS = (track.timeS.length - 1) / (track.timeS.at(-1)! - track.timeS[0]!);
  if (cycles.length > 0 && framesPerS < leastFramesPerS) {
    warnings.push(
      `Only ${framesPerS.toFixed(0)} frames a second: contacts are uncertain by a good part of ` +
        `${(1000 / framesPerS).toFixed(0)} ms, and stance and support by several points. 25 or more are wanted.`,
    );
  }
  return warnings;
}
