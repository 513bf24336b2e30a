import type { PhantomTruth } from '../../../../phantom/truth';
import { comparedJoints, type ComparedJoint } from '../../../../shared/benchmark-accuracy';
import type { Body25Name } from '../../../../shared/body25';
import { sides, type KeypointTrack, type Side } from '../../../../shared/results';

/** Where a walker's joints lie in the picture over time. */
export interface PicturePoints {
  readonly timeS: Float64Array;
  /** By joint and side; NaN where it is not seen. */
  readonly paths: Readonly<Record<ComparedJoint, Readonly<Record<Side, PointPath>>>>;
}

/** Pixels to the right, and upwards from the lower edge of the picture. */
export interface PointPath {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

const pointNames: Readonly<Record<ComparedJoint, Readonly<Record<Side, Body25Name>>>> = {
  hip: { left: 'LHip', right: 'RHip' },
  knee: { left: 'LKnee', right: 'RKnee' },
  ankle: { left: 'LAnkle', right: 'RAnkle' },
  heel: { left: 'LHeel', right: 'RHeel' },
  toe: { left: 'LBigToe', right: 'RBigToe' },
};

const missing: readonly [number, number] = [Number.NaN, Number.NaN];

function pathsOf(
  frames: number,
  placeOf: (name: Body25Name, frame: number) => readonly [x: number, y: number],
): PicturePoints['paths'] {
  const pathOf = (name: Body25Name): PointPath => {
    const path = { x: new Float64Array(frames), y: new Float64Array(frames) };
    for (let frame = 0; frame < frames; frame++) [path.x[frame], path.y[frame]] = placeOf(name, frame);
    return path;
  };
  const ofJoint = (joint: ComparedJoint) =>
    Object.fromEntries(sides.map((side) => [side, pathOf(pointNames[joint][side])])) as Record<
      Side,
      PointPath
    >; // one entry a side
  return Object.fromEntries(comparedJoints.map((joint) => [joint, ofJoint(joint)])) as Record<
    ComparedJoint,
    Record<Side, PointPath>
  >; // one entry a joint
}

/**
 * Joints as a pose has them: all that were found, however sure of them the model was, so that a model which doubts
 * more is not judged by its best points alone.
 */
export function pointsOfPose({ names, timeS, position, confidence }: KeypointTrack): PicturePoints {
  return {
    timeS,
    paths: pathsOf(timeS.length, (name, frame) => {
      const at = frame * names.length + names.indexOf(name);
      return names.includes(name) && confidence[at]! > 0
        ? [position[at * 3]!, position[at * 3 + 1]!]
        : missing;
    }),
  };
}

/** Joints as a phantom really had them, where they are in the picture. */
export function pointsOfTruth({ options, frames }: PhantomTruth): PicturePoints {
  const { width_px: widthPx, height_px: heightPx } = options;
  return {
    timeS: Float64Array.from(frames, ({ timeS }) => timeS),
    paths: pathsOf(frames.length, (name, frame) => {
      const [x, y] = frames[frame]!.image[name];
      return x >= 0 && x <= widthPx && y >= 0 && y <= heightPx ? [x, heightPx - y] : missing;
    }),
  };
}
