import { describe, expect, it } from 'vitest';
import { buildGaitBundle, buildPoseBundle, legVisibility } from '../../src/kernel/display/bundles';
import { partOf, thinSeries } from '../../src/kernel/display/thin';
import { jointNames, landmarkCount, sides } from '../../src/shared/results';
import { filmstrip, gaitAnalysis, seenLegs, strideTimeS } from './display-fixture';

const seconds = (count: number, fps = 30): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => i / fps);

describe('a series thinned for a screen', () => {
  it('keeps every sample of a short one, rounded', () => {
    expect(thinSeries([0, 1 / 30], [1.23456, NaN], 800)).toEqual({
      timeS: [0, 0.0333],
      values: [1.23, null],
    });
  });

  it('keeps a peak of a single sample in an hour', () => {
    const values = new Float64Array(108_000).fill(5);
    values[70_001] = 99;
    values[20_000] = -40;
    const thin = thinSeries(seconds(108_000), values, 800);
    expect(thin.values.length).toBeLessThanOrEqual(800);
    expect(Math.max(...thin.values.map(Number))).toBe(99);
    expect(Math.min(...thin.values.map(Number))).toBe(-40);
    expect(thin.timeS[thin.values.indexOf(99)]).toBeCloseTo(70_001 / 30, 3);
  });

  it('keeps a gap as null, in the order of time', () => {
    const values = new Float64Array(9000).fill(1);
    values.fill(NaN, 4000, 4001);
    const thin = thinSeries(seconds(9000), values, 600);
    expect(thin.values.filter((value) => value === null)).toHaveLength(1);
    expect(thin.timeS).toEqual([...thin.timeS].sort((a, b) => a - b));
    expect(thin.timeS[thin.values.indexOf(null)]).toBeCloseTo(4000 / 30, 3);
    expect(thin.values.length).toBeLessThanOrEqual(600);
  });

  it('is cut between two times, both included', () => {
    expect(partOf([0, 1, 2, 3], [5, 6, 7, 8], 1, 2)).toEqual({ timeS: [1, 2], values: [6, 7] });
  });
});

describe('how well the legs are seen', () => {
  it('is their mean visibility in each frame, whatever the arms do, and nothing where nobody is', () => {
    const image = new Float32Array(2 * landmarkCount * 4).fill(0.2);
    for (let leg = 23; leg <= 32; leg++) image[leg * 4 + 3] = leg < 28 ? 1 : 0.5;
    image.fill(NaN, landmarkCount * 4);
    const [first, second] = legVisibility({ timeS: Float64Array.of(0, 0.04), image });
    expect(first).toBeCloseTo(0.75, 6);
    expect(second).toBeNaN();
  });
});

describe('the display bundle of a pose', () => {
  it('says how many frames have a pose and where the longest gap is', () => {
    const bundle = buildPoseBundle(seenLegs(6, [20, 21, 22, 100]), filmstrip(), ['Two people.']);
    expect(bundle.detectedShare).toBeCloseTo(176 / 180);
    expect(bundle.text).toBe(
      'A pose was found in 176 of 180 frames (97.8 %), 5.97 s at 640 × 360 px.\n' +
        'Longest stretch without a pose: 3 frames from 0.67 s on.\nNote: Two people.',
    );
    expect(bundle.confidence.values[19]).toBeCloseTo(0.9);
    expect(bundle.confidence.values[20]).toBeNull();
  });

  it('does not call 99.99 % of the frames all of them', () => {
    expect(buildPoseBundle(seenLegs(400, [5]), null, []).text).toContain('(> 99.9 %)');
  });

  it('says so when there is no frame at all', () => {
    expect(buildPoseBundle(seenLegs(0), null, []).text).toContain('found in 0 of 0 frames (0 %)');
  });

  it('stays small for an hour of video with many warnings', () => {
    const warnings = Array.from({ length: 5000 }, (_, i) => `Frame ${i} could not be decoded.`);
    const bundle = buildPoseBundle(seenLegs(3600, [7]), filmstrip(48), warnings);
    expect(JSON.stringify(bundle).length).toBeLessThan(200_000);
    expect(bundle.warnings.at(-1)).toBe('… and 4950 more of this kind.');
  });
});

describe('the display bundle of a gait analysis', () => {
  it('says cadence, sides and what was left out in words', () => {
    expect(buildGaitBundle(gaitAnalysis(6)).text).toBe(
      '109.1 steps/min, 7 cycles kept and 2 left out.\n' +
        'Left / right: stride 1.10 / 1.10 s, stance 61.5 / 62.4 %; double support 24.1 % in all.\n' +
        'Note: No lengths and no speed: there is no scale.\nNote: 3 cycles a side are too few for a spread.',
    );
  });

  it('shows a short walk whole, its gaps as null', () => {
    const bundle = buildGaitBundle(gaitAnalysis(6));
    expect(bundle.excerpt).toBeNull();
    expect(bundle.angles.left.knee.values).toHaveLength(180);
    expect(bundle.angles.right.knee.values.slice(60, 69)).toEqual(new Array(9).fill(null));
  });

  it('averages the curves of the kept cycles and gives their spread', () => {
    const analysis = gaitAnalysis(6);
    const bundle = buildGaitBundle(analysis);
    const own = analysis.curves.filter(({ side, joint }) => side === 'left' && joint === 'hip');
    const curve = bundle.meanCurves.find(({ side, joint }) => side === 'left' && joint === 'hip')!;
    expect(curve.cycles).toBe(own.length);
    const at40 = own.map(({ angleDeg }) => angleDeg[40]!);
    const mean = at40.reduce((a, b) => a + b) / at40.length;
    expect(curve.meanDeg[40]).toBeCloseTo(mean, 1);
    expect(curve.sdDeg[40]).toBeCloseTo(
      Math.sqrt(at40.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (at40.length - 1)),
      1,
    );
  });

  it('gives a mean but no spread for a single cycle, and nothing where no cycle has a value', () => {
    const analysis = gaitAnalysis(6);
    const only = {
      ...analysis.curves[0]!,
      angleDeg: analysis.curves[0]!.angleDeg.map((v, i) => (i === 7 ? NaN : v)),
    };
    const [curve] = buildGaitBundle({ ...analysis, curves: [only] }).meanCurves;
    expect(curve?.meanDeg[6]).toBeCloseTo(only.angleDeg[6]!, 2);
    expect(curve?.meanDeg[7]).toBeNull();
    expect(curve?.sdDeg[6]).toBeNull();
  });

  it('stays under 1.5 MB for an hour, and shows 20 s of it in full detail', () => {
    const bundle = buildGaitBundle(gaitAnalysis(3600));
    expect(JSON.stringify(bundle).length).toBeLessThan(1_500_000);
    expect(bundle.excerpt).not.toBeNull();
    const { startS, endS, angles } = bundle.excerpt!;
    expect(endS - startS).toBe(20);
    for (const side of sides) {
      for (const joint of jointNames) {
        expect(bundle.angles[side][joint].values.length).toBeLessThanOrEqual(800);
        expect(angles[side][joint].values.length).toBeGreaterThan(595);
      }
    }
    const shown = bundle.events.filter(({ timeS }) => timeS >= startS && timeS <= endS);
    expect(shown.length).toBeGreaterThanOrEqual(4 * Math.floor(20 / strideTimeS));
    expect(bundle.totals.events).toBeGreaterThan(13_000);
    expect(bundle.totals.keptCycles + bundle.totals.excludedCycles).toBeGreaterThan(bundle.cycles.length);
  });

  it('takes the excerpt where most cycles were kept', () => {
    const analysis = gaitAnalysis(120);
    const cycles = analysis.cycles.map((cycle) => ({
      ...cycle,
      kept: cycle.startS > 70 && cycle.startS < 95,
    }));
    const { excerpt } = buildGaitBundle({ ...analysis, cycles });
    expect(excerpt?.startS).toBeGreaterThan(70);
    expect(excerpt?.endS).toBeLessThan(97);
  });
});
