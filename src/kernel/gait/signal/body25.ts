import { body25Names, type Body25Name } from '../../../shared/body25';
import { landmarkCount, type KeypointTrack, type PoseTrack } from '../../../shared/results';

/**
 * MediaPipe's landmarks that make each point: one, or two whose midpoint it is, or none.
 * MediaPipe has no small toe; its foot index stands for the big toe, which it is not quite.
 */
const sources: Readonly<Record<Body25Name, readonly number[]>> = {
  Nose: [0],
  Neck: [11, 12],
  RShoulder: [12],
  RElbow: [14],
  RWrist: [16],
  LShoulder: [11],
  LElbow: [13],
  LWrist: [15],
  MidHip: [23, 24],
  RHip: [24],
  RKnee: [26],
  RAnkle: [28],
  LHip: [23],
  LKnee: [25],
  LAnkle: [27],
  REye: [5],
  LEye: [2],
  REar: [8],
  LEar: [7],
  LBigToe: [31],
  LSmallToe: [],
  LHeel: [29],
  RBigToe: [32],
  RSmallToe: [],
  RHeel: [30],
};

/**
 * How far over the upper or lower edge of the picture, as a share of its height, a point is still taken as seen.
 * Over the sides, none is: walkers come and go there, and a foot that is outside is guessed at the edge.
 */
const outsideShare = 0.02;

/**
 * MediaPipe's image landmarks as BODY_25 in pixels, y upwards from the picture's lower edge.
 * Points outside the picture are MediaPipe's guesses and count as missing, as do the small toes.
 * A midpoint has the lower confidence of its two.
 */
export function toBody25({ timeS, widthPx, heightPx, image }: PoseTrack): KeypointTrack {
  const frames = timeS.length;
  const position = new Float64Array(frames * body25Names.length * 3).fill(Number.NaN);
  const confidence = new Float32Array(frames * body25Names.length);
  for (let frame = 0; frame < frames; frame++) {
    for (const [point, name] of body25Names.entries()) {
      const landmarks = sources[name].map((landmark) => {
        const at = (frame * landmarkCount + landmark) * 4;
        return { x: image[at]!, y: image[at + 1]!, visibility: image[at + 3]! };
      });
      const x = landmarks.reduce((sum, landmark) => sum + landmark.x, 0) / landmarks.length;
      const y = landmarks.reduce((sum, landmark) => sum + landmark.y, 0) / landmarks.length;
      const isSeen = Math.abs(x / widthPx - 0.5) <= 0.5 && Math.abs(y / heightPx - 0.5) <= 0.5 + outsideShare;
      if (!isSeen) continue;
      const at = frame * body25Names.length + point;
      position[at * 3] = x;
      position[at * 3 + 1] = heightPx - y;
      confidence[at] = Math.min(...landmarks.map((landmark) => landmark.visibility));
    }
  }
  return { names: body25Names, timeS, position, confidence, unit: 'px', widthPx, heightPx };
}
