import { describe, expect, it } from 'vitest';
import {
  jointNames,
  sides,
  type GaitAnalysis,
  type KeypointTrack,
  type Walk,
} from '../../src/shared/results';
import { analyzeGait } from '../../src/kernel/gait/analyze';
import { mirrored, onlyFrames, phantomTrack, signal } from './gait-fixture';

const analyze = (track: KeypointTrack, walk: Pick<Walk, 'viewDeg' | 'floorPoints'> = {}): GaitAnalysis =>
  analyzeGait(track, { signal, walk });

const pictures = new Map<number, KeypointTrack>();

/** A walk to the right in the picture of a camera that far off the side; each made once. */
function pictureAt(viewDeg: number): KeypointTrack {
  const known = pictures.get(viewDeg);
  if (known !== undefined) return known;
  const { track } = phantomTrack({ duration_s: 4, view_deg: viewDeg }, 'px');
  pictures.set(viewDeg, track);
  return track;
}

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
  it.each([
    ['right', -40],
    ['right', -20],
    ['right', 0],
    ['right', 20],
    ['left', 40],
    ['left', -20],
  ] as const)('of a walk to the %s at %s° is found within 5° from the shoulders', (direction, view_deg) => {
    const track = direction === 'right' ? pictureAt(view_deg) : mirrored(pictureAt(view_deg));
    const { view } = analyze(track).parameters.quality;
    expect(Math.abs(view.deg! - view_deg)).toBeLessThan(5);
    expect(view.from).toContain('shoulders');
    expect(view.corrected).toBe(Math.abs(view.deg!) >= 10);
  });

  it('is undone before angles are measured: a knee’s peak at 30° reads as from the side', () => {
    const side = kneePeaks(analyze(pictureAt(0)));
    for (const view_deg of [-30, 30]) {
      const oblique = pictureAt(view_deg);
      const asSeen = kneePeaks(analyze(oblique, { viewDeg: 0 }));
      for (const walk of [{}, { viewDeg: view_deg }]) {
        for (const [k, peak] of kneePeaks(analyze(oblique, walk)).entries()) {
          expect(Math.abs(peak - side[k]!)).toBeLessThan(6);
          expect(peak - asSeen[k]!).toBeGreaterThan(3);
        }
      }
    }
  });

  it('of a walker who is seen at the side of the picture alone is not undone: perspective turns him', () => {
    const track = pictureAt(0);
    const widthPx = 640;
    const pelvis = track.names.indexOf('MidHip');
    const points = track.names.length;
    const inLeftThird = (frame: number) => track.position[(frame * points + pelvis) * 3]! < widthPx / 3;
    const first = Array.from(track.timeS.keys()).findIndex((frame) => !inLeftThird(frame));
    const { view } = analyze(onlyFrames({ ...track, widthPx }, (frame) => frame < first)).parameters.quality;
    expect(view.from).toContain('beside the middle of the picture');
    expect(view.corrected).toBe(false);
    const whole = analyze({ ...track, widthPx }).parameters.quality.view;
    expect(Math.abs(whole.deg!)).toBeLessThan(3);
    expect(Math.abs(view.deg!)).toBeGreaterThan(Math.abs(whole.deg!));
  });

  it('that is given is taken, and nothing is estimated', () => {
    const track = pictureAt(30);
    const { view } = analyze(track, { viewDeg: 12 }).parameters.quality;
    expect(view).toEqual({ deg: 12, from: 'given', corrected: true });
  });

  it('within its own error of the side changes nothing', () => {
    const track = pictureAt(5);
    const { angles, parameters } = analyze(track);
    expect(parameters.quality.view.corrected).toBe(false);
    expect(angles.conventions.join('\n')).toContain('not corrected');
  });

  it('is no question in space', () => {
    const { view, floor_deg } = analyze(phantomTrack({ duration_s: 2 }).track).parameters.quality;
    expect(view).toEqual({ deg: null, from: '3D', corrected: false });
    expect(floor_deg).toBeNull();
  });

  it('is not known without shoulders, and the angles say so', () => {
    const track = pictureAt(0);
    const names = track.names.map((name) => (name.endsWith('Shoulder') ? `${name}Blade` : name));
    const { angles, parameters } = analyze({ ...track, names });
    expect(parameters.quality.view).toEqual({ deg: null, from: 'unknown', corrected: false });
    expect(angles.conventions.join('\n')).toContain('the view is not known');
  });

  it('beyond 20° is worth a warning, within it none', () => {
    const warnings = (view_deg: number) =>
      analyze(pictureAt(view_deg)).parameters.quality.warnings.join('\n');
    expect(warnings(40)).toContain('off the side view');
    expect(warnings(10)).not.toContain('off the side view');
  });

  it('beyond 50° leaves no angle to state, and that is said once', () => {
    const track = pictureAt(30);
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
  const level = pictureAt(0);
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

  it.each([-20, -10, 10, 20])('that only perspective tilts, at %s° off the side, is level', (view_deg) => {
    const { floor_deg } = analyze(pictureAt(view_deg)).parameters.quality;
    expect(Math.abs(floor_deg!)).toBeLessThan(1);
  });

  it('is as the two points say that are known to lie on it', () => {
    // In pixels that count downwards: up by 50 over 500.
    const { floor_deg } = analyze(level, { floorPoints: [100, 350, 600, 300, 5] }).parameters.quality;
    expect(Math.abs(floor_deg! - (Math.atan(0.1) * 180) / Math.PI)).toBeLessThan(0.5);
  });

  it('is not known under a walker who goes nowhere, or from far off the side', () => {
    expect(
      analyze(phantomTrack({ treadmill: true, duration_s: 4 }, 'px').track).parameters.quality.floor_deg,
    ).toBeNull();
    expect(analyze(pictureAt(40)).parameters.quality.floor_deg).toBeNull();
  });
});
