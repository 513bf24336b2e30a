import type { PhantomTruth } from '../../../phantom/truth';
import { jointNames, type JointAngles, type JointName, type Side } from '../../../shared/results';
import type { TrueEvent } from './compare-truth';
import type { CycleSource } from './cycle-agreement';
import { curvesOf } from '../angles/curves';
import { cyclesOf } from '../parameters/cycles';
import { valueAt } from '../signal/interpolate';

/** What a phantom really did, in the form in which walks are measured. */
export interface TrueWalk extends CycleSource {
  readonly events: readonly TrueEvent[];
  /** From the first to the last frame in which the whole walker is in the picture. */
  readonly visibleS: readonly [fromS: number, toS: number];
}

/**
 * Cycles and joint curves of a phantom from its exact contacts, joints and angles: no event is looked for and no point
 * is filtered. Lengths run from heel to heel on the floor, and on a treadmill on the belt.
 */
export function trueWalk({ options, frames, events: contacts }: PhantomTruth): TrueWalk {
  const timeS = Float64Array.from(frames, (frame) => frame.timeS);
  const beltSpeedMS = options.treadmill ? (options.stride_length_m * options.cadence_steps_per_min) / 120 : 0;
  const heel = (side: Side) =>
    Float64Array.from(
      frames,
      ({ joints3d }, k) => joints3d[side === 'left' ? 'LHeel' : 'RHeel'][0] + beltSpeedMS * timeS[k]!,
    );
  const heels = { left: heel('left'), right: heel('right') };
  const heelM = (side: Side, atS: number) => valueAt(timeS, heels[side], atS);
  const events = contacts.map(({ time_s, side, event }) => ({ timeS: time_s, side, event }));
  const cycles = cyclesOf(
    events.map((event) => ({ ...event, confidence: 1, stretch: 0, run: 0, isCutOff: false })),
    (side, { startS, endS, oppositeStrikeS }) => ({
      strideLengthM: known(heelM(side, endS) - heelM(side, startS)),
      stepLengthM:
        oppositeStrikeS === null
          ? null
          : known(heelM(side, endS) - heelM(side === 'left' ? 'right' : 'left', oppositeStrikeS)),
      strideLengthHeights: null,
      stepWidthM: null,
      footClearanceM: null,
    }),
  );
  const ofSide = (side: Side) =>
    Object.fromEntries(
      jointNames.map((joint) => [joint, Float64Array.from(frames, ({ angles }) => angles[side][joint])]),
    ) as Record<JointName, Float64Array>; // one entry a joint
  const angles: JointAngles = { timeS, left: ofSide('left'), right: ofSide('right'), conventions: [] };
  const visible = frames.filter((frame) => frame.visible);
  return {
    events,
    cycles,
    curves: curvesOf(angles, cycles),
    visibleS: [visible[0]?.timeS ?? Infinity, visible.at(-1)?.timeS ?? -Infinity],
  };
}

const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
