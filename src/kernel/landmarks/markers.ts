import { body25Names, type Body25Name } from '../../shared/body25';

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
 * - `LIAS`, `LFLE`, `LFAL`, `LFCC`, `LFM1`, … : CAST (Cappozzo et al. 1995), as Qualisys names it
 *
 * Rajagopal's, Gait2392's, Qualisys's and Vicon's are those that are typical of files seen, not checked against a listing.
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
    ['LFLE', 'LFME'],
    ['L_knee_study'],
    ['LLFC'],
    ['LFLE'],
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
    ['LFAL', 'LTAM'],
    ['L_ankle_study'],
    ['LLMAL'],
    ['LFAL'],
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
    ['LIAS', 'RIAS', 'LIPS', 'RIPS'],
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

/** Places of the markers by their comparable names; the first of several. */
function placesByName(names: readonly string[]): Map<string, readonly number[]> {
  const places = new Map<string, readonly number[]>();
  names.forEach((name, place) => {
    const key = comparable(name);
    if (!places.has(key)) places.set(key, [place]);
  });
  return places;
}

/** Markers of the pelvis: left and right anterior superior iliac spine, and those behind. */
const pelvisMarkers: readonly (readonly [left: string, right: string, behind: readonly string[]])[] = [
  ['LASI', 'RASI', ['LPSI', 'RPSI']],
  ['LASI', 'RASI', ['SACR']],
  ['L.ASIS', 'R.ASIS', ['L.PSIS', 'R.PSIS']],
  ['L.ASIS', 'R.ASIS', ['V.Sacral']],
  ['L.ASIS_study', 'r.ASIS_study', ['L.PSIS_study', 'r.PSIS_study']],
  ['LIAS', 'RIAS', ['LIPS', 'RIPS']],
];

/** Places of the pelvis's markers among the names, or null where they are not all there. */
export function pelvisPlaces(
  names: readonly string[],
): { readonly left: number; readonly right: number; readonly behind: readonly number[] } | null {
  const places = placesByName(names);
  const placeOf = (marker: string): number => places.get(comparable(marker))?.[0] ?? -1;
  for (const [leftName, rightName, behindNames] of pelvisMarkers) {
    const [left, right, behind] = [placeOf(leftName), placeOf(rightName), behindNames.map(placeOf)];
    if ([left, right, ...behind].every((place) => place >= 0)) return { left, right, behind };
  }
  return null;
}

/**
 * The points of BODY_25 that markers of these names make: places among the names, whose mean each is.
 * @param isSeen whether the marker of a place is seen often enough to make a mean of; a point that one marker is, it is
 *   also where that is never seen
 */
export function body25Recipes(
  names: readonly string[],
  isSeen: (place: number) => boolean = () => true,
): ReadonlyMap<Body25Name, readonly number[]> {
  const places = placesByName(names);
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
