import { describe, expect, it } from 'vitest';
import { prepareWalk } from '../../src/kernel/gait/analyze';
import { anglesOf } from '../../src/kernel/gait/angles/angles';
import { jointSummaries } from '../../src/kernel/gait/angles/joint-summaries';
import { jointNames, sides, type CycleCurve, type KeypointTrack, type Side } from '../../src/shared/results';
import {
  analyze,
  asPicture,
  hiddenBetween,
  mirrored,
  onlyFrames,
  phantomTrack,
  signal,
} from './gait-fixture';

/** The track with some points of each frame moved. */
function moved(
  track: KeypointTrack,
  names: readonly string[],
  by: (frame: number) => readonly [along: number, up: number],
): KeypointTrack {
  const position = track.position.slice();
  for (const name of names) {
    const point = track.names.indexOf(name);
    for (let frame = 0; frame < track.timeS.length; frame++) {
      const at = (frame * track.names.length + point) * 3;
      const [along, up] = by(frame);
      position[at]! += along;
      position[at + 1]! += up;
    }
  }
  return { ...track, position };
}

/** The same walk after a second of standing upright, feet side by side and flat on the floor. */
function afterStanding(track: KeypointTrack): KeypointTrack {
  const standing: Record<string, readonly [along: number, up: number]> = {
    Neck: [0, 1.4],
    MidHip: [0, 0.92],
    Hip: [0, 0.92],
    Knee: [0, 0.5],
    Ankle: [0, 0.08],
    Heel: [-0.06, 0.03],
    BigToe: [0.18, 0.03],
  };
  const [fps, points] = [60, track.names.length];
  const pelvis = track.position[track.names.indexOf('MidHip') * 3]!;
  const still = track.names.flatMap((name) => {
    const [along, up] = standing[name] ?? standing[name.slice(1)] ?? [0, 1.5];
    return [pelvis + along, up, 0];
  });
  return {
    ...track,
    timeS: Float64Array.from({ length: fps + track.timeS.length }, (_, frame) => frame / fps),
    position: Float64Array.from([...Array.from({ length: fps }, () => still).flat(), ...track.position]),
    confidence: new Float32Array((fps + track.timeS.length) * points).fill(1),
  };
}

const without = (track: KeypointTrack, unseen: (name: string) => boolean): KeypointTrack => ({
  ...track,
  confidence: track.confidence.map((trust, at) =>
    unseen(track.names[at % track.names.length]!) ? 0 : trust,
  ),
});

describe('joint angles', () => {
  it.each([
    ['m', 'right', 4],
    ['px', 'left', 5],
  ] as const)('follow the truth in %s to the %s within %s°', (unit, direction, allowedDeg) => {
    const { track, truth } = phantomTrack({ direction, fps: 60, duration_s: 3 }, unit);
    const { angles } = analyze(track);
    for (const side of sides) {
      for (const joint of jointNames) {
        const worst = angles[side][joint].reduce((most, angle, frame) => {
          const error = Math.abs(angle - truth.frames[frame]!.angles[side][joint]);
          return Math.max(most, error);
        }, 0);
        expect({ side, joint, isClose: worst < allowedDeg }).toEqual({ side, joint, isClose: true });
      }
    }
  });

  it('change sides in a mirrored recording, and nothing else', () => {
    for (const unit of ['m', 'px'] as const) {
      const { track } = phantomTrack({ duration_s: 4, gait: 'stiff-knee' }, unit);
      const [seen, mirror] = [analyze(track), analyze(mirrored(track))];
      for (const joint of jointNames) {
        for (const [side, other] of [
          ['left', 'right'],
          ['right', 'left'],
        ] as const) {
          const worst = seen.angles[side][joint].reduce(
            (most, angle, frame) => Math.max(most, Math.abs(angle - mirror.angles[other][joint][frame]!)),
            0,
          );
          expect(worst).toBeLessThan(1e-6);
        }
      }
      const [own, its] = [seen, mirror].map(({ parameters }) => parameters.joint_angles_deg.knee!);
      expect(its!.left.range_of_motion_deg.mean).toBeCloseTo(own!.right.range_of_motion_deg.mean!, 6);
    }
  });

  it('are missing where the leg is not seen, and curves with them', () => {
    const { track } = phantomTrack({ duration_s: 8, camera: 'following' });
    const { angles, curves } = analyze(hiddenBetween(track, 3, 4.5));
    const at = (timeS: number) => angles.left.knee[Math.round(timeS * 30)]!;
    expect(Number.isNaN(at(3.7))).toBe(true);
    expect(Number.isNaN(at(2))).toBe(false);
    for (const { angleDeg } of curves) {
      expect(angleDeg).toHaveLength(101);
      expect(angleDeg.some(Number.isNaN)).toBe(false);
    }
  });

  it('of a knee that is out of view are declined, and those of the other leg stated', () => {
    const { track } = phantomTrack({ duration_s: 4 });
    const { angles, parameters } = analyze(without(track, (name) => name === 'RKnee'));
    expect(angles.right.knee.every(Number.isNaN)).toBe(true);
    expect(parameters.quality.abstentions).toContain('No right knee angle: its points are not seen.');
    expect(parameters.joint_angles_deg.knee!.right.maximum_deg).toEqual({ mean: null, sd: null, n: 0 });
    expect(parameters.joint_angles_deg.knee!.left.maximum_deg.mean).toBeGreaterThan(40);
  });

  it('of a trunk that no point shows are declined, and the hip says that it is against the vertical', () => {
    const { track } = phantomTrack({ duration_s: 4 });
    const neck = track.names.indexOf('Neck');
    const { angles, parameters } = analyze({
      ...track,
      names: track.names.map((name, point) => (point === neck ? 'Chin' : name)),
    });
    expect(parameters.quality.abstentions).toContain('No trunk angle: its points are not seen.');
    expect(angles.conventions.join('\n')).toContain('against the vertical, 0° upright');
    expect(angles.left.hip.some((angle) => angle > 10)).toBe(true);
  });

  it('are none where nothing is to be seen, without a figure and without a fault', () => {
    const { track } = phantomTrack({ duration_s: 4 });
    const nothing = { ...track, position: track.position.map(() => Number.NaN) };
    const threeFrames = onlyFrames(track, (frame) => frame < 3);
    for (const bad of [nothing, threeFrames, asPicture(nothing), asPicture(threeFrames)]) {
      const { angles, curves, parameters } = analyze(bad);
      for (const side of sides) {
        for (const joint of jointNames) expect(angles[side][joint].every(Number.isNaN)).toBe(true);
      }
      expect(curves).toEqual([]);
      expect(parameters.joint_angles_deg).toEqual({});
      expect(parameters.quality.abstentions.length).toBeGreaterThan(0);
    }
  });

  it('say which convention each follows', () => {
    const { conventions } = analyze(phantomTrack().track).angles;
    for (const word of ['Hip:', 'Knee:', 'Ankle:', 'Trunk:', 'Foot:', 'absolute']) {
      expect(conventions.join('\n')).toContain(word);
    }
  });
});

describe('foot and ankle', () => {
  const { track, truth } = phantomTrack({ fps: 60, duration_s: 4 });
  // A heel's point put 3 cm too high tilts the foot's line by some 8°.
  const tilted = moved(afterStanding(track), ['LHeel', 'RHeel'], () => [0, 0.03]);

  const meanError = (seen: KeypointTrack, joint: 'foot' | 'ankle') => {
    const { angles } = analyze(seen);
    const first = seen.timeS.length - truth.frames.length;
    // Some frames after the leap from standing into the walk, which nobody does.
    const errors = truth.frames
      .slice(30, -30)
      .flatMap((frame, k) =>
        sides.map((side) => angles[side][joint][first + 30 + k]! - frame.angles[side][joint]),
      );
    return errors.reduce((sum, error) => sum + error, 0) / errors.length;
  };

  it('are counted from standing where standing is seen', () => {
    expect(Math.abs(meanError(tilted, 'foot'))).toBeLessThan(1);
    expect(Math.abs(meanError(tilted, 'ankle'))).toBeLessThan(1);
    expect(analyze(tilted).angles.conventions.join('\n')).toContain('0° as in standing');
  });

  it('are absolute where nobody stands, and say so', () => {
    const walk = moved(track, ['LHeel', 'RHeel'], () => [0, 0.03]);
    expect(meanError(walk, 'foot')).toBeLessThan(-6);
    expect(analyze(walk).angles.conventions.join('\n')).toContain('absolute, for nobody is seen to stand');
  });
});

describe('a knee that a pose model draws towards the other leg', () => {
  const { track, truth } = phantomTrack({ fps: 60, duration_s: 4 }, 'px');
  const shankPx = 0.25 * (truth.frames[0]!.image.RHeel[1] - truth.frames[0]!.image.Nose[1]);
  const isFlexed = (frame: number) => truth.frames[frame]!.angles.left.knee > 40;
  const drawn = moved(track, ['LKnee'], (frame) => [isFlexed(frame) ? -0.1 * shankPx : 0, 0]);
  const knee = track.names.indexOf('LKnee');
  const points = track.names.length;
  const hidden: KeypointTrack = {
    ...drawn,
    confidence: drawn.confidence.map((_, at) =>
      at % points === knee && isFlexed(Math.floor(at / points)) ? 0.6 : 0.97,
    ),
  };
  const truePeak = Math.max(...truth.frames.map(({ angles }) => angles.left.knee));

  it('gets back a third or more of the flexion it lost, for its bones keep their lengths', () => {
    const { track: seen, stretches } = prepareWalk(hidden, { signal, walk: {} });
    const view = { deg: null, from: '3D', corrected: false };
    // As from space, where points stay where they are.
    const asSeen = anglesOf({ ...seen, planar: false }, stretches, { view, floorDeg: null }).left.knee;
    const rigid = anglesOf(seen, stretches, { view, floorDeg: null }).left.knee;
    const lost = (angles: Float64Array) =>
      truePeak - Math.max(...angles.filter((angle) => !Number.isNaN(angle)));
    expect(lost(asSeen)).toBeGreaterThan(6);
    expect(lost(rigid)).toBeLessThan((2 * lost(asSeen)) / 3);
  });
});

describe('summaries of joints', () => {
  const curve = (cycle: number, peakAt: number, peak: number, side: Side = 'left'): CycleCurve => ({
    side,
    joint: 'knee',
    cycle,
    startS: cycle,
    angleDeg: Array.from({ length: 101 }, (_, percent) =>
      percent === peakAt ? peak : percent === 40 ? -2 : 5,
    ),
  });

  it('take each cycle’s own peak, where a mean curve would show a lower one', () => {
    const { left, right } = jointSummaries([curve(1, 70, 60), curve(2, 74, 64)]).knee!;
    expect(left.maximum_deg).toEqual({ mean: 62, sd: Math.SQRT2 * 2, n: 2 });
    expect(left.maximum_at_percent.mean).toBeCloseTo(72, 9);
    expect(left.minimum_deg.mean).toBe(-2);
    expect(left.minimum_at_percent.mean).toBeCloseTo(40, 9);
    expect(left.range_of_motion_deg.mean).toBe(64);
    expect(right.maximum_deg).toEqual({ mean: null, sd: null, n: 0 });
  });

  it('know that the cycle is a circle: peaks at 98 and 2 % lie at its start', () => {
    const { maximum_at_percent: at } = jointSummaries([curve(1, 98, 30), curve(2, 2, 30)]).knee!.left;
    expect(Math.min(at.mean!, 100 - at.mean!)).toBeLessThan(1e-6);
    expect(at.sd).toBeCloseTo(Math.SQRT2 * 2, 6);
  });

  it('leave out joints that no curve shows', () => {
    expect(Object.keys(jointSummaries([curve(1, 70, 60)]))).toEqual(['knee']);
    expect(jointSummaries([])).toEqual({});
  });
});
