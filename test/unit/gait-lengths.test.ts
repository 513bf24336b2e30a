import { describe, expect, it } from 'vitest';
import { statureOverTime } from '../../src/kernel/gait/lengths/body-size';
import { sagittalTrack } from '../../src/kernel/gait/signal/sagittal';
import { robustLine } from '../../src/kernel/gait/statistics';
import type { PhantomTruth } from '../../src/phantom/truth';
import type { FloorPoints, KeypointTrack } from '../../src/shared/results';
import { analyze, exchangeLegsOf, phantomTrack } from './gait-fixture';

/** A walker's clip as a picture of known width. */
function picture(options: Record<string, unknown>) {
  const { track, truth } = phantomTrack({ duration_s: 7, seed: 3, ...options }, 'px');
  const { width_px: widthPx, height_px: heightPx } = truth.options;
  return { track: { ...track, widthPx, heightPx }, truth };
}

/** Two places of a heel at rest on the floor, as somebody would click them, and the tape between them. */
function floorPointsOf({ frames, events, options }: PhantomTruth): FloorPoints {
  const landings = events
    .filter(({ side, event }) => side === 'left' && event === 'heel_strike')
    .flatMap(({ time_s: timeS }) => frames[Math.round((timeS + 0.1) * options.fps)] ?? []);
  const [first, last] = [
    landings.find(({ visible }) => visible)!,
    landings.findLast(({ visible }) => visible)!,
  ];
  const distanceM = Math.abs(last.joints3d.LHeel[0] - first.joints3d.LHeel[0]);
  return [...first.image.LHeel, ...last.image.LHeel, distanceM];
}

const ratioOf = (found: number | null | undefined, real: number | null): number =>
  (found ?? Number.NaN) / real!;

describe('lengths from a picture', () => {
  const views = [0, 5, 10, 15].map((view_deg, k) => ({
    view_deg,
    height_m: 1.55 + 0.1 * k,
    stride_length_m: 1.2 + 0.1 * k,
    direction: k % 2 === 0 ? 'right' : 'left',
  }));

  it.each(views)('by the height are right within 2 % at $view_deg° where the view is known', (options) => {
    const { track, truth } = picture(options);
    const walk = { heightM: options.height_m, viewDeg: options.view_deg };
    const { stride_length_m: stride, speed_m_s: speed, quality } = analyze(track, walk).parameters;
    const real = truth.parameters;
    expect(Math.abs(ratioOf(stride?.all.mean, real.stride_length_m.all.mean) - 1)).toBeLessThan(0.02);
    expect(Math.abs(ratioOf(speed?.all.mean, real.speed_m_s.all.mean) - 1)).toBeLessThan(0.02);
    expect(quality.scale?.from).toMatch(/height.*coarse, about 4 %/);
  });

  it.each(views)(
    'by two points on the floor are right within 2 % at $view_deg°, whatever the view',
    (options) => {
      const { track, truth } = picture(options);
      const { stride_length_m: stride, quality } = analyze(track, {
        floorPoints: floorPointsOf(truth),
      }).parameters;
      expect(Math.abs(ratioOf(stride?.all.mean, truth.parameters.stride_length_m.all.mean) - 1)).toBeLessThan(
        0.02,
      );
      expect(quality.scale?.from).toContain('two points on the floor');
    },
  );

  it('do not grow with the walker who comes nearer', () => {
    const { track, truth } = picture({ view_deg: 15, stride_variation_percent: 0 });
    const { cycles } = analyze(track, { heightM: 1.72, viewDeg: 15 });
    const lengths = cycles.flatMap(({ strideLengthM }) => strideLengthM ?? []);
    const real = truth.parameters.stride_length_m.all.mean!;
    const pelvis = truth.frames.filter(({ visible }) => visible).map(({ image }) => image);
    const size = (joints: (typeof pelvis)[number]) => joints.MidHip[1] - joints.Neck[1];
    expect(size(pelvis.at(-1)!) / size(pelvis[0]!)).toBeGreaterThan(1.2);
    for (const length of lengths) expect(Math.abs(length / real - 1)).toBeLessThan(0.05);
  });

  it('in heights of the body need no scale', () => {
    const { track, truth } = picture({ height_m: 1.6, stride_length_m: 1.28 });
    const {
      stride_length_body_heights: heights,
      stride_length_m: metres,
      quality,
    } = analyze(track).parameters;
    expect(metres).toBeNull();
    expect(heights!.all.mean!).toBeCloseTo(truth.parameters.stride_length_m.all.mean! / 1.6, 1);
    expect(quality.abstentions.join()).toMatch(/height_m .*floor_points .*belt_speed_m_s/);
    const scaled = analyze(track, { heightM: 1.6 }).parameters;
    expect(scaled.stride_length_body_heights!.all.mean! * 1.6).toBeCloseTo(
      scaled.stride_length_m!.all.mean!,
      9,
    );
  });

  it('take the floor before the height, and say where the two disagree', () => {
    const { track, truth } = picture({});
    const floorPoints = floorPointsOf(truth);
    const agreeing = analyze(track, { floorPoints, heightM: 1.72 }).parameters;
    expect(agreeing.quality.scale?.from).toContain('floor');
    expect(agreeing.quality.warnings.join()).not.toContain('m tall');
    const wrong = analyze(track, { floorPoints, heightM: 1.2 }).parameters;
    expect(wrong.quality.warnings.join()).toMatch(/would be 1\.\d\d m tall, but height_m says 1.2 m/);
    const [x1, y1, x2, y2, distanceM] = floorPoints;
    const inFeet = analyze(track, { floorPoints: [x1, y1, x2, y2, distanceM * 3.28] }).parameters;
    expect(inFeet.quality.warnings.join()).toMatch(/5\.\d\d m tall, which no walker is/);
  });

  it('leave floor points unused that lie across the walk', () => {
    const { track } = picture({});
    const { stride_length_m: stride, quality } = analyze(track, {
      floorPoints: [300, 100, 310, 300, 2],
      heightM: 1.72,
    }).parameters;
    expect(quality.warnings.join()).toContain('floor points were not used');
    expect(quality.scale?.from).toContain('height');
    expect(stride!.all.mean!).toBeGreaterThan(1);
  });

  it('are not made of a height from a camera that looks along the way', () => {
    const { track } = picture({});
    const oblique = analyze(track, { heightM: 1.72, viewDeg: 58 }).parameters;
    expect([oblique.stride_length_m, oblique.speed_m_s]).toEqual([null, null]);
    expect(oblique.quality.abstentions.join()).toMatch(/at 58° off the side view .* Give floor_points/);
  });

  it('state steps where the camera is known to see the side, never their symmetry', () => {
    const { track, truth } = picture({ stride_variation_percent: 0 });
    const blind = analyze(track, { heightM: 1.72 }).parameters;
    expect(blind.step_length_m).toBeNull();
    expect(blind.quality.abstentions.join()).toContain('No step length');
    const seen = analyze(track, { heightM: 1.72, viewDeg: 0 }).parameters;
    expect(seen.step_length_m!.left.mean!).toBeCloseTo(truth.parameters.step_length_m.left.mean!, 1);
    expect(seen.symmetry_index_percent.step_length_m).toBeNull();
    expect(analyze(track, { heightM: 1.72, viewDeg: 10 }).parameters.step_length_m).toBeNull();
  });

  it('are missing where nobody is seen whole, and say so', () => {
    const { track } = picture({});
    const headless: KeypointTrack = {
      ...track,
      confidence: track.confidence.map((trust, at) =>
        /Neck|Shoulder|Eye|Nose/.test(track.names[at % track.names.length]!) ? 0 : trust,
      ),
    };
    const { stride_length_m: stride, stride_length_body_heights: heights } = analyze(headless, {
      heightM: 1.72,
    }).parameters;
    expect([stride, heights]).toEqual([null, null]);
  });
});

describe('lengths in space', () => {
  const { track, truth } = phantomTrack({ duration_s: 8, seed: 4 });
  const { parameters } = analyze(track);

  it('step width is how far apart the heels land', () => {
    const landed = (side: 'left' | 'right') => {
      const places = truth.events
        .filter((event) => event.side === side && event.event === 'heel_strike')
        .flatMap(({ time_s: timeS }) => truth.frames[Math.round((timeS + 0.05) * 30)] ?? [])
        .map(({ joints3d }) => joints3d[side === 'left' ? 'LHeel' : 'RHeel'][2]);
      return places.reduce((sum, z) => sum + z, 0) / places.length;
    };
    expect(parameters.step_width_m!.all.mean!).toBeCloseTo(landed('right') - landed('left'), 2);
  });

  it('step width follows the way that is walked, not the laboratory', () => {
    const turned = {
      ...track,
      position: track.position.map((value, at) => {
        const [x, z] = [track.position[at - (at % 3)]!, track.position[at - (at % 3) + 2]!];
        const [cos, sin] = [Math.cos(0.6), Math.sin(0.6)];
        return at % 3 === 0 ? x * cos - z * sin : at % 3 === 2 ? x * sin + z * cos : value;
      }),
    };
    const { step_width_m: width } = analyze(turned).parameters;
    expect(width!.all.mean!).toBeCloseTo(parameters.step_width_m!.all.mean!, 3);
  });

  it('are as they were where a file names the left leg right for some frames', () => {
    // At contacts the legs are apart, so that exchanged names leap.
    const [from, to] = truth.events.filter(({ event }) => event === 'heel_strike').slice(3, 5);
    const exchanged = exchangeLegsOf(track, from!.time_s, to!.time_s);
    const { parameters: repaired, cycles } = analyze(exchanged);
    expect(cycles).toHaveLength(analyze(track).cycles.length);
    for (const name of ['step_width_m', 'step_length_m', 'foot_clearance_m'] as const) {
      expect(repaired[name]!.all.mean!).toBeCloseTo(parameters[name]!.all.mean!, 2);
    }
  });

  it('foot clearance is a centimetre or two, and from a picture it is not stated', () => {
    const { mean } = parameters.foot_clearance_m!.all;
    const heights = truth.frames.map(({ joints3d }) => joints3d.LBigToe[1]);
    expect(mean!).toBeGreaterThan(0.003);
    expect(mean!).toBeLessThan(0.3 * (Math.max(...heights) - Math.min(...heights)));
    const seen = analyze(picture({}).track, { heightM: 1.72 }).parameters;
    expect([seen.foot_clearance_m, seen.step_width_m]).toEqual([null, null]);
    expect(seen.quality.abstentions.join()).toContain('No step width and no foot clearance');
  });
});

describe('the size of a body', () => {
  /** Stature read off one frame of a walker who stands with knees bent by an angle. */
  function statureWith(kneeDeg: number): number {
    const [thigh, shank] = [0.245, 0.246];
    const half = (kneeDeg / 2) * (Math.PI / 180);
    const hipUp = 0.039 + (thigh + shank) * Math.cos(half);
    const points = {
      ...{ LHip: [0, hipUp], LKnee: [thigh * Math.sin(half), 0.039 + shank * Math.cos(half)] },
      ...{ LAnkle: [0, 0.039], LHeel: [-0.05, 0.02], MidHip: [0, hipUp], Neck: [0, hipUp + 0.288] },
      ...{ LEye: [0.05, hipUp + 0.288 + 0.118], REye: [0.05, hipUp + 0.288 + 0.118] },
    };
    const both = Object.entries(points).flatMap(([name, at]) =>
      name.startsWith('L') && name !== 'LEye'
        ? [[name, at] as const, [`R${name.slice(1)}`, at] as const]
        : [[name, at] as const],
    );
    const track = sagittalTrack(
      {
        names: both.map(([name]) => name),
        timeS: Float64Array.of(0),
        position: Float64Array.from(both.flatMap(([, [x, y]]) => [x!, y!, Number.NaN])),
        confidence: new Float32Array(both.length).fill(1),
        unit: 'px',
      },
      0.3,
    );
    return statureOverTime(track)[0]!;
  }

  it('is the stature, upright or with bent knees', () => {
    expect(statureWith(0)).toBeCloseTo(1, 2);
    expect(statureWith(60)).toBeCloseTo(statureWith(0), 2);
  });
});

describe('a line through points', () => {
  it('does not follow the few that lie far off', () => {
    const points = Array.from({ length: 40 }, (_, x) => [x, 2 + 0.5 * x + 0.01 * Math.sin(7 * x)] as const);
    const { slope, intercept } = robustLine([...points, [5, 60], [30, -40]]);
    expect(slope).toBeCloseTo(0.5, 2);
    expect(intercept).toBeCloseTo(2, 1);
  });
});
