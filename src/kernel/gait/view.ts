import type { GaitQuality } from '../../shared/results';
import type { SagittalTrack } from './sagittal';
import { median } from './statistics';
import type { Stretch } from './stretches';

const radians = Math.PI / 180;

/**
 * Distance of the shoulder joints as a share of the trunk (mid-shoulder to mid-hip): about 0.2 and 0.29 of stature,
 * typical of Drillis and Contini 1966 (in Winter 2009), whose biacromial breadth of 0.26 lies outside the joints.
 */
const shouldersPerTrunk = 0.75;

/** Standard error of the estimate in degrees: people's shoulders differ by a tenth, and pose models by as much. */
export const viewErrorDeg = 5;

/** From here on a correction by the estimate is closer to the truth than none, whichever way the estimate errs. */
const leastCorrectedDeg = 2 * viewErrorDeg;

/** Beyond this angle so little of the sagittal plane is left in the picture that nothing is stated of it. */
export const greatestViewDeg = 50;

/** What one should know of beyond this angle; most published methods ask for a camera within it. */
const obliqueDeg = 20;

/**
 * Angle of the camera off the side view in degrees, positive where it sees the walker more from the front, from how far
 * apart the shoulders look against the length of the trunk; NaN where they are not seen. Arms that swing turn the
 * shoulders to and fro, so it takes the median over whole strides.
 */
export function viewAngleDeg({ paths }: SagittalTrack, stretches: readonly Stretch[]): number {
  const [left, right, neck, pelvis] = ['LShoulder', 'RShoulder', 'Neck', 'MidHip'].map((name) =>
    paths.get(name),
  );
  if (left === undefined || right === undefined || neck === undefined || pelvis === undefined) {
    return Number.NaN;
  }
  // Who walks back is seen from behind by the angle at which he was seen from the front: facing makes both one.
  const breadths = stretches.flatMap(({ from, to, facing }) =>
    Array.from(neck.along.subarray(from, to), (along, k) => {
      const frame = from + k;
      const trunk = Math.hypot(along - pelvis.along[frame]!, neck.up[frame]! - pelvis.up[frame]!);
      return (facing * (left.along[frame]! - right.along[frame]!)) / trunk;
    }),
  );
  const mostFacing = Math.sign(
    stretches.reduce((sum, { from, to, facing }) => sum + facing * (to - from), 0),
  );
  const share = (mostFacing * median(breadths)) / shouldersPerTrunk;
  return Math.asin(Math.max(-1, Math.min(1, share))) / radians;
}

/** The view of a walk: as given, else estimated. Points in 3D are projected along the feet, whatever the camera saw. */
export function viewOf(
  track: SagittalTrack,
  stretches: readonly Stretch[],
  givenDeg: number | undefined,
): GaitQuality['view'] {
  if (track.unit === 'm') return { deg: null, from: '3D', corrected: false };
  if (givenDeg !== undefined) {
    return {
      deg: givenDeg,
      from: 'given',
      corrected: givenDeg !== 0 && Math.abs(givenDeg) <= greatestViewDeg,
    };
  }
  const deg = viewAngleDeg(track, stretches);
  if (Number.isNaN(deg)) return { deg: null, from: 'unknown', corrected: false };
  return {
    deg,
    from: `the breadth of the shoulders, ± ${viewErrorDeg}°`,
    corrected: Math.abs(deg) >= leastCorrectedDeg && Math.abs(deg) <= greatestViewDeg,
  };
}

/** Whether the camera sees too little of the plane of walking to state angles in it. */
export const isTooOblique = ({ deg }: GaitQuality['view']): boolean =>
  deg !== null && Math.abs(deg) > greatestViewDeg;

/** What a reader should know of the view, where there is something. */
export function viewWarnings(view: GaitQuality['view']): string[] {
  if (view.deg === null || Math.abs(view.deg) <= obliqueDeg) return [];
  const where = `The camera stands ${view.from === 'given' ? '' : 'about '}${Math.abs(view.deg).toFixed(0)}° off the side view (${view.from})`;
  if (!view.corrected) return [`${where}: lengths along the way read too short.`];
  return [
    `${where}. Angles and lengths are corrected for it, as far as a camera can be: within 20° they are surer.` +
      (view.from === 'given' ? '' : ' Give view_deg where the angle is known.'),
  ];
}
