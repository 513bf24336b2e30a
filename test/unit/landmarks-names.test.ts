import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cocoWholeBodyNames, halpe26Names } from '../../src/kernel/landmarks/markers';
import { withBody25Names } from '../../src/kernel/landmarks/names';
import { readLandmarks } from '../../src/kernel/landmarks/read';
import type { KeypointTrack } from '../../src/shared/results';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gait-names-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** One frame in which the marker of place k is at (k, 10 k, 100 k), all seen but some. */
const trackOf = (names: readonly string[], unseen: readonly string[] = []): KeypointTrack => ({
  names,
  timeS: Float64Array.of(0),
  position: Float64Array.from(
    names.flatMap((name, k) => (unseen.includes(name) ? [NaN, NaN, NaN] : [k, 10 * k, 100 * k])),
  ),
  confidence: Float32Array.from(names, (name, k) => (unseen.includes(name) ? 0 : 1 - k / 1000)),
  unit: 'm',
});
/** Where the markers lie whose mean a point is, by the x of the point. */
const xOf = ({ names, position }: KeypointTrack, name: string) => position[names.indexOf(name) * 3];

const everyJoint = ['Hip', 'Knee', 'Ankle', 'Heel', 'BigToe', 'Shoulder'].flatMap((joint) => [
  `L${joint}`,
  `R${joint}`,
]);

describe('names of other tools', () => {
  const both = (left: readonly string[]) => [
    ...left,
    ...left.map((name) =>
      name
        .replace(/^L/, 'R')
        .replace(/^left/, 'right')
        .replace(/^R([._])/, 'r$1'),
    ),
  ];
  const sets: Readonly<Record<string, readonly string[]>> = {
    'Sports2D’s (HALPE_26)': halpe26Names,
    'Pose2Sim’s COCO_133': [...cocoWholeBodyNames, 'RThumb1', 'Jaw1'],
    'Pose2Sim’s BLAZEPOSE, typing error and all': [
      ...[
        'Nose',
        'LEye',
        'REye',
        'LShoulder',
        'RShoulder',
        'LHip',
        'RHip',
        'Lknee',
        'RKnee',
        'LAnkle',
        'RAnkle',
      ],
      ...['LHeel', 'RHeel', 'LBigToe', 'RBigToe'],
    ],
    'MediaPipe’s': both([
      ...['left_shoulder', 'left_hip', 'left_knee', 'left_ankle', 'left_heel', 'left_foot_index'],
    ]),
    'Vicon’s Plug-in Gait with its joint centres, under a subject': both([
      ...['LASI', 'LPSI', 'LFEP', 'LKNE', 'LTIO', 'LANK', 'LHEE', 'LTOE', 'LSHO'],
    ]).map((name) => `Subject 1:${name}`),
    'OpenCap’s marker augmenter': both([
      ...['L.ASIS_study', 'L.PSIS_study', 'LHJC_study', 'L_knee_study', 'L_mknee_study', 'L_ankle_study'],
      ...['L_mankle_study', 'L_calc_study', 'L_toe_study', 'L_5meta_study', 'L_shoulder_study'],
    ]),
    'OpenSim’s Rajagopal': both([
      ...['LASI', 'LPSI', 'LHJC', 'LLFC', 'LMFC', 'LLMAL', 'LMMAL', 'LCAL', 'LTOE', 'LMT5', 'LACR'],
    ]),
  };
  for (const [tool, names] of Object.entries(sets)) {
    it(`${tool} give every joint of gait, with pelvis and neck`, () => {
      const named = withBody25Names(trackOf(names)).names;
      for (const joint of [...everyJoint, 'MidHip', 'Neck']) expect(named).toContain(joint);
    });
  }

  it('medial and lateral markers make a joint between them, with the lower confidence', () => {
    const names = ['LASI', 'RASI', 'LPSI', 'RPSI', 'L_knee_study', 'L_mknee_study', 'L_calc_study'];
    const track = withBody25Names(trackOf(names));
    expect(xOf(track, 'LKnee')).toBe(4.5);
    expect(xOf(track, 'MidHip')).toBe(1.5);
    expect(track.confidence[track.names.indexOf('MidHip')]).toBeCloseTo(0.997, 6);
    expect(track.names.slice(0, 6)).toEqual(names.slice(0, 6));
  });

  it('one marker on the sacrum weighs as much as the two in front', () => {
    expect(xOf(withBody25Names(trackOf(['LASI', 'RASI', 'SACR', 'LHEE'])), 'MidHip')).toBe(5 / 4);
  });

  it('a medial marker that fell off leaves the joint to the lateral one', () => {
    const names = ['Hip', 'LHEE', 'LKNE', 'LKNM'];
    expect(xOf(withBody25Names(trackOf(names, ['LKNM'])), 'LKnee')).toBe(2);
    expect(xOf(withBody25Names(trackOf(names)), 'LKnee')).toBe(2.5);
  });

  it('shoulders that are never seen make no neck, and a heel that is never seen is still a heel', () => {
    const names = ['Hip', 'LHeel', 'RHEE', 'LShoulder', 'RShoulder'];
    const track = withBody25Names(trackOf(names, ['RShoulder', 'RHEE']));
    expect(track.names).toEqual(['MidHip', 'LHeel', 'RHeel', 'LShoulder', 'RShoulder']);
  });

  it('a model without feet is refused, and which would do is said', () => {
    const coco17 = halpe26Names.slice(0, 17);
    expect(() => withBody25Names(trackOf(coco17))).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/no heels by name.*LAnkle/) as string,
        hint: expect.stringContaining('HALPE_26') as string,
      }),
    );
  });
});

describe('other models in OpenPose’s layout', () => {
  /** A frame in which each point's x says which it is. */
  async function folderOf(name: string, count: number): Promise<string> {
    const where = path.join(folder, name);
    await mkdir(where);
    const values = Array.from({ length: count }, (_, k) => [k + 1, 100 + 10 * k, 0.8]).flat();
    // Sports2D leaves `_keypoints` out of its names.
    await writeFile(
      path.join(where, 'walk_000001.json'),
      JSON.stringify({ people: [{ pose_keypoints_2d: values }] }),
    );
    return where;
  }

  it.each([
    ['HALPE_26', 26, halpe26Names],
    ['COCO_133', 133, cocoWholeBodyNames],
  ])('%s is read by the number of its points', async (name, count, names) => {
    const track = await readLandmarks(await folderOf(name, count), { fps: 30 });
    for (const point of ['Nose', 'LHip', 'RHeel', 'LBigToe', 'RSmallToe', 'LEar']) {
      expect(xOf(track, point)).toBe(names.indexOf(point) + 1);
    }
    expect(xOf(track, 'MidHip')).toBe(
      count === 26 ? 20 : (names.indexOf('LHip') + names.indexOf('RHip')) / 2 + 1,
    );
  });

  it('COCO_17 has no feet, and is refused', async () => {
    const where = await folderOf('coco', 17);
    await expect(readLandmarks(where, { fps: 30 })).rejects.toMatchObject({
      kind: 'bad-input',
      message: expect.stringMatching(/17 points/) as string,
      hint: expect.stringContaining('COCO_17 has no feet') as string,
    });
  });
});
