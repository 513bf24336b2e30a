import { describe, expect, it } from 'vitest';
import {
  jointNames,
  sides,
  type GaitAnalysis,
  type KeypointTrack,
  type Walk,
} from '../../src/shared/results';
import { analyzeGait } from '../../src/kernel/gait/analyze';
import { mirrored, phantomTrack, signal } from './gait-fixture';

const analyze = (track: KeypointTrack, walk: Pick<Walk, 'viewDeg' | 'floorPoints'> = {}): GaitAnalysis =>
  analyzeGait(track, { signal, walk });

/** The picture as a camera takes it that is turned about its axis: the floor rises to the right by `deg`. */
function rolled(track: KeypointTrack, deg: number): KeypointTrack {
  const [cos, sin] = [Math.cos((deg * Math.PI) / 180), Math.sin((deg * Math.PI) / 180)];
  const position = track.position.slice();
  for (let at = 0; at < position.length; at += 3) {
    const [x, y] = [track.position[at]!, track.position[at + 1]!];
    position[at] = cos * x - sin * y;
    position[at + 1] = sin * x + cos * y;
  }
  return { ...track, position };
}

const kneePeaks = ({ parameters }: GaitAnalysis) =>
  sides.map((side) => parameters.joint_angles_deg.knee![side].maximum_deg.mean!);

describe('the view', () => {
  it('is found within 5° from the shoulders, also from behind, and to both sides', () => {
    const views = [
      ['right', -40],
      ['right', -20],
      ['right', 0],
      ['right', 20],
      ['left', 40],
      ['left', -10],
    ] as const;
    for (const [direction, view_deg] of views) {
      const { track } = phantomTrack({ view_deg, direction, duration_s: 4 }, 'px');
      const { view } = analyze(track).parameters.quality;
      expect({ view_deg, isNear: Math.abs(view.deg! - view_deg) < 5 }).toEqual({ view_deg, isNear: true });
      expect(view.from).toContain('shoulders');
      expect(view.corrected).toBe(Math.abs(view.deg!) >= 10);
    }
  });

  it('is undone before angles are measured: a knee’s peak at 30° reads as from the side', () => {
    const side = kneePeaks(analyze(phantomTrack({ duration_s: 6 }, 'px').track));
    for (const view_deg of [-30, 30]) {
      const oblique = phantomTrack({ duration_s: 6, view_deg }, 'px').track;
      const asSeen = kneePeaks(analyze(oblique, { viewDeg: 0 }));
      for (const walk of [{}, { viewDeg: view_deg }]) {
        for (const [k, peak] of kneePeaks(analyze(oblique, walk)).entries()) {
          expect(Math.abs(peak - side[k]!)).toBeLessThan(4);
          expect(peak - asSeen[k]!).toBeGreaterThan(3);
        }
      }
    }
  });

  it('that is given is taken, and nothing is estimated', () => {
    const { track } = phantomTrack({ duration_s: 6, view_deg: 30 }, 'px');
    const { view } = analyze(track, { viewDeg: 12 }).parameters.quality;
    expect(view).toEqual({ deg: 12, from: 'given', corrected: true });
  });

  it('within its own error of the side changes nothing', () => {
    const { track } = phantomTrack({ duration_s: 6, view_deg: 5 }, 'px');
    const { angles, parameters } = analyze(track);
    expect(parameters.quality.view.corrected).toBe(false);
    expect(angles.conventions.join('\n')).toContain('not corrected');
  });

  it('is no question in space', () => {
    const { view, floor_deg } = analyze(phantomTrack({ duration_s: 6 }).track).parameters.quality;
    expect(view).toEqual({ deg: null, from: '3D', corrected: false });
    expect(floor_deg).toBeNull();
  });

  it('is not known without shoulders, and the angles say so', () => {
    const { track } = phantomTrack({ duration_s: 6 }, 'px');
    const names = track.names.map((name) => (name.endsWith('Shoulder') ? `${name}Blade` : name));
    const { angles, parameters } = analyze({ ...track, names });
    expect(parameters.quality.view).toEqual({ deg: null, from: 'unknown', corrected: false });
    expect(angles.conventions.join('\n')).toContain('the view is not known');
  });

  it('beyond 20° is worth a warning, within it none', () => {
    const warnings = (view_deg: number) =>
      analyze(phantomTrack({ duration_s: 6, view_deg }, 'px').track).parameters.quality.warnings.join('\n');
    expect(warnings(35)).toContain('off the side view');
    expect(warnings(10)).not.toContain('off the side view');
  });

  it('beyond 50° leaves no angle to state, and that is said once', () => {
    const { track } = phantomTrack({ duration_s: 6, view_deg: 30 }, 'px');
    const { angles, curves, parameters } = analyze(track, { viewDeg: 60 });
    expect(curves).toEqual([]);
    expect(sides.every((side) => jointNames.every((joint) => angles[side][joint].every(Number.isNaN)))).toBe(
      true,
    );
    expect(parameters.quality.abstentions.filter((reason) => reason.includes('angle'))).toEqual([
      'No joint angles: the camera stands 60° off the side view (given); beyond 50° the picture hardly shows them. ' +
        'Film from the side.',
    ]);
  });
});

describe('the floor', () => {
  const level = phantomTrack({ duration_s: 6 }, 'px').track;
  const meanOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

  it('is found within half a degree where the camera is not level, and counted out of trunk and foot', () => {
    const straight = analyze(level).angles;
    for (const deg of [-8, -2, 0, 3, 8]) {
      const { angles, parameters } = analyze(rolled(level, deg));
      expect(Math.abs(parameters.quality.floor_deg! - deg)).toBeLessThan(0.5);
      for (const joint of ['trunk', 'foot'] as const) {
        expect(Math.abs(meanOf(angles.left[joint]) - meanOf(straight.left[joint]))).toBeLessThan(0.7);
      }
    }
  });

  it('rises the other way in the mirror', () => {
    const { floor_deg } = analyze(mirrored(rolled(level, 4))).parameters.quality;
    expect(Math.abs(floor_deg! + 4)).toBeLessThan(0.5);
  });

  it('that only perspective tilts is level', () => {
    for (const view_deg of [-20, -10, 10, 20]) {
      const { floor_deg } = analyze(phantomTrack({ duration_s: 6, view_deg }, 'px').track).parameters.quality;
      expect(Math.abs(floor_deg!)).toBeLessThan(1);
    }
  });

  it('is as the two points say that are known to lie on it', () => {
    // In pixels that count downwards: up by 50 over 500.
    const { floor_deg } = analyze(level, { floorPoints: [100, 350, 600, 300, 5] }).parameters.quality;
    expect(Math.abs(floor_deg! - (Math.atan(0.1) * 180) / Math.PI)).toBeLessThan(0.3);
  });

  it('is not known under a walker who goes nowhere, or from far off the side', () => {
    expect(analyze(phantomTrack({ treadmill: true }, 'px').track).parameters.quality.floor_deg).toBeNull();
    expect(analyze(phantomTrack({ view_deg: 45 }, 'px').track).parameters.quality.floor_deg).toBeNull();
  });
});
