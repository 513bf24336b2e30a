import { describe, expect, it } from 'vitest';
import { withHipCentres } from '../../src/kernel/landmarks/hip-centres';
import { withBody25Names } from '../../src/kernel/landmarks/names';
import type { KeypointTrack } from '../../src/shared/results';
import { analyze, phantomTrack } from './gait-fixture';

const widthM = 0.24;
const depthM = 0.12;
/** Harrington et al. 2007, in metres from between the front spines: behind, below and to each side. */
const behindM = 0.24 * depthM + 0.0099;
const belowM = 0.3 * widthM + 0.0109;

/** A walk with markers on the pelvis in place of its hips, put where these hips have them. */
function markedPelvis(walk: KeypointTrack): KeypointTrack {
  const kept = walk.names.filter((name) => !/Hip$/.test(name));
  const names = [...kept, 'LASI', 'RASI', 'LPSI', 'RPSI'];
  const frames = walk.timeS.length;
  const position = new Float64Array(frames * names.length * 3);
  for (let frame = 0; frame < frames; frame++) {
    const at = (name: string) => {
      const start = (frame * walk.names.length + walk.names.indexOf(name)) * 3;
      return Array.from(walk.position.subarray(start, start + 3));
    };
    const [x, y, z] = at('LHip').map((value, axis) => (value + at('RHip')[axis]!) / 2);
    // Phantoms walk along x, so that their right is +z.
    const marker = (ahead: number, side: number) => [
      x! + behindM + ahead,
      y! + belowM,
      z! + (side * widthM) / 2,
    ];
    const pelvis = [marker(0, -1), marker(0, 1), marker(-depthM, -0.4), marker(-depthM, 0.4)];
    position.set([...kept.flatMap(at), ...pelvis.flat()], frame * names.length * 3);
  }
  return { ...walk, names, position, confidence: new Float32Array(frames * names.length).fill(1) };
}

const { track: walk } = phantomTrack({ seed: 5, duration_s: 6 });
const at = ({ names, position }: KeypointTrack, frame: number, name: string) => {
  const start = (frame * names.length + names.indexOf(name)) * 3;
  return Array.from(position.subarray(start, start + 3));
};

describe('hips from markers of the pelvis', () => {
  const marked = withHipCentres(withBody25Names(markedPelvis(walk)));

  it('lie behind, below and beside the front spines as Harrington has them', () => {
    const [left, right, middle] = ['LHip', 'RHip', 'MidHip'].map((name) => at(marked, 10, name));
    const truth = at(walk, 10, 'LHip').map((value, axis) => (value + at(walk, 10, 'RHip')[axis]!) / 2);
    middle!.forEach((value, axis) => {
      expect(value).toBeCloseTo(truth[axis]!, 6);
    });
    expect(right![2]! - left![2]!).toBeCloseTo(2 * (0.33 * widthM + 0.0073), 6);
  });

  it('give the knees of the same walk', () => {
    const kneesOf = (track: KeypointTrack) =>
      analyze(track).curves.flatMap(({ joint, angleDeg }) =>
        joint === 'knee' ? [Math.max(...angleDeg)] : [],
      );
    const expected = kneesOf(walk);
    expect(expected.length).toBeGreaterThan(4);
    kneesOf(marked).forEach((peak, k) => {
      expect(peak).toBeCloseTo(expected[k]!, 0);
    });
  });

  it('lie below the pelvis in a mirrored file too', () => {
    const mirrored = {
      ...markedPelvis(walk),
      position: markedPelvis(walk).position.map((value, k) => (k % 3 === 2 ? -value : value)),
    };
    const hips = withHipCentres(withBody25Names(mirrored));
    expect(at(hips, 10, 'LHip')[1]).toBeCloseTo(at(marked, 10, 'LHip')[1]!, 6);
  });

  it('are left alone where the file has hips', () => {
    expect(withHipCentres(walk)).toBe(walk);
  });
});
