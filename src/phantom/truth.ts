import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { badInput } from '../shared/errors';
import { jointNames, sides, type EventKind, type Side } from '../shared/results';
import { phantomOptions, type PhantomOptions } from '../shared/phantom-options';
import { angleConventions, anglesOf } from './angles';
import { phantomJoints } from './body';
import { cameraOf, project, seesWhole } from './camera';
import { frameCount, lastFrameS } from './footfalls';
import { gaitInWords } from './gaits';
import { parametersOf } from './parameters';
import { walk } from './walker';

const statistic = z.strictObject({ mean: z.number().nullable(), sd: z.number().nullable(), n: z.int() });
const sided = z.strictObject({ left: statistic, right: statistic, all: statistic });
const extremesOfSide = z.strictObject({
  maximum_deg: statistic,
  minimum_deg: statistic,
  range_of_motion_deg: statistic,
});
const extremes = z.strictObject({ left: extremesOfSide, right: extremesOfSide });
const jointAngles = z.strictObject({
  hip: z.number(),
  knee: z.number(),
  ankle: z.number(),
  trunk: z.number(),
  foot: z.number(),
});

/** What is exactly known of a phantom's clip: the file beside it. */
export const phantomTruthSchema = z.strictObject({
  version: z.literal(2),
  /** SHA-256 of the clip's bytes, by which it is known again; truths that were written by earlier versions have none. */
  clip_sha256: z.string().optional(),
  /** How it walks, in words. */
  gait: z.string(),
  options: phantomOptions,
  conventions: z.array(z.string()),
  /** Names of the points in `joints3d` and `image`: OpenPose's BODY_25. */
  frames: z.array(
    z.strictObject({
      timeS: z.number(),
      /** Metres, to 0.1 mm: x along the walk, y up from the floor, z to the walker's right. */
      joints3d: z.record(z.enum(phantomJoints), z.tuple([z.number(), z.number(), z.number()])),
      /** Pixels from the upper left corner of the picture, y downwards, to 0.01 px. */
      image: z.record(z.enum(phantomJoints), z.tuple([z.number(), z.number()])),
      /** Whether the whole walker is in the picture. */
      visible: z.boolean(),
      /** Degrees, to 0.01°. */
      angles: z.strictObject({ left: jointAngles, right: jointAngles }),
    }),
  ),
  /** Every contact and lift from the first frame to the last, in order; exact, not bound to frames. */
  events: z.array(
    z.strictObject({
      time_s: z.number(),
      side: z.enum(sides),
      event: z.enum(['heel_strike', 'toe_off']),
    }),
  ),
  parameters: z.strictObject({
    cadence_steps_per_min: z.number().nullable(),
    stride_time_s: sided,
    step_time_s: sided,
    stance_percent: sided,
    swing_percent: sided,
    single_support_percent: sided,
    double_support_percent: z.strictObject({ left: statistic, right: statistic, total: statistic }),
    stride_length_m: sided,
    step_length_m: sided,
    speed_m_s: sided,
    step_width_m: sided,
    foot_clearance_m: sided,
    joint_angles_deg: z.strictObject({
      hip: extremes,
      knee: extremes,
      ankle: extremes,
      trunk: extremes,
      foot: extremes,
    }),
    /** Peak flexion in swing. */
    knee_peak_deg: z.strictObject({ left: statistic, right: statistic }),
  }),
});
export type PhantomTruth = z.infer<typeof phantomTruthSchema>;

/** The truth's file of a clip: `walk.mp4` → `walk.truth.json`. */
export const truthPath = (videoPath: string): string => videoPath.replace(/\.mp4$/i, '') + '.truth.json';

const conventions = [
  'Joints in metres: x along the walk, y up from the floor, z to the walker’s right. On a treadmill the belt runs back along x.',
  'Heel strike is the first, toe-off the last moment at which any point of the sole touches the floor.',
  'Double support left is the one that follows left contact; total is left + right of one stride.',
  'Parameters cover the strides from contact to contact that lie whole between the first and the last frame.',
  'Step width is between the standing heels, across the way. Foot clearance is the least height of the tip of the toes between 30 and 80 % of swing (Winter 1992).',
  'Knee peak is the greatest flexion between toe-off and 75 % of swing; other maxima and minima are over the whole stride.',
  ...angleConventions,
];

/** Never −0, which JSON does not know. */
const rounded = (value: number, places: number): number => Number(value.toFixed(places)) + 0;

/** Everything that is known of the clip of these options. Pure: no picture is drawn for it. */
export function truthOf(options: PhantomOptions): PhantomTruth {
  const walker = walk(options);
  const cameraAt = cameraOf(options, walker);
  const count = frameCount(options);
  const lastS = lastFrameS(options);
  const frames = Array.from({ length: count }, (_, frame) => {
    const timeS = frame / options.fps;
    const posture = walker.at(timeS);
    const camera = cameraAt(timeS);
    const angles = (side: Side) => {
      const exact = anglesOf(walker.body, posture, side);
      return recordOf(jointNames, (name) => rounded(exact[name], 2));
    };
    return {
      timeS: rounded(timeS, 6),
      joints3d: recordOf(phantomJoints, (name) => {
        const [x, y, z] = posture.joints[name];
        return [rounded(x, 4), rounded(y, 4), rounded(z, 4)] as [number, number, number];
      }),
      image: recordOf(phantomJoints, (name) => {
        const [x, y] = project(camera, posture.joints[name]);
        return [rounded(x, 2), rounded(y, 2)] as [number, number];
      }),
      visible: seesWhole(camera, posture),
      angles: { left: angles('left'), right: angles('right') },
    };
  });
  const event = (time_s: number, side: Side, kind: EventKind) => ({ time_s, side, event: kind });
  const events = walker.plan.footfalls
    .flatMap(({ side, strikeS, toeOffS }) => [
      event(strikeS, side, 'heel_strike'),
      event(toeOffS, side, 'toe_off'),
    ])
    .filter(({ time_s }) => time_s >= 0 && time_s <= lastS)
    .sort((a, b) => a.time_s - b.time_s)
    .map((exact) => ({ ...exact, time_s: rounded(exact.time_s, 6) }));
  return {
    version: 2,
    gait: gaitInWords(options),
    options,
    conventions,
    frames,
    events,
    parameters: parametersOf(walker, lastS),
  };
}

/** As much of a truth as says which clip it is of. */
const clipOfTruth = phantomTruthSchema.pick({ version: true }).extend({ clip_sha256: z.string() }).strip();

/**
 * Whether a video is the very clip that was rendered for the truth beside it, and so shows nobody. A clip without its
 * truth, and any other video that has come under the name of one, is somebody's.
 * @param sha256 of the video's bytes
 */
export async function isPhantomClip(videoPath: string, sha256: string): Promise<boolean> {
  try {
    return clipOfTruth.parse(JSON.parse(await readFile(truthPath(videoPath), 'utf8'))).clip_sha256 === sha256;
  } catch {
    return false;
  }
}

const recordOf = <Name extends string, Value>(
  names: readonly Name[],
  value: (name: Name) => Value,
): Record<Name, Value> => Object.fromEntries(names.map((name) => [name, value(name)])) as Record<Name, Value>; // one entry a name

/**
 * Reads the truth of a phantom's clip.
 * @param path the truth's file, or the clip it lies beside
 * @throws GaitError bad-input where there is none, or it is not one
 */
export async function readTruth(path: string): Promise<PhantomTruth> {
  const file = /\.json$/i.test(path) ? path : truthPath(path);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw badInput(`There is no truth file ${file}.`, 'Make one with: gait phantom --output CLIP.mp4');
  }
  try {
    return phantomTruthSchema.parse(JSON.parse(text));
  } catch {
    throw badInput(
      `${file} is not the truth of a phantom of this version.`,
      'Make the clip and its truth again with: gait phantom',
    );
  }
}
