import { badInput } from '../../shared/errors';
import { body25Names, type Body25Name } from '../../shared/body25';
import type { KeypointTrack } from '../../shared/results';

/** AlphaPose's and RTMPose's 26 points, in their order (Pose2Sim's skeletons.py), which Sports2D uses. */
export const halpe26Names = [
  ...[
    'Nose',
    'LEye',
    'REye',
    'LEar',
    'REar',
    'LShoulder',
    'RShoulder',
    'LElbow',
    'RElbow',
    'LWrist',
    'RWrist',
  ],
  ...['LHip', 'RHip', 'LKnee', 'RKnee', 'LAnkle', 'RAnkle', 'Head', 'Neck', 'Hip'],
  ...['LBigToe', 'RBigToe', 'LSmallToe', 'RSmallToe', 'LHeel', 'RHeel'],
];

/** Body and feet of COCO_133 (COCO-WholeBody), in their order; face and hands follow. */
export const cocoWholeBodyNames = [
  ...halpe26Names.slice(0, 17),
  ...['LBigToe', 'LSmallToe', 'LHeel', 'RBigToe', 'RSmallToe', 'RHeel'],
];

/** Markers whose mean is the point; one named twice counts double. `L` stands for either side. */
type Recipe = readonly string[];

/**
 * What other tools call the points of one side, best first, written for the left. Names are compared without case and
 * without anything but letters and digits, and a subject before a colon is dropped.
 *
 * - `LHip`, … : OpenPose BODY_25, and HALPE_26, COCO_133, BLAZEPOSE of Sports2D and Pose2Sim (their skeletons.py)
 * - `left_hip`, …: MediaPipe, COCO
 * - `L_…_study`, `LHJC_study`: OpenCap's and Pose2Sim's marker augmenter (MarkerAugmenter/utils.py)
 * - `LKNE`, `LANK`, `LHEE`, `LTOE`, … : Vicon's Plug-in Gait; LFEP, LTIO: its modelled hip and ankle centres
 * - `LLFC`, `LLMAL`, `LCAL`, `LHJC`, … : the marker set of OpenSim's model of Rajagopal et al. 2016
 * - `L.Knee.Lat`, `L.Heel`, `L.Toe.Tip`, … : OpenSim's Gait2392
 *
 * Rajagopal's, Gait2392's and Vicon's are those that are typical of files seen, not checked against a listing.
 */
const sided: Readonly<Record<string, readonly Recipe[]>> = {
  LHip: [['LHip'], ['left_hip'], ['LHipJ'], ['LHJC'], ['LHJC_study'], ['LFEP'], ['LGTR'], ['LTRO']],
  LKnee: [
    ['LKnee'],
    ['left_knee'],
    ['LKJC'],
    ['L_knee_study', 'L_mknee_study'],
    ['LLFC', 'LMFC'],
    ['L.Knee.Lat', 'L.Knee.Med'],
    ['LKNE', 'LKNM'],
    ['LKNE', 'LMKNE'],
    ['L_knee_study'],
    ['LLFC'],
    ['L.Knee.Lat'],
    ['LKNE'],
  ],
  LAnkle: [
    ['LAnkle'],
    ['left_ankle'],
    ['LAJC'],
    ['LTIO'],
    ['L_ankle_study', 'L_mankle_study'],
    ['LLMAL', 'LMMAL'],
    ['L.Ankle.Lat', 'L.Ankle.Med'],
    ['LANK', 'LMED'],
    ['LANK', 'LANM'],
    ['L_ankle_study'],
    ['LLMAL'],
    ['L.Ankle.Lat'],
    ['LANK'],
  ],
  LHeel: [['LHeel'], ['left_heel'], ['LHEE'], ['L_calc_study'], ['LCAL'], ['LCALC'], ['LFCC']],
  LBigToe: [
    ['LBigToe'],
    ['left_big_toe'],
    ['left_foot_index'],
    ['LFootIndex'],
    ['LHLX'],
    ['LTOE'],
    ['L_toe_study'],
    ['L.Toe.Tip'],
    ['LMT1', 'LMT5'],
    ['LFM1', 'LFM5'],
    ['LFM2'],
    ['LMT2'],
  ],
  LSmallToe: [['LSmallToe'], ['left_small_toe'], ['L_5meta_study'], ['LMT5'], ['LFM5'], ['L.Toe.Lat']],
  LShoulder: [['LShoulder'], ['left_shoulder'], ['LSHO'], ['L_shoulder_study'], ['LACR'], ['L.Acromium']],
  LElbow: [['LElbow'], ['left_elbow'], ['L_lelbow_study', 'L_melbow_study'], ['LELB'], ['LLEL']],
  LWrist: [['LWrist'], ['left_wrist'], ['L_lwrist_study', 'L_mwrist_study'], ['LWRA', 'LWRB'], ['LFAradius']],
  LEye: [['LEye'], ['left_eye']],
  LEar: [['LEar'], ['left_ear']],
};

/** The same of points in the middle; points of BODY_25 among them may themselves have been found by a recipe. */
const middle: Readonly<Partial<Record<Body25Name, readonly Recipe[]>>> = {
  Nose: [['Nose']],
  MidHip: [
    ['MidHip'],
    ['Hip'],
    ['CHip'],
    ['Pelvis'],
    ['LHip', 'RHip'],
    ['LASI', 'RASI', 'LPSI', 'RPSI'],
    ['L.ASIS', 'R.ASIS', 'L.PSIS', 'R.PSIS'],
    ['L.ASIS_study', 'r.ASIS_study', 'L.PSIS_study', 'r.PSIS_study'],
    // One marker on the sacrum weighs as much as the two in front.
    ['LASI', 'RASI', 'SACR', 'SACR'],
    ['L.ASIS', 'R.ASIS', 'V.Sacral', 'V.Sacral'],
    ['LASI', 'RASI'],
    ['LPSI', 'RPSI'],
    ['SACR'],
  ],
  Neck: [['Neck'], ['LShoulder', 'RShoulder'], ['C7', 'CLAV'], ['C7_study']],
};

const comparable = (name: string): string =>
  name
    .slice(name.lastIndexOf(':') + 1)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');

const onRight = (name: string): string => name.replace(/^L/, 'R').replace(/^left/, 'right');

function recipesOf(name: Body25Name): readonly Recipe[] {
  const ofMiddle = middle[name];
  if (ofMiddle !== undefined) return ofMiddle;
  const ofLeft = sided[name.replace(/^R/, 'L')] ?? [];
  return name.startsWith('R') ? ofLeft.map((recipe) => recipe.map(onRight)) : ofLeft;
}

/** Sides before the middle, whose recipes may use them. */
const inOrder = [...body25Names].sort((a, b) => Number(a in middle) - Number(b in middle));

/**
 * The points of BODY_25 that markers of these names make: places among the names, whose mean each is.
 * @param isSeen whether the marker of a place is seen often enough to make a mean of; a point that one marker is, it is
 *   also where that is never seen
 */
export function body25Recipes(
  names: readonly string[],
  isSeen: (place: number) => boolean = () => true,
): ReadonlyMap<Body25Name, readonly number[]> {
  const places = new Map<string, readonly number[]>();
  names.forEach((name, place) => {
    const key = comparable(name);
    if (!places.has(key)) places.set(key, [place]);
  });
  const placesOf = (recipe: Recipe) => {
    const from = recipe.map((marker) => places.get(comparable(marker)));
    return from.some((marker) => marker === undefined) ? [] : from.flatMap((marker) => marker ?? []);
  };
  const found = new Map<Body25Name, readonly number[]>();
  for (const name of inOrder) {
    const candidates = recipesOf(name)
      .map(placesOf)
      .filter((from) => from.length > 0);
    const from =
      candidates.find((each) => each.every(isSeen)) ?? candidates.find(({ length }) => length === 1);
    if (from === undefined) continue;
    found.set(name, from);
    if (!places.has(comparable(name))) places.set(comparable(name), from);
  }
  return found;
}

/** Markers seen in at least half as many frames as the one that is seen most. */
function seenMarkers({ names, confidence }: KeypointTrack): (place: number) => boolean {
  const counts = new Uint32Array(names.length);
  confidence.forEach((trust, at) => {
    if (trust > 0) counts[at % names.length]!++;
  });
  const most = Math.max(...counts);
  return (place) => counts[place]! > 0 && counts[place]! >= most / 2;
}

const needed =
  'Gait needs hips (MidHip, LHip and RHip, or the markers of the pelvis), heels and big toes. Models without feet, such as COCO_17, do not do: use HALPE_26, BODY_25, COCO_133 or BLAZEPOSE.';

/**
 * Gives a track the names of BODY_25: a point that one marker stands for is that marker under another name, one that
 * several stand for is added as their mean. Markers that stand for none keep their names.
 * @throws GaitError `bad-input` where there are no hips, or no heels
 */
export function withBody25Names(track: KeypointTrack): KeypointTrack {
  const named = body25Recipes(track.names);
  if (!named.has('MidHip') || !(named.has('LHeel') || named.has('RHeel'))) {
    const missing = named.has('MidHip') ? 'heels' : 'hips';
    throw badInput(
      `The landmarks have no ${missing} by name. Names found: ${track.names.join(', ')}.`,
      needed,
    );
  }
  const recipes = body25Recipes(track.names, seenMarkers(track));
  const names = [...track.names];
  const added: (readonly [Body25Name, readonly number[]])[] = [];
  for (const [name, from] of recipes) {
    const [only] = from;
    if (from.length === 1 && only !== undefined && !isTaken(names[only]!, track.names[only]!))
      names[only] = name;
    else added.push([name, from]);
  }
  return added.length === 0 ? { ...track, names } : withMeans({ ...track, names }, added);
}

/** Whether a marker has been given a name of BODY_25 already, other than its own. */
const isTaken = (now: string, before: string): boolean =>
  now !== before && (body25Names as readonly string[]).includes(now);

/** Adds points that are means of others; missing where any of these is, with the lowest of their confidences. */
function withMeans(
  track: KeypointTrack,
  added: readonly (readonly [name: string, from: readonly number[]])[],
): KeypointTrack {
  const frames = track.timeS.length;
  const before = track.names.length;
  const after = before + added.length;
  const position = new Float64Array(frames * after * 3);
  const confidence = new Float32Array(frames * after);
  for (let frame = 0; frame < frames; frame++) {
    const row = track.position.subarray(frame * before * 3, (frame + 1) * before * 3);
    const trust = track.confidence.subarray(frame * before, (frame + 1) * before);
    position.set(row, frame * after * 3);
    confidence.set(trust, frame * after);
    added.forEach(([, from], k) => {
      const at = frame * after + before + k;
      for (let axis = 0; axis < 3; axis++) {
        position[at * 3 + axis] = from.reduce((sum, point) => sum + row[point * 3 + axis]!, 0) / from.length;
      }
      confidence[at] = from.reduce((least, point) => Math.min(least, trust[point]!), 1);
    });
  }
  return { ...track, names: [...track.names, ...added.map(([name]) => name)], position, confidence };
}
