import { sides, type JointAngles, type KeypointTrack, type Side, type Walk } from '../../../shared/results';
import type { Settings } from '../../../shared/settings';
import { prepareWalk, type PreparedWalk } from '../../gait/analyze';
import { anglesOf } from '../../gait/angles/angles';
import { footZeroDeg } from '../../gait/angles/foot-zero';
import { halfFrameS } from '../../gait/signal/gaps';
import { legLength, pointName } from '../../gait/signal/sagittal';
import { evenTimes, framesAround, valueBetween, type Between } from './clock';
import type { DatasetDescription } from './dataset';
import { featureMirror, featureNames, legColumns, type LegColumn } from './feature-columns';

/** What a network sees of a walk, on an even clock. */
export interface WalkFeatures {
  readonly names: readonly string[];
  readonly mirror: DatasetDescription['mirror'];
  readonly timeS: Float64Array;
  /** frames × names; NaN where a point is missing, and where nobody is seen to walk. */
  readonly frames: Float32Array;
  /** 1 where the walker is seen from the side with pelvis and a whole foot, and neither turns nor stands. */
  readonly seen: Uint8Array;
}

/**
 * Features of a walk: the points of the legs against the mid-hip in leg lengths, forward positive whatever the direction,
 * the joint angles, and how fast they change. Neither the distance to the camera nor where the walker is or goes is in
 * them. Training and prediction take the same.
 */
export const featuresOf = (
  track: KeypointTrack,
  walk: Walk,
  signal: Settings['signal_processing'],
  rateHz: number,
): WalkFeatures => featuresOfPrepared(prepareWalk(track, { signal, walk }), signal, rateHz);

/** The same of a walk that is prepared already. */
export function featuresOfPrepared(
  prepared: PreparedWalk,
  { max_gap_s: maxGapS }: Pick<Settings['signal_processing'], 'max_gap_s'>,
  rateHz: number,
): WalkFeatures {
  const { track, stretches } = prepared;
  const recordedS = track.timeS;
  const stretchOf = new Int32Array(recordedS.length).fill(-1);
  for (const [stretch, { from, to }] of stretches.entries()) stretchOf.fill(stretch, from, to);
  const facing = Float64Array.from(stretchOf, (stretch) => stretches[stretch]?.facing ?? Number.NaN);
  const timeS = evenTimes(recordedS, rateHz);
  const around = framesAround(recordedS, timeS, maxGapS + halfFrameS(recordedS)).map((frames) =>
    frames !== null && stretchOf[frames.before] === stretchOf[frames.after] ? frames : null,
  );
  const valuesOf = columnReader(prepared, facing);
  const width = featureNames.length;
  const frames = new Float32Array(timeS.length * width);
  let feature = 0;
  // One column at a time: all of them in double precision would be twice the features of a long recording.
  const put = (values: Float64Array) => {
    for (const [frame, value] of values.entries()) frames[frame * width + feature] = value;
    feature++;
  };
  for (const side of sides) {
    for (const column of legColumns) {
      const values = onClock(valuesOf(side, column), around);
      put(values);
      if (column.hasVelocity) put(velocityOf(values, rateHz));
    }
  }
  return {
    names: featureNames,
    mirror: featureMirror,
    timeS,
    frames,
    seen: seenFrames(prepared, facing, around),
  };
}

const onClock = (values: Float64Array, around: readonly (Between | null)[]): Float64Array =>
  Float64Array.from(around, (frames) => (frames === null ? Number.NaN : valueBetween(values, frames)));

/** Change per second around each frame; on one side of it, where the other is missing. */
function velocityOf(values: Float64Array, rateHz: number): Float64Array {
  return values.map((value, frame) => {
    const [before, after] = [values[frame - 1] ?? Number.NaN, values[frame + 1] ?? Number.NaN];
    if (!Number.isNaN(before + after)) return ((after - before) * rateHz) / 2;
    return (Number.isNaN(after) ? value - before : after - value) * rateHz;
  });
}

/** Reads what is seen of a leg at the times of the recording. */
function columnReader(
  prepared: PreparedWalk,
  facing: Float64Array,
): (side: Side, column: LegColumn) => Float64Array {
  const { track, unfiltered } = prepared;
  const leg = legLength(track);
  const pelvis = track.paths.get('MidHip');
  const angles = absoluteAngles(prepared);
  return (side, column) => {
    if (column.kind === 'angle') return angles[side][column.joint];
    const path = (column.unfiltered ? unfiltered : track.paths).get(pointName(side, column.point));
    if (path === undefined || pelvis === undefined) return new Float64Array(facing.length).fill(Number.NaN);
    // Also the height is known only where the way of walking is: elsewhere the walker turns, or stands.
    return facing.map((sign, frame) =>
      column.way === 'ahead'
        ? (sign * (path.along[frame]! - pelvis.along[frame]!)) / leg
        : (sign * sign * (path.up[frame]! - pelvis.up[frame]!)) / leg,
    );
  };
}

/**
 * Joint angles of which none is against standing: whether a walker is seen to stand must not move what a network
 * sees of the walk.
 */
function absoluteAngles(prepared: PreparedWalk): Pick<JointAngles, Side> {
  const angles = anglesOf(prepared.track, prepared.stretches, prepared);
  const zero = footZeroDeg(prepared.track);
  if (zero === null) return angles;
  const absolute = (side: Side) => ({
    ...angles[side],
    ankle: angles[side].ankle.map((angle) => angle + zero[side]),
    foot: angles[side].foot.map((angle) => angle + zero[side]),
  });
  return { left: absolute('left'), right: absolute('right') };
}

function seenFrames(
  { track }: PreparedWalk,
  facing: Float64Array,
  around: readonly (Between | null)[],
): Uint8Array {
  const pelvis = track.paths.get('MidHip');
  const feet = sides.flatMap((side) => {
    const [heel, toe] = [
      track.paths.get(pointName(side, 'Heel')),
      track.paths.get(pointName(side, 'BigToe')),
    ];
    return heel === undefined || toe === undefined ? [] : [{ heel, toe }];
  });
  const isSeen = facing.map((sign, frame) => {
    const hasFoot = feet.some(({ heel, toe }) => !Number.isNaN(heel.along[frame]! + toe.along[frame]!));
    return hasFoot && !Number.isNaN(sign * (pelvis?.along[frame] ?? Number.NaN)) ? 1 : 0;
  });
  return Uint8Array.from(around, (frames) =>
    frames !== null && isSeen[frames.before] === 1 && isSeen[frames.after] === 1 ? 1 : 0,
  );
}
