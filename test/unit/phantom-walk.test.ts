import { describe, expect, it } from 'vitest';
import { anglesOf } from '../../src/phantom/angles';
import { solePoints } from '../../src/phantom/foot';
import { planFootfalls } from '../../src/phantom/footfalls';
import { mannerOf } from '../../src/phantom/manner';
import { strideSpans } from '../../src/phantom/stride-spans';
import { length, subtract, type Vec3 } from '../../src/phantom/vector';
import { walk, type Posture, type Walker } from '../../src/phantom/walker';
import { sides, type Side } from '../../src/shared/results';
import { phantomOptions, type PhantomOptions } from '../../src/shared/phantom-options';

const options = (given: Partial<PhantomOptions> = {}): PhantomOptions =>
  phantomOptions.parse({ duration_s: 4, ...given });

/** Walks unlike each other: usual, slow and short, fast and long, a child, a belt. */
const walks: [string, Partial<PhantomOptions>][] = [
  ['a usual walk', {}],
  ['a slow shuffle', { cadence_steps_per_min: 60, stride_length_m: 0.4, seed: 2 }],
  ['a hurried walk', { cadence_steps_per_min: 140, stride_length_m: 1.8, height_m: 1.9, seed: 3 }],
  ['a child', { cadence_steps_per_min: 140, stride_length_m: 0.8, height_m: 1.1, seed: 4 }],
  ['a treadmill', { treadmill: true, seed: 5 }],
];

const everyMoment = (walker: Walker, untilS: number, stepS = 0.004): Posture[] =>
  Array.from({ length: Math.floor(untilS / stepS) }, (_, i) => walker.at(i * stepS));

/** Where a point is on what it stands on: the floor, or the belt. */
const onGround = (walker: Walker, timeS: number, [x, y, z]: Vec3): Vec3 => [x + walker.beltM(timeS), y, z];

const letter = { left: 'L', right: 'R' } as const;

describe.each(walks)('%s', (_, given) => {
  const asked = options(given);
  const walker = walk(asked);
  const moments = everyMoment(walker, asked.duration_s);

  it('keeps each foot where it was set down, as long as it is down', () => {
    let slipM = 0;
    for (const side of sides) {
      for (const point of solePoints) {
        let from: Vec3 | undefined;
        for (const { timeS, soles, locked } of moments) {
          const here = onGround(walker, timeS, soles[side][point]);
          if (!locked[side].includes(point)) from = undefined;
          else slipM = Math.max(slipM, length(subtract(here, (from ??= here))));
        }
      }
    }
    expect(slipM).toBeLessThan(0.001);
  });

  it('has the sole on the floor in contact, above it in swing, and never below it', () => {
    for (const { soles, locked } of moments) {
      for (const side of sides) {
        const heights = solePoints.map((point) => soles[side][point][1]);
        const lowestM = Math.min(...heights);
        expect(lowestM).toBeGreaterThan(-1e-9);
        if (locked[side].length > 0) expect(lowestM).toBeLessThan(1e-9);
        else expect(lowestM).toBeGreaterThan(0);
      }
    }
  });

  it('has both feet down exactly between one contact and the lift of the other foot', () => {
    const { footfalls } = walker.plan;
    const isDown = (side: Side, timeS: number) =>
      footfalls.some(
        (footfall) => footfall.side === side && footfall.strikeS <= timeS && timeS < footfall.toeOffS,
      );
    let together = 0;
    for (const { timeS, locked } of moments) {
      for (const side of sides) expect(locked[side].length > 0).toBe(isDown(side, timeS));
      expect(locked.left.length + locked.right.length).toBeGreaterThan(0);
      if (locked.left.length > 0 && locked.right.length > 0) together++;
    }
    const share = together / moments.length;
    expect(share).toBeGreaterThan(0.14);
    expect(share).toBeLessThan(0.36);
  });

  it('has bones that do not stretch', () => {
    const bones = sides.flatMap((side) => {
      const name = letter[side];
      return [
        [`${name}Hip`, `${name}Knee`, walker.body.thighM],
        [`${name}Knee`, `${name}Ankle`, walker.body.shankM],
        [`${name}Shoulder`, `${name}Elbow`, walker.body.upperArmM],
        [`${name}Elbow`, `${name}Wrist`, walker.body.forearmM],
      ] as const;
    });
    for (const { joints } of moments) {
      for (const [from, to, lengthM] of bones) {
        expect(length(subtract(joints[from], joints[to]))).toBeCloseTo(lengthM, 4);
      }
      expect(length(subtract(joints.LHip, joints.RHip))).toBeCloseTo(2 * walker.body.hipHalfWidthM, 6);
      expect(length(subtract(joints.LAnkle, joints.LHeel))).toBeCloseTo(
        Math.hypot(
          walker.body.foot.ankle.x - walker.body.foot.heel.x,
          walker.body.foot.ankle.y - walker.body.foot.heel.y,
        ),
        6,
      );
    }
  });

  it('never bends a knee backwards', () => {
    const flexion = moments.flatMap((posture) =>
      sides.map((side) => anglesOf(walker.body, posture, side).knee),
    );
    expect(Math.min(...flexion)).toBeGreaterThan(0);
    expect(Math.max(...flexion)).toBeLessThan(95);
  });

  it('makes Zeni’s rule early at the strike and nearly right at the lift, as real feet do', () => {
    const extreme = (joint: 'Heel' | 'BigToe', side: Side, nearS: number, sign: 1 | -1) => {
      let best = -Infinity;
      let bestS = nearS;
      for (let timeS = nearS - 0.12; timeS <= nearS + 0.12; timeS += 0.001) {
        const { joints } = walker.at(timeS);
        const ahead = sign * (joints[`${letter[side]}${joint}`][0] - joints.MidHip[0]);
        if (ahead > best) {
          best = ahead;
          bestS = timeS;
        }
      }
      return bestS - nearS;
    };
    const inside = (timeS: number) => timeS > 0.3 && timeS < asked.duration_s - 0.3;
    for (const { side, strikeS, toeOffS } of walker.plan.footfalls) {
      if (inside(strikeS)) {
        const late = extreme('Heel', side, strikeS, 1);
        expect(late).toBeGreaterThan(-0.062);
        expect(late).toBeLessThan(-0.008);
      }
      if (inside(toeOffS)) expect(Math.abs(extreme('BigToe', side, toeOffS, -1))).toBeLessThan(0.015);
    }
  });
});

describe('the usual walk', () => {
  const asked = options({ duration_s: 8, cadence_steps_per_min: 113, stride_length_m: 1.38 });
  const walker = walk(asked);
  const strides = walker.plan.footfalls.filter(({ side, strikeS }) => side === 'left' && strikeS > 0);
  const [first, next] = [strides[0]!, strides[1]!];
  const during = (fromPercent: number, toPercent: number) =>
    Array.from({ length: 41 }, (_, i) => {
      const share = (fromPercent + ((toPercent - fromPercent) * i) / 40) / 100;
      return anglesOf(walker.body, walker.at(first.strikeS + share * (next.strikeS - first.strikeS)), 'left');
    });

  it('bends the knee as people do: twice, by about 15° when loaded and 60° in swing', () => {
    const loading = Math.max(...during(5, 25).map(({ knee }) => knee));
    const swing = Math.max(...during(60, 85).map(({ knee }) => knee));
    const straightest = Math.min(...during(25, 50).map(({ knee }) => knee));
    expect(loading).toBeGreaterThan(straightest + 3);
    expect(loading).toBeLessThan(25);
    expect(swing).toBeGreaterThan(55);
    expect(swing).toBeLessThan(68);
  });

  it('moves hip and ankle through the ranges that people’s move through', () => {
    const cycle = during(0, 100);
    const hips = cycle.map(({ hip }) => hip);
    const ankles = cycle.map(({ ankle }) => ankle);
    expect(Math.max(...hips)).toBeGreaterThan(25);
    expect(Math.max(...hips)).toBeLessThan(42);
    expect(Math.min(...hips)).toBeGreaterThan(-22);
    expect(Math.min(...hips)).toBeLessThan(-5);
    expect(Math.max(...during(35, 55).map(({ ankle }) => ankle))).toBeGreaterThan(8);
    expect(Math.min(...ankles)).toBeGreaterThan(-28);
    expect(Math.min(...during(58, 70).map(({ ankle }) => ankle))).toBeLessThan(-12);
  });

  it('varies from stride to stride, but keeps the cadence that was asked for', () => {
    const inside = walker.plan.footfalls.filter(({ strikeS }) => strikeS >= 0 && strikeS < asked.duration_s);
    const meanStepS = (inside.at(-1)!.strikeS - inside[0]!.strikeS) / (inside.length - 1);
    expect(60 / meanStepS).toBeCloseTo(113, 9);
    const steps = inside.slice(1).map(({ strikeS }, i) => strikeS - inside[i]!.strikeS);
    expect(Math.max(...steps) - Math.min(...steps)).toBeGreaterThan(0.005);
  });

  it('swings each arm against its own leg', () => {
    const { joints } = walker.at(first.strikeS);
    expect(joints.LHeel[0]).toBeGreaterThan(joints.RHeel[0] + 0.3);
    expect(joints.LWrist[0]).toBeLessThan(joints.RWrist[0] - 0.3);
  });
});

describe('walkers of one speed, about 1.3 m/s', () => {
  const seeds = [61, 62, 63, 64, 65, 66];
  const walkers = seeds.map((seed) =>
    walk(options({ duration_s: 6, cadence_steps_per_min: 113, stride_length_m: 1.38, seed })),
  );
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const curves = (walker: Walker) =>
    sides.flatMap((side) =>
      strideSpans(walker.plan, side, 0, 6).map(({ startS, endS }) =>
        Array.from({ length: 51 }, (_, i) =>
          anglesOf(walker.body, walker.at(startS + (i / 50) * (endS - startS)), side),
        ),
      ),
    );
  const eachMean = (pick: (curve: ReturnType<typeof anglesOf>[]) => number) =>
    walkers.map((walker) => mean(curves(walker).map(pick)));
  const peak = (curve: ReturnType<typeof anglesOf>[], joint: 'hip' | 'knee' | 'ankle', from = 0, to = 50) =>
    Math.max(...curve.slice(from, to + 1).map((at) => at[joint]));
  const range = (joint: 'hip' | 'ankle') =>
    mean(
      eachMean((curve) => {
        const values = curve.map((at) => at[joint]);
        return Math.max(...values) - Math.min(...values);
      }),
    );

  it('have, taken together, the curves of Perry and Burnfield and of Winter within some degrees', () => {
    // Typical: swing 60° (here ±6), loading response 15–20° (here 14–25), hip 40–45° and ankle 25–30° (here ±8).
    expect(Math.abs(mean(eachMean((curve) => peak(curve, 'knee', 30))) - 60)).toBeLessThan(6);
    const loading = mean(eachMean((curve) => peak(curve, 'knee', 2, 13)));
    expect(loading).toBeGreaterThan(14);
    expect(loading).toBeLessThan(25);
    expect(Math.abs(range('hip') - 42.5)).toBeLessThan(8);
    expect(Math.abs(range('ankle') - 27.5)).toBeLessThan(8);
    const stance = walkers.flatMap(({ plan }) =>
      sides.flatMap((side) =>
        strideSpans(plan, side, 0, 6).map((span) => (span.toeOffS - span.startS) / (span.endS - span.startS)),
      ),
    );
    expect(mean(stance)).toBeGreaterThan(0.6);
    expect(mean(stance)).toBeLessThan(0.625);
  });

  it('are different people: knees, proportions and the time of Zeni’s maximum differ between them', () => {
    const spread = (values: readonly number[]) => Math.max(...values) - Math.min(...values);
    expect(spread(eachMean((curve) => peak(curve, 'knee', 30)))).toBeGreaterThan(5);
    expect(spread(walkers.map(({ body }) => body.thighM / body.shankM))).toBeGreaterThan(0.02);
    expect(spread(walkers.map(earlyS))).toBeGreaterThan(0.01);
  });

  it('are early by Zeni’s rule at the strike, as real feet are, most of them by 8 to 62 ms', () => {
    const early = walkers.map(earlyS);
    expect(early.filter((s) => s > 0.008 && s < 0.062).length).toBeGreaterThanOrEqual(5);
    expect(Math.min(...early)).toBeGreaterThan(0);
  });

  /** How early the maximum of heel − pelvis is, on the mean over the left strikes. */
  function earlyS(walker: Walker): number {
    const strikes = walker.plan.footfalls.filter(
      ({ side, strikeS }) => side === 'left' && strikeS > 0.3 && strikeS < 5.7,
    );
    return mean(
      strikes.map(({ strikeS }) => {
        const ahead = Array.from({ length: 141 }, (_, i) => {
          const { joints } = walker.at(strikeS - 0.2 + i * 0.002);
          return joints.LHeel[0] - joints.MidHip[0];
        });
        return 0.2 - 0.002 * ahead.indexOf(Math.max(...ahead));
      }),
    );
  }

  it('vary by 1 to 3 % in their stride times, or as asked', () => {
    const variation = (given: Partial<PhantomOptions>) => {
      const asked = options({ duration_s: 40, ...given });
      const plan = planFootfalls(asked, mannerOf(asked).timing);
      const times = sides.flatMap((side) =>
        strideSpans(plan, side, 0, 40).map(({ startS, endS }) => endS - startS),
      );
      const middle = mean(times);
      return (100 * Math.sqrt(mean(times.map((time) => (time - middle) ** 2)))) / middle;
    };
    for (const seed of [71, 72, 73]) {
      expect(variation({ seed })).toBeGreaterThan(0.6);
      expect(variation({ seed })).toBeLessThan(3.8);
    }
    expect(variation({ seed: 74, stride_variation_percent: 0 })).toBeLessThan(1e-6);
    expect(Math.abs(variation({ seed: 75, stride_variation_percent: 4 }) - 4)).toBeLessThan(1.2);
  });
});

describe('options of a walk', () => {
  it('gives the same walk for the same seed, and another for another', () => {
    const at = (seed: number) => walk(options({ seed })).at(1.23).joints;
    expect(at(7)).toEqual(at(7));
    expect(at(7)).not.toEqual(at(8));
  });

  it('stays in place on a treadmill, where it would have walked away', () => {
    const way = (treadmill: boolean) => {
      const walker = walk(options({ treadmill }));
      return walker.at(4).joints.MidHip[0] - walker.at(0).joints.MidHip[0];
    };
    expect(Math.abs(way(true))).toBeLessThan(0.05);
    expect(way(false)).toBeCloseTo((4 * 1.35 * 110) / 120, 1);
  });

  it('refuses a stride that the legs cannot take, and says what to change', () => {
    expect(() => walk(options({ stride_length_m: 2.2, height_m: 1.2 }))).toThrow(
      expect.objectContaining({ kind: 'bad-input', hint: expect.stringContaining('height_m') as string }),
    );
  });
});
