import type { KeypointTrack } from '../../shared/results';
import { median } from '../gait/statistics';
import { pelvisPlaces } from './markers';
import { withPoints } from './names';

type Vector = readonly [x: number, y: number, z: number];

const plus = (a: Vector, b: Vector, share = 1): Vector => [
  a[0] + share * b[0],
  a[1] + share * b[1],
  a[2] + share * b[2],
];
const minus = (a: Vector, b: Vector): Vector => plus(a, b, -1);
const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const length = (a: Vector): number => Math.sqrt(dot(a, a));
const unit = (a: Vector): Vector => plus([0, 0, 0], a, 1 / length(a));
const mean = (vectors: readonly Vector[]): Vector =>
  vectors.reduce((sum, vector) => plus(sum, vector, 1 / vectors.length), [0, 0, 0]);

/** What is said of hips that were estimated. */
export const hipCentresWarning =
  'The file has no hips but markers of the pelvis: the hips’ centres were estimated from them (Harrington et al. 2007), to within some 3 cm.';

/**
 * Adds the centres of the hips where a track has none but has markers on the spines of the pelvis, and puts MidHip
 * between them: Harrington et al. 2007 (J Biomech 40:595), their regressions of one variable each, on the pelvis's
 * depth and width over the whole recording. The sacrum's one marker does for the two behind.
 * @param track in metres, in 3D
 * @returns the track itself where there is nothing to add
 */
export function withHipCentres(track: KeypointTrack): KeypointTrack {
  const pelvis = pelvisPlaces(track.names);
  const heels = ['LHeel', 'RHeel'].map((name) => track.names.indexOf(name)).filter((place) => place >= 0);
  if (pelvis === null || track.names.includes('LHip') || track.names.includes('RHip')) {
    return track;
  }
  const before = track.names.length;
  const frames = Array.from(track.timeS.keys());
  const at = (frame: number, place: number): Vector => {
    const start = (frame * before + place) * 3;
    return [track.position[start]!, track.position[start + 1]!, track.position[start + 2]!];
  };
  const frontOf = (frame: number) => mean([at(frame, pelvis.left), at(frame, pelvis.right)]);
  const backOf = (frame: number) => mean(pelvis.behind.map((place) => at(frame, place)));
  const depthM = median(frames.map((frame) => length(minus(frontOf(frame), backOf(frame)))));
  const widthM = median(
    frames.map((frame) => length(minus(at(frame, pelvis.right), at(frame, pelvis.left)))),
  );
  const forwards = -0.24 * depthM - 0.0099;
  const upwards = -0.3 * widthM - 0.0109;
  const sidewards = 0.33 * widthM + 0.0073;

  const result = withPoints(track, ['LHip', 'RHip']);
  const points = result.names.length;
  const middle = result.names.indexOf('MidHip');
  const put = (frame: number, place: number, [x, y, z]: Vector): void => {
    if (Number.isNaN(x + y + z)) return;
    result.position.set([x, y, z], (frame * points + place) * 3);
    result.confidence[frame * points + place] = 1;
  };
  for (const frame of frames) {
    const front = frontOf(frame);
    const right = unit(minus(at(frame, pelvis.right), at(frame, pelvis.left)));
    const ahead = minus(front, backOf(frame));
    const forward = unit(plus(ahead, right, -dot(ahead, right)));
    const across = cross(right, forward);
    // Away from the heels, so that a mirrored file has its hips below the pelvis too.
    const up = dot(across, minus(front, mean(heels.map((heel) => at(frame, heel))))) < 0 ? -1 : 1;
    const centre = plus(plus(front, forward, forwards), across, up * upwards);
    put(frame, middle, centre);
    put(frame, before, plus(centre, right, -sidewards));
    put(frame, before + 1, plus(centre, right, sidewards));
  }
  return result;
}
