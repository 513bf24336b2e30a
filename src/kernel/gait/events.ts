import { sides, type GaitEvent, type Side } from '../../shared/results';
import { runsWhere, type Run } from './gaps';
import { frameAt } from './interpolate';
import { legLength, pointName, type SagittalTrack } from './sagittal';
import { median, quantile } from './statistics';
import type { Stretch } from './stretches';
import { turningPoints, type TurningPoint } from './turning-points';

/** An event with where it was found, so that no cycle spans a break. */
export interface FoundEvent extends GaitEvent {
  /** Index of the stretch in which the walker was seen. */
  readonly stretch: number;
  /** Index of the unbroken run of this foot within all stretches. */
  readonly run: number;
  /** True where one flank of its extremum is cut off by an end of the run. */
  readonly isCutOff: boolean;
}

/** Share of a foot's forward and backward excursion that a step must have at least. */
const leastSwing = 0.3;
/** Share of it that must be seen to recede from an extremum at the ends of the recording. */
const leastEndSwing = 0.02;
/** The same where the foot comes into view or is lost: poses are worst there, so more must be seen. */
const leastInnerEndSwing = 0.1;
/** Time for which the foot must be seen on either side of an event, where it comes into view or is lost. */
const leastInnerEndS = 0.1;
/** A run that starts or ends so close to the recording's own start or end is not an inner one. */
const outerMarginS = 0.1;
/** Excursion of a foot against the pelvis, in leg lengths, below which nobody walks. */
const leastExcursion = 0.15;
/**
 * Share of walking speed that the heel must have lost over the floor to count as landed. Half and less is passed
 * in the air, while the leg swings back; near the whole of it, noise and the filter decide the time.
 */
const landedShare = 0.6;
/** Longest plausible time from the heel's foremost position to its contact. */
const longestLandingS = 0.2;
/** How far that time may be from the foot's median before the median is used: near the floor's speed, noise decides it. */
const delayToleranceS = 0.04;
/** Shortest stance from whose middle half the floor's speed is taken. */
const shortestStanceS = 0.25;

/** Heel and toe of one foot ahead of the pelvis over an unbroken run, forward positive. */
interface FootRun extends Run {
  readonly side: Side;
  readonly stretch: number;
  readonly run: number;
  readonly timeS: Float64Array;
  readonly heel: Float64Array;
  readonly toe: Float64Array;
  readonly trust: Float32Array;
}

function footRuns(track: SagittalTrack, stretches: readonly Stretch[]): FootRun[] {
  const pelvis = track.paths.get('MidHip');
  const found: FootRun[] = [];
  for (const side of sides) {
    const heel = track.paths.get(pointName(side, 'Heel'));
    const toe = track.paths.get(pointName(side, 'BigToe'));
    if (pelvis === undefined || heel === undefined || toe === undefined) continue;
    const heelTrust = track.confidence.get(pointName(side, 'Heel'))!;
    const toeTrust = track.confidence.get(pointName(side, 'BigToe'))!;
    for (const [stretch, { from: start, to: end, facing }] of stretches.entries()) {
      const isSeen = (k: number) => !Number.isNaN(heel.along[start + k]! + toe.along[start + k]!);
      for (const run of runsWhere(end - start, isSeen)) {
        const from = start + run.from;
        const to = start + run.to;
        const ahead = (path: Float64Array) =>
          path.slice(from, to).map((along, k) => facing * (along - pelvis.along[from + k]!));
        found.push({
          side,
          stretch,
          run: found.length,
          from,
          to,
          timeS: track.timeS.slice(from, to),
          heel: ahead(heel.along),
          toe: ahead(toe.along),
          trust: heelTrust.slice(from, to).map((trust, k) => Math.min(trust, toeTrust[from + k]!)),
        });
      }
    }
  }
  return found;
}

/** Velocity between frames `k` and `k` + 1. */
const velocityAfter = (timeS: Float64Array, values: Float64Array, k: number): number =>
  (values[k + 1]! - values[k]!) / (timeS[k + 1]! - timeS[k]!);

/** A stance as Zeni's rule bounds it; an end that the run cuts off is the run's own. */
interface Stance {
  readonly fromS: number;
  readonly toS: number;
  /** Velocity of the heel against the pelvis while the foot is flat: minus the walking speed. */
  readonly velocity: number;
}

/** Stances between foremost heel and rearmost toe, and the velocity of the floor under the pelvis in each. */
function stancesOf({ timeS, heel }: FootRun, strikes: TurningPoint[], offs: TurningPoint[]): Stance[] {
  const startS = timeS[0]!;
  const endS = timeS.at(-1)!;
  const starts = [startS, ...strikes.map((strike) => strike.timeS)];
  return starts.flatMap((fromS, k) => {
    const nextStrikeS = starts[k + 1] ?? Infinity;
    const toS = offs.find((off) => off.timeS > fromS)?.timeS ?? endS;
    if (toS > nextStrikeS || toS - fromS < shortestStanceS) return [];
    const quarterS = (toS - fromS) / 4;
    const velocities: number[] = [];
    const last = frameAt(timeS, toS - quarterS);
    for (let frame = frameAt(timeS, fromS + quarterS); frame < last; frame++) {
      velocities.push(velocityAfter(timeS, heel, frame));
    }
    const velocity = median(velocities);
    return velocity < 0 ? [{ fromS, toS, velocity }] : [];
  });
}

/**
 * How long after it was foremost the heel has come to rest over the floor, in seconds; NaN where the run ends before,
 * or the heel does not slow down.
 */
function landingDelayS({ timeS, heel }: FootRun, strike: TurningPoint, floorVelocity: number): number {
  const landed = landedShare * floorVelocity;
  let beforeS = strike.timeS;
  let before = 0;
  for (let frame = strike.frame; frame + 1 < timeS.length; frame++) {
    const atS = (timeS[frame]! + timeS[frame + 1]!) / 2;
    if (atS <= strike.timeS) continue;
    if (beforeS > strike.timeS + longestLandingS) break;
    const velocity = velocityAfter(timeS, heel, frame);
    if (velocity <= landed) {
      return beforeS + ((atS - beforeS) * (landed - before)) / (velocity - before) - strike.timeS;
    }
    beforeS = atS;
    before = velocity;
  }
  return Number.NaN;
}

/** Time on either side of an event over which the confidence of its points is averaged. */
const trustWindowS = 0.1;

/** Mean confidence of heel and toe around a time. */
function trustAround({ timeS, trust }: FootRun, atS: number): number {
  const near = trust.subarray(
    Math.max(0, frameAt(timeS, atS - trustWindowS)),
    frameAt(timeS, atS + trustWindowS) + 1,
  );
  return near.reduce((sum, value) => sum + value, 0) / near.length;
}

function eventsOfRun(foot: FootRun, excursion: number, recordingS: Float64Array): FoundEvent[] {
  const { timeS, side, stretch, run } = foot;
  const isFirst = timeS[0]! - recordingS[0]! <= outerMarginS;
  const isLast = recordingS.at(-1)! - timeS.at(-1)! <= outerMarginS;
  const firstS = timeS[0]! + (isFirst ? 0 : leastInnerEndS);
  const lastS = timeS.at(-1)! - (isLast ? 0 : leastInnerEndS);
  const turns = (path: Float64Array, kind: TurningPoint['kind']) =>
    turningPoints(
      timeS,
      path,
      leastSwing * excursion,
      (isFirst ? leastEndSwing : leastInnerEndSwing) * excursion,
      (isLast ? leastEndSwing : leastInnerEndSwing) * excursion,
    ).filter((turn) => turn.kind === kind && turn.timeS >= firstS && turn.timeS <= lastS);
  const strikes = turns(foot.heel, 'maximum');
  const offs = turns(foot.toe, 'minimum');
  const stances = stancesOf(foot, strikes, offs);
  const typicalVelocity = median(stances.map(({ velocity }) => velocity));
  const delays = strikes.map((strike) => {
    const own = stances.find(({ fromS }) => fromS === strike.timeS)?.velocity ?? typicalVelocity;
    return landingDelayS(foot, strike, own);
  });
  const typicalDelayS = median(delays);
  const confidence = (point: TurningPoint, atS: number) =>
    trustAround(foot, atS) * Math.min(1, 0.6 + point.prominence / excursion) * (point.complete ? 1 : 0.8);
  return [
    ...strikes.map((strike, k): FoundEvent => {
      const delayS = delays[k] ?? Number.NaN;
      const isOwn = Math.abs(delayS - typicalDelayS) <= delayToleranceS;
      const usedS = isOwn ? delayS : Number.isNaN(typicalDelayS) ? 0 : typicalDelayS;
      const atS = Math.min(timeS.at(-1)!, strike.timeS + usedS);
      const trust = confidence(strike, atS) * (isOwn ? 1 : 0.6);
      return {
        timeS: atS,
        side,
        event: 'heel_strike',
        confidence: trust,
        stretch,
        run,
        isCutOff: !strike.complete,
      };
    }),
    ...offs.map((off): FoundEvent => ({
      timeS: off.timeS,
      side,
      event: 'toe_off',
      confidence: confidence(off, off.timeS),
      stretch,
      run,
      isCutOff: !off.complete,
    })),
  ];
}

export interface Detection {
  /** In order of time; not yet checked for their order of feet. */
  readonly events: readonly FoundEvent[];
  /** Why less is stated than one might look for. */
  readonly abstentions: readonly string[];
}

/**
 * Initial and final contacts by Zeni et al. (2008): final contact where the toe is rearmost against the pelvis,
 * initial contact from where the heel is foremost against it, both between frames by a parabola.
 *
 * The heel is foremost some time before it lands, for it already swings back in the air, and how long differs
 * between people. So initial contact is put where the heel, after that, has lost 60 % of walking speed over the floor;
 * the floor's own motion under the pelvis is taken from the same foot's stance, and so the rule is
 * the same over ground, on a treadmill, and for a camera that follows.
 */
export function detectEvents(track: SagittalTrack, stretches: readonly Stretch[]): Detection {
  const leg = legLength(track);
  const runs = footRuns(track, stretches);
  const abstentions: string[] = [];
  const events: FoundEvent[] = [];
  for (const side of sides) {
    const own = runs.filter((run) => run.side === side);
    if (own.length === 0) {
      abstentions.push(
        `No events of the ${side} foot: its heel and toe are not seen together with the hips.`,
      );
      continue;
    }
    const excursions = own.map(({ heel }) => quantile(heel, 0.98) - quantile(heel, 0.02));
    const excursion = Math.max(...excursions);
    if (!(excursion >= leastExcursion * leg)) {
      abstentions.push(
        `No events of the ${side} foot: it moves too little against the pelvis to be a step ` +
          `(${((100 * excursion) / leg).toFixed(0)} % of the leg's length).`,
      );
      continue;
    }
    for (const run of own) events.push(...eventsOfRun(run, excursion, track.timeS));
  }
  return { events: events.sort((a, b) => a.timeS - b.timeS), abstentions };
}
