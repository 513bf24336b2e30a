import { describe, expect, it } from 'vitest';
import { anglesOf } from '../../src/phantom/angles';
import { solePoints } from '../../src/phantom/foot';
import { truthOf } from '../../src/phantom/truth';
import { length, subtract } from '../../src/phantom/vector';
import { walk, type Posture, type Walker } from '../../src/phantom/walker';
import { sides, type Side } from '../../src/shared/results';
import { phantomOptions, type PhantomOptions } from '../../src/shared/phantom-options';

const options = (given: Partial<PhantomOptions>): PhantomOptions =>
  phantomOptions.parse({ duration_s: 6, ...given });
const parametersOf = (given: Partial<PhantomOptions>) => truthOf(options({ fps: 10, ...given })).parameters;
const moments = (walker: Walker, untilS = 6): Posture[] =>
  Array.from({ length: untilS * 100 }, (_, i) => walker.at(i / 100));
const kneeDeg = (walker: Walker, posture: Posture, side: Side) => anglesOf(walker.body, posture, side).knee;

const gaits: [string, Partial<PhantomOptions>][] = [
  ['stiff-knee', { gait: 'stiff-knee', seed: 21 }],
  ['equinus', { gait: 'equinus', affected_side: 'both', seed: 22 }],
  ['crouch', { gait: 'crouch', stride_length_m: 1.1, seed: 23 }],
  ['shuffling', { gait: 'shuffling', stride_length_m: 0.7, seed: 24 }],
  ['antalgic', { gait: 'antalgic', affected_side: 'left', seed: 25 }],
];

describe.each(gaits)('a walker with %s gait', (_, given) => {
  const walker = walk(options(given));
  const all = moments(walker);

  it('keeps what stands where it was set down, and nothing below the floor', () => {
    for (const side of sides) {
      for (const point of solePoints) {
        let from: Posture['joints']['Neck'] | undefined;
        for (const { soles, locked } of all) {
          const here = soles[side][point];
          expect(here[1]).toBeGreaterThan(-1e-9);
          if (!locked[side].includes(point)) from = undefined;
          else expect(length(subtract(here, (from ??= here)))).toBeLessThan(0.001);
        }
      }
    }
  });

  it('touches the floor exactly from each strike to each lift, and bends no knee backwards', () => {
    for (const posture of all) {
      for (const side of sides) {
        const isDown = walker.plan.footfalls.some(
          (footfall) =>
            footfall.side === side && footfall.strikeS <= posture.timeS && posture.timeS < footfall.toeOffS,
        );
        expect(posture.locked[side].length > 0).toBe(isDown);
        const lowestM = Math.min(...solePoints.map((point) => posture.soles[side][point][1]));
        if (isDown) expect(lowestM).toBeLessThan(1e-9);
        else expect(lowestM).toBeGreaterThan(-1e-9);
        expect(kneeDeg(walker, posture, side)).toBeGreaterThan(0);
      }
    }
  });
});

describe('what a gait affects', () => {
  it('lets a stiff knee bend to about 30° in swing, on its side alone', () => {
    for (const affected_side of sides) {
      const other = affected_side === 'left' ? 'right' : 'left';
      const { knee_peak_deg: peaks } = parametersOf({ gait: 'stiff-knee', affected_side, seed: 31 });
      expect(peaks[affected_side].mean).toBeGreaterThan(26);
      expect(peaks[affected_side].mean).toBeLessThan(36);
      expect(peaks[other].mean).toBeGreaterThan(48);
    }
  });

  it('never brings the heel of an equinus foot down, which strikes with the forefoot', () => {
    const walker = walk(options({ gait: 'equinus', affected_side: 'left', seed: 32 }));
    for (const { locked, soles } of moments(walker)) {
      expect(locked.left).not.toContain('heel');
      expect(soles.left.heel[1]).toBeGreaterThan(0.005);
    }
    const strike = walker.plan.footfalls.find(({ side, strikeS }) => side === 'left' && strikeS > 0)!;
    expect(walker.at(strike.strikeS).locked.left).toEqual(['ball', 'tip']);
    expect(moments(walker).some(({ locked }) => locked.right.includes('heel'))).toBe(true);
  });

  it('keeps the knees of a crouched walker bent by 20° and more all the time, and its trunk forward', () => {
    const walker = walk(options({ gait: 'crouch', stride_length_m: 1.1, seed: 33 }));
    for (const posture of moments(walker)) {
      for (const side of sides) expect(kneeDeg(walker, posture, side)).toBeGreaterThan(20);
      expect(anglesOf(walker.body, posture, 'left').trunk).toBeGreaterThan(5);
    }
  });

  it('sets the feet of a shuffling walker down flat and lifts them little, with less bent knees', () => {
    const asked = { stride_length_m: 0.7, seed: 34 } as const;
    const walker = walk(options({ gait: 'shuffling', ...asked }));
    for (const { side, strikeS } of walker.plan.footfalls.filter(({ strikeS }) => strikeS > 0).slice(0, 4)) {
      expect(walker.at(strikeS + 1e-6).locked[side]).toEqual(['heel', 'ball', 'tip']);
    }
    const of = (gait: PhantomOptions['gait']) => parametersOf({ gait, ...asked });
    const [shuffling, usual] = [of('shuffling'), of('normal')];
    expect(shuffling.foot_clearance_m.all.mean!).toBeLessThan(0.01);
    for (const side of sides) {
      expect(shuffling.knee_peak_deg[side].mean!).toBeLessThan(usual.knee_peak_deg[side].mean! - 5);
    }
  });

  it('refuses to shuffle with long strides, and says how long they may be', () => {
    expect(() => walk(options({ gait: 'shuffling' }))).toThrow(
      expect.objectContaining({ kind: 'bad-input', hint: expect.stringContaining('0.94') as string }),
    );
  });

  it('stands shorter on a painful foot, after which the other one comes down early', () => {
    const { stance_percent: stance, step_time_s: step } = parametersOf({ gait: 'antalgic', seed: 35 });
    expect(stance.right.mean!).toBeLessThan(stance.left.mean! - 3);
    expect(step.left.mean!).toBeLessThan(step.right.mean!);
  });

  it('is named by the truth', () => {
    const named = (given: Partial<PhantomOptions>) => truthOf(options({ fps: 5, ...given })).gait;
    expect(named({})).toBe('normal');
    expect(named({ gait: 'equinus', affected_side: 'left' })).toBe('equinus, left side');
    expect(named({ gait: 'crouch' })).toBe('crouch, both sides');
  });
});

describe('knees that peak where they should', () => {
  it.each([30, 50, 70])('peak at %i° on the mean of either side, whoever walks', (knee_peak_deg) => {
    for (const seed of [41, 42, 43]) {
      const { knee_peak_deg: peaks } = parametersOf({ knee_peak_deg, seed });
      for (const side of sides) expect(Math.abs(peaks[side].mean! - knee_peak_deg)).toBeLessThan(1);
    }
  });

  it('are refused where the stride does not allow them', () => {
    expect(() =>
      walk(options({ knee_peak_deg: 25, stride_length_m: 1.7, cadence_steps_per_min: 125 })),
    ).toThrow(
      expect.objectContaining({
        kind: 'bad-input',
        hint: expect.stringContaining('knee_peak_deg') as string,
      }),
    );
  });
});

describe('step times as unlike as asked', () => {
  it.each([0, 10, -25])('have a symmetry index of %i %, exactly, in a short clip', (asked) => {
    for (const seed of [51, 52]) {
      const { left, right } = parametersOf({ step_time_asymmetry_percent: asked, seed }).step_time_s;
      expect((200 * (left.mean! - right.mean!)) / (left.mean! + right.mean!)).toBeCloseTo(asked, 2);
    }
  });
});
