import { describe, expect, it } from 'vitest';
import { buildGaitBundle, buildPoseBundle } from '../../src/kernel/display/bundles';
import { outputFormat } from '../../src/shared/cell-output';
import { packGait, packPose } from '../../src/shared/packed-bundles';
import { drawnJoints } from '../../src/shared/skeleton';
import { parsePayload } from '../../src/webview/payload/parse';
import { filmstrip, gaitAnalysis, seenLegs } from './display-fixture';

/** As JSON holds it, which knows no negative zero. */
const saved = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const pose = buildPoseBundle(seenLegs(6, [3, 4]), filmstrip(12), ['a warning']);
const gait = saved(buildGaitBundle(gaitAnalysis(6)));
const long = saved(buildGaitBundle(gaitAnalysis(60)));
const ofWalk = { format: outputFormat, recordId: 'r', walkId: 'w', recording: 'one', name: 'result' };
const poseOutput = (bundle: unknown) => ({ kind: 'pose', ...ofWalk, bundle, picture: null });
const gaitOutput = (bundle: unknown) => ({ kind: 'gait', ...ofWalk, bundle, pose: null });

/** What the page that draws an output reads from a notebook's file. */
function read(output: unknown): unknown {
  const parsed = parsePayload(saved(output));
  return parsed.ok ? parsed.payload : parsed.message;
}
/** Lines that a value takes in a notebook's file. */
const lines = (value: unknown): number => JSON.stringify(value, null, 1).split('\n').length;

describe('the bundle of an output', () => {
  it('of events is read from a notebook as it was, whatever the length of the walk', () => {
    for (const bundle of [gait, long]) expect(read(gaitOutput(packGait(bundle)))).toEqual(gaitOutput(bundle));
  });

  it('of a pose is read as it was, save for points that no skeleton shows', () => {
    const drawn = new Set([...drawnJoints.left, ...drawnJoints.right]);
    const tiles = pose.filmstrip!.tiles.map(({ frame, timeS, landmarks }) => ({
      frame,
      timeS: Number(timeS.toFixed(4)),
      landmarks: landmarks?.map((point, index) => (drawn.has(index) ? point : [0, 0, 0])) ?? null,
    }));
    expect(tiles.some(({ landmarks }) => landmarks === null)).toBe(true);
    expect(read(poseOutput(packPose(pose)))).toEqual(
      poseOutput({ ...pose, filmstrip: { ...pose.filmstrip, tiles } }),
    );
  });

  it('takes some lines of the file, not one for each number', () => {
    expect(lines(packGait(gait).angles)).toBeLessThan(lines(gait.angles) / 20);
    expect(lines(packPose(pose).filmstrip)).toBeLessThan(lines(pose.filmstrip) / 10);
  });

  it('is read as older versions saved it, number by number', () => {
    expect(read(poseOutput(pose))).toEqual(poseOutput(pose));
    expect(read(gaitOutput(gait))).toEqual(gaitOutput(gait));
  });

  it.each([
    ['angles.left', { ...packGait(gait), angles: { ...packGait(gait).angles, times: [] } }],
    ['angles.left', { ...packGait(gait), angles: { times: ['4:0*99999999'], left: {}, right: {} } }],
    ['meanCurves.0.meanDeg', { ...packGait(gait), meanCurves: [{ ...gait.meanCurves[0], meanDeg: '<b>' }] }],
  ])('that somebody has changed is refused in words: %s', (where, bundle) => {
    expect(read(gaitOutput(bundle))).toContain(`“bundle.${where}`);
  });

  it('whose tiles do not belong together is refused in words', () => {
    const packed = packPose(pose);
    const tiles = { ...packed.filmstrip!.tiles, timeS: '4:0' };
    expect(read(poseOutput({ ...packed, filmstrip: { ...packed.filmstrip, tiles } }))).toContain(
      '“bundle.filmstrip.tiles.1.timeS”',
    );
  });
});
