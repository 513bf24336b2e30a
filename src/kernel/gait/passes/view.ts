import type { GaitQuality } from '../../../shared/results';
import type { SagittalTrack } from '../signal/sagittal';
import { median, quantile } from '../statistics';
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
 * Farthest from the middle of the picture, in widths of it, at which the walker shows the camera's own angle: beside it
 * the line of sight is turned by up to half the angle of the lens.
 */
const centredShare = 0.1;

/** A frame, and which way along the picture the walker goes in it. */
interface WalkedFrame {
  readonly frame: number;
  readonly facing: Stretch['facing'];
}

/** Frames of the stretches that lie as far on one side of the picture's middle as on the other, as far as there are any. */
function centredFrames({ paths, middle }: SagittalTrack, stretches: readonly Stretch[]): WalkedFrame[] {
  const frames = stretches.flatMap(({ from, to, facing }) =>
    Array.from({ length: to - from }, (_, k) => ({ frame: from + k, facing })),
  );
  const along = paths.get('MidHip')?.along;
  if (middle === undefined || along === undefined) return frames;
  const offMiddle = ({ frame }: WalkedFrame) => along[frame]! - middle;
  const places = frames.map(offMiddle);
  const reach = Math.min(-quantile(places, 0), quantile(places, 1));
  return reach > 0 ? frames.filter((walked) => Math.abs(offMiddle(walked)) <= reach) : frames;
}

/** The view as it looks, and whether the walker was seen in the middle of the picture. */
interface SeenView {
  readonly deg: number;
  readonly isCentred: boolean;
}

/**
 * Angle of the camera off the side view in degrees, positive where it sees the walker more from the front, from how far
 * apart the shoulders look against the length of the trunk; null where they are not seen. Arms that swing turn the
 * shoulders to and fro, so it takes the median over whole strides.
 */
function seenView(track: SagittalTrack, stretches: readonly Stretch[]): SeenView | null {
  const { paths, middle } = track;
  const [left, right, neck, pelvis] = ['LShoulder', 'RShoulder', 'Neck', 'MidHip'].map((name) =>
    paths.get(name),
  );
  if (left === undefined || right === undefined || neck === undefined || pelvis === undefined) return null;
  const frames = centredFrames(track, stretches);
  // Who walks back is seen from behind by the angle at which he was seen from the front: facing makes both one.
  const share = median(
    frames.map(({ frame, facing }) => {
      const trunkAlong = neck.along[frame]! - pelvis.along[frame]!;
      const trunk = Math.hypot(trunkAlong, neck.up[frame]! - pelvis.up[frame]!);
      return (facing * (left.along[frame]! - right.along[frame]!)) / trunk;
    }),
  );
  if (Number.isNaN(share)) return null;
  const mostFacing = Math.sign(frames.reduce((sum, { facing }) => sum + facing, 0));
  const sine = (mostFacing * share) / shouldersPerTrunk;
  const place = median(frames.map(({ frame }) => pelvis.along[frame]!));
  return {
    deg: Math.asin(Math.max(-1, Math.min(1, sine))) / radians,
    isCentred: middle === undefined || Math.abs(place - middle) <= centredShare * 2 * middle,
  };
}

/** The view of a walk: as given, else estimated. Points in 3D are projected along the feet, whatever the camera saw. */
export function viewOf(
  track: SagittalTrack,
  stretches: readonly Stretch[],
  givenDeg: number | undefined,
): GaitQuality['view'] {
  if (!track.planar) return { deg: null, from: '3D', corrected: false };
  if (givenDeg !== undefined) {
    return {
      deg: givenDeg,
      from: 'given',
      corrected: givenDeg !== 0 && Math.abs(givenDeg) <= greatestViewDeg,
    };
  }
  const seen = seenView(track, stretches);
  if (seen === null) return { deg: null, from: 'unknown', corrected: false };
  const { deg, isCentred } = seen;
  return {
    deg,
    from: isCentred
      ? `the breadth of the shoulders, ± ${viewErrorDeg}°`
      : 'the breadth of the shoulders, but seen beside the middle of the picture, where perspective adds to it',
    corrected: isCentred && Math.abs(deg) >= leastCorrectedDeg && Math.abs(deg) <= greatestViewDeg,
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
