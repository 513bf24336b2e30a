import { describe, expect, it } from 'vitest';
import { sides, type GaitAnalysis, type KeypointTrack, type Side } from '../../src/shared/results';
import { analyze, mirrored, phantomTrack } from './gait-fixture';

const { track, truth } = phantomTrack({ fps: 60, duration_s: 6 }, 'px');
const points = track.names.length;
const legPx = truth.frames[0]!.image.LHeel[1] - truth.frames[0]!.image.MidHip[1];

/** Knees as a pose model sees them that keeps the left, hidden one a little behind the right one where they pass. */
function drawnTogether(within: number): KeypointTrack {
  const position = track.position.slice();
  const [left, right] = ['LKnee', 'RKnee'].map((name) => track.names.indexOf(name));
  for (let frame = 0; frame < track.timeS.length; frame++) {
    const at = (point: number) => (frame * points + point) * 3;
    const [own, other] = [at(left!), at(right!)];
    const apart = Math.hypot(position[own]! - position[other]!, position[own + 1]! - position[other + 1]!);
    if (apart >= within * legPx) continue;
    position[own] = position[other]! - 0.06 * legPx;
    position[own + 1] = position[other + 1]!;
  }
  return { ...track, position };
}

const peak = ({ parameters }: GaitAnalysis, side: Side) =>
  parameters.joint_angles_deg.knee![side].maximum_deg.mean!;
const truePeak = Math.max(...truth.frames.map(({ angles }) => angles.left.knee));
const words = ({ parameters: { quality } }: GaitAnalysis) =>
  [...quality.warnings, ...quality.abstentions].filter((line) => line.includes('knee'));

describe('a knee that passes behind the other', () => {
  it('keeps its peak where the pose model draws it onto the other: that is bridged', () => {
    const analysis = analyze(drawnTogether(0.07));
    expect(Math.abs(peak(analysis, 'left') - truePeak)).toBeLessThan(3);
    expect(peak(analysis, 'right')).toBe(peak(analyze(track), 'right'));
  });

  it('is bridged on the other leg when the walk goes the other way', () => {
    const [there, back] = [analyze(drawnTogether(0.07)), analyze(mirrored(drawnTogether(0.07)))];
    expect(peak(back, 'right')).toBeCloseTo(peak(there, 'left'), 6);
    expect(peak(back, 'left')).toBeCloseTo(peak(there, 'right'), 6);
  });

  it('is worth no word where it is hidden no longer than passing takes', () => {
    expect(words(analyze(track))).toEqual([]);
  });

  it('is worth a warning, with the share, where it is hidden for longer', () => {
    const analysis = analyze(drawnTogether(0.16));
    expect(words(analysis).join('\n')).toMatch(/The left knee is hidden .* for \d\d % of its cycles/);
    expect(words(analysis).join('\n')).not.toContain('right knee');
  });

  it('gives no peak where it is hidden for longer than may be bridged in each cycle, and the other leg gives its own', () => {
    const analysis = analyze(drawnTogether(0.3));
    expect(analysis.curves.filter(({ side, joint }) => side === 'left' && joint === 'knee')).toEqual([]);
    expect(analysis.parameters.quality.abstentions).toContainEqual(
      expect.stringContaining('No peaks of the left hip, knee and ankle'),
    );
    expect(analysis.parameters.joint_angles_deg.knee!.left.maximum_deg).toMatchObject({ mean: null, n: 0 });
    expect(peak(analysis, 'right')).toBeCloseTo(peak(analyze(track), 'right'), 1);
  });

  it('is no question in space, where nothing hides', () => {
    const inSpace = phantomTrack({ fps: 60, duration_s: 6 }, 'm').track;
    const analysis = analyze(inSpace);
    expect(words(analysis)).toEqual([]);
    for (const side of sides) {
      const kept = analysis.cycles.filter((cycle) => cycle.side === side && cycle.kept).length;
      expect(analysis.parameters.joint_angles_deg.knee![side].maximum_deg.n).toBe(kept);
    }
  });
});
