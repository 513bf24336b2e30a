import type { Side } from '../../../shared/results';
import { functionalPhases } from '../../../shared/training';
import type { TrueEvent } from '../../gait/agreement/compare-truth';
import type { PreparedWalk } from '../../gait/analyze';
import { frameAt } from '../../gait/signal/interpolate';
import { legLength, pointName } from '../../gait/signal/sagittal';
import { quantile } from '../../gait/statistics';
import { contactRuns, type ContactRun } from './contact-runs';

/** A functional phase of one leg, by its number. */
export interface PhaseSpan {
  readonly fromS: number;
  readonly toS: number;
  readonly phase: number;
}

/** Height over its level in stance, in leg lengths, at which a heel has risen: about two centimetres. */
const risenHeel = 0.02;

/** One point comes to be ahead of another. */
const passing = { level: 0, which: 'first' } as const;

/** Motion of one leg that tells where the phases between its contacts begin. */
interface LegMotion {
  readonly timeS: Float64Array;
  /** In leg lengths. */
  readonly heelUp: Float64Array;
  /** Ankle ahead of the other ankle, and of its own knee; NaN where the way of walking is not known. */
  readonly aheadOfOther: Float64Array;
  readonly aheadOfKnee: Float64Array;
}

function motionOf({ track, stretches }: PreparedWalk, side: Side): LegMotion {
  const { timeS, paths } = track;
  const missing = new Float64Array(timeS.length).fill(Number.NaN);
  const along = (of: Side, joint: 'Knee' | 'Ankle') => paths.get(pointName(of, joint))?.along ?? missing;
  const facing = missing.slice();
  for (const { from, to, facing: sign } of stretches) facing.fill(sign, from, to);
  const leg = legLength(track);
  const [ankle, knee] = [along(side, 'Ankle'), along(side, 'Knee')];
  const other = along(side === 'left' ? 'right' : 'left', 'Ankle');
  return {
    timeS,
    heelUp: (paths.get(pointName(side, 'Heel'))?.up ?? missing).map((up) => up / leg),
    aheadOfOther: facing.map((sign, frame) => sign * (ankle[frame]! - other[frame]!)),
    aheadOfKnee: facing.map((sign, frame) => sign * (ankle[frame]! - knee[frame]!)),
  };
}

/**
 * When a series passes a level upwards within a span, for the first or for the last time; the beginning of the span where
 * it is above from the first. Null where it does not, or where it is not seen throughout.
 */
function risesAt(
  timeS: Float64Array,
  values: Float64Array,
  { level, which }: { level: number; which: 'first' | 'last' },
  [fromS, toS]: readonly [number, number],
): number | null {
  const from = Math.max(0, frameAt(timeS, fromS));
  const within = values.subarray(from, frameAt(timeS, toS) + 2);
  if (within.length < 2 || within.some(Number.isNaN)) return null;
  const isAbove = (value: number) => value > level;
  if (within.every(isAbove) || (which === 'first' && isAbove(within[0]!))) return fromS;
  const after =
    which === 'last' ? within.findLastIndex((value) => !isAbove(value)) + 1 : within.findIndex(isAbove);
  const [low, high] = [within[after - 1], within[after]];
  if (low === undefined || high === undefined) return null;
  const [lowS, highS] = [timeS[from + after - 1]!, timeS[from + after]!];
  const atS = lowS + ((level - low) / (high - low)) * (highS - lowS);
  return Math.min(toS, Math.max(fromS, atS));
}

/** When the heel leaves the level at which it rests in single support; the end of that, where it does not. */
function heelRise({ timeS, heelUp }: LegMotion, span: readonly [number, number]): number | null {
  const within = heelUp.subarray(Math.max(0, frameAt(timeS, span[0])), frameAt(timeS, span[1]) + 2);
  if (within.length === 0 || within.some(Number.isNaN)) return null;
  const risen = { level: quantile(within, 0.1) + risenHeel, which: 'last' } as const;
  return risesAt(timeS, heelUp, risen, span) ?? span[1];
}

/** Phases between boundaries that are known, in order; an unknown one leaves the two phases beside it unknown. */
function between(bounds: readonly (number | null)[], firstPhase: number): PhaseSpan[] {
  return bounds.slice(1).flatMap((toS, index) => {
    const fromS = bounds[index] ?? null;
    return fromS === null || toS === null || toS <= fromS ? [] : [{ fromS, toS, phase: firstPhase + index }];
  });
}

/** When the other foot leaves the floor, and when it comes down again, within a stance. */
function otherSwing(
  { fromS, toS }: ContactRun,
  events: readonly TrueEvent[],
  side: Side,
): readonly [offS: number | null, strikeS: number | null] {
  const others = events.filter((event) => event.side !== side && event.timeS > fromS && event.timeS < toS);
  const strikeS = others.findLast(({ event }) => event === 'heel_strike')?.timeS ?? null;
  const offS = others.find(({ event }) => event === 'toe_off')?.timeS ?? null;
  // Off after strike is no walking: the other foot came down first, and left within the same stance.
  return offS !== null && strikeS !== null && offS > strikeS ? [null, null] : [offS, strikeS];
}

/**
 * The seven functional phases of one leg (Perry and Burnfield 2010). Loading response ends with the other foot's off,
 * terminal stance with its strike, pre-swing with the own off: these are the labels'. Where they have none, the pose
 * tells: mid-stance ends where the heel rises, initial swing where the ankles are beside each other, mid-swing
 * where the tibia is vertical.
 */
export function phaseSpans(
  events: readonly TrueEvent[],
  side: Side,
  spanS: readonly [fromS: number, toS: number],
  prepared: PreparedWalk,
): PhaseSpan[] {
  const motion = motionOf(prepared, side);
  const isOwn = (kind: TrueEvent['event'], timeS: number) =>
    events.some((event) => event.side === side && event.event === kind && event.timeS === timeS);
  return contactRuns(events, side, spanS).flatMap((run) => {
    const startS = isOwn(run.onFloor ? 'heel_strike' : 'toe_off', run.fromS) ? run.fromS : null;
    const endS = isOwn(run.onFloor ? 'toe_off' : 'heel_strike', run.toS) ? run.toS : null;
    if (run.onFloor) {
      const [offS, strikeS] = otherSwing(run, events, side);
      const riseS = offS === null || strikeS === null ? null : heelRise(motion, [offS, strikeS]);
      return between([startS, offS, riseS, strikeS, endS], 0);
    }
    if (startS === null || endS === null) return [];
    const besideS = risesAt(motion.timeS, motion.aheadOfOther, passing, [startS, endS]);
    const uprightS =
      besideS === null ? null : risesAt(motion.timeS, motion.aheadOfKnee, passing, [besideS, endS]);
    return between([startS, besideS, uprightS, endS], functionalPhases.indexOf('initial_swing'));
  });
}
