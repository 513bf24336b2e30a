import { describe, expect, it } from 'vitest';
import type { GaitParameters, Side } from '../../src/shared/results';
import { cyclesOf } from '../../src/kernel/gait/parameters/cycles';
import type { FoundEvent } from '../../src/kernel/gait/events/events';
import { parametersOf } from '../../src/kernel/gait/parameters/parameters';
import { analyze, asPicture, hiddenBetween, mirrored, phantomTrack, resampled } from './gait-fixture';

const quality: GaitParameters['quality'] = {
  frames: 0,
  detected_share: 1,
  walking_direction: 'right',
  abstentions: [],
  warnings: [],
  scale: null,
  method: { name: 'zeni', source: 'Zeni et al. 2008' },
  passes: [],
  view: { deg: null, from: '3D', corrected: false },
  floor_deg: null,
};

/** Events of a walk: every stride as [left contact, right off, right contact, left off] from its start, in seconds. */
function eventsOf(
  strides: number,
  strideTimeS: number,
  [rightOff, rightStrike, leftOff]: [number, number, number],
) {
  const event = (timeS: number, side: Side, kind: FoundEvent['event']): FoundEvent => ({
    timeS,
    side,
    event: kind,
    confidence: 1,
    stretch: 0,
    run: side === 'left' ? 0 : 1,
    isCutOff: false,
  });
  return Array.from({ length: strides }, (_, k) => [
    event(k * strideTimeS, 'left', 'heel_strike'),
    event(k * strideTimeS + rightOff, 'right', 'toe_off'),
    event(k * strideTimeS + rightStrike, 'right', 'heel_strike'),
    event(k * strideTimeS + leftOff, 'left', 'toe_off'),
  ]).flat();
}

const unmeasured = () => ({
  strideLengthM: null,
  stepLengthM: null,
  strideLengthHeights: null,
  stepWidthM: null,
  footClearanceM: null,
});

describe('parameters by hand', () => {
  // Stride 1.2 s; right off 0.12, right contact 0.63, left off 0.75 s after left contact.
  const cycles = cyclesOf(eventsOf(6, 1.2, [0.12, 0.63, 0.75]), unmeasured);
  const parameters = parametersOf(cycles, quality);

  it('times, shares and cadence', () => {
    expect(parameters.cadence_steps_per_min).toBeCloseTo(100, 9);
    expect(parameters.stride_time_s.left).toMatchObject({ n: 5 });
    expect(parameters.stride_time_s.left.mean).toBeCloseTo(1.2, 9);
    // A step belongs to the foot that lands: left from right contact (0.63) to left contact (1.2).
    expect(parameters.step_time_s.left.mean).toBeCloseTo(0.57, 9);
    expect(parameters.step_time_s.right.mean).toBeCloseTo(0.63, 9);
    expect(parameters.stance_percent.left.mean).toBeCloseTo(62.5, 9);
    expect(parameters.swing_percent.left.mean).toBeCloseTo(37.5, 9);
    expect(parameters.stance_percent.right.mean).toBeCloseTo((100 * (1.32 - 0.63)) / 1.2, 9);
    expect(parameters.single_support_percent.left.mean).toBeCloseTo((100 * 0.51) / 1.2, 9);
  });

  it('double support: left follows left contact, and the total is both together', () => {
    const { left, right, total } = parameters.double_support_percent;
    expect(left.mean).toBeCloseTo(10, 9);
    expect(right.mean).toBeCloseTo(10, 9);
    expect(total.mean).toBeCloseTo(20, 9);
    expect(total.sd).toBeCloseTo(0, 9);
  });

  it('symmetry index: 200 · (L − R) / (L + R), signed, null without a value', () => {
    expect(parameters.symmetry_index_percent.step_time_s).toBeCloseTo((200 * (0.57 - 0.63)) / 1.2, 9);
    expect(parameters.symmetry_index_percent.stride_length_m).toBeNull();
  });

  it('lengths are null where nothing is measured', () => {
    expect([parameters.stride_length_m, parameters.step_length_m, parameters.speed_m_s]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('no cycle gives no figure at all', () => {
    const none = parametersOf([], quality);
    expect(none.cadence_steps_per_min).toBeNull();
    expect(none.stride_time_s.all).toEqual({ mean: null, sd: null, n: 0 });
    expect(none.double_support_percent.total).toEqual({ mean: null, sd: null, n: 0 });
  });
});

describe('what stands beside the figures', () => {
  const cycles = cyclesOf(eventsOf(6, 1.2, [0.12, 0.63, 0.75]), unmeasured);

  it('the affected side next to left and right, where there is one', () => {
    const ofSide = (affectedSide: 'left' | 'right' | 'both') =>
      parametersOf(cycles, quality, [], { affectedSide });
    const right = ofSide('right');
    for (const name of ['step_time_s', 'stance_percent', 'double_support_percent'] as const) {
      expect(right[name].affected).toEqual(right[name].right);
      expect(right[name].unaffected).toEqual(right[name].left);
    }
    expect(ofSide('left').step_time_s.affected).toEqual(right.step_time_s.left);
    expect(ofSide('both').step_time_s).not.toHaveProperty('affected');
  });

  it('norms of adults with their source, for what is stated, and none for a child', () => {
    const { normative } = parametersOf(cycles, quality);
    expect(normative.cadence_steps_per_min).toMatchObject({ mean: 113 });
    expect(normative.total_double_support_percent?.source).toContain('Perry');
    expect(normative).not.toHaveProperty('stride_length_m');
    expect(parametersOf(cycles, quality, [], { heightM: 1.1 }).normative).toEqual({});
    expect(parametersOf([], quality).normative).toEqual({});
  });

  it('no symmetry index of two cycles a side, and why', () => {
    const few = parametersOf(cyclesOf(eventsOf(3, 1.2, [0.12, 0.63, 0.75]), unmeasured), quality);
    expect(few.symmetry_index_percent.step_time_s).toBeNull();
    expect(few.quality.abstentions.join()).toContain('No symmetry index: it wants 3 cycles a side');
    expect(parametersOf(cycles, quality).quality.abstentions).toEqual([]);
  });
});

describe('cycles that do not count say why', () => {
  const events = eventsOf(8, 1.2, [0.12, 0.63, 0.75]);
  const reasonsWithout = (drop: (event: FoundEvent) => boolean) =>
    cyclesOf(
      events.filter((event) => !drop(event)),
      unmeasured,
    )
      .filter(({ kept }) => !kept)
      .map(({ side, reason }) => `${side}: ${reason}`);

  it('a missed contact makes one long stride', () => {
    const reasons = reasonsWithout(
      ({ timeS, side, event }) => side === 'left' && event === 'heel_strike' && Math.abs(timeS - 3.6) < 0.01,
    );
    expect(reasons).toContain('left: stride time far from the median of 1.20 s');
  });

  it('a foot taken for the other where it lands makes one short stride', () => {
    const cycles = cyclesOf(events, (side, { startS }) => ({
      ...unmeasured(),
      strideLengthM: side === 'right' && Math.abs(startS - 4.23) < 0.01 ? 0.6 : 1.2 + 0.01 * (startS % 3),
    }));
    expect(cycles.filter(({ kept }) => !kept)).toMatchObject([
      { side: 'right', reason: 'its stride time or length is an outlier', marks: ['outlier'] },
    ]);
  });

  it('a missed toe-off leaves its stride out', () => {
    const reasons = reasonsWithout(
      ({ timeS, event }) => event === 'toe_off' && Math.abs(timeS - 4.35) < 0.01,
    );
    expect(reasons).toContain('left: no toe-off found in it');
  });

  it('strides of stretched time are left out', () => {
    const slow = cyclesOf(eventsOf(3, 9.6, [0.96, 5.04, 6]), unmeasured);
    expect(slow.map(({ reason }) => reason)).toContain('stride time over 4 s');
    expect(parametersOf(slow, quality).cadence_steps_per_min).toBeNull();
  });

  it('a foot lost in between', () => {
    const broken = events.map((event) =>
      event.side === 'left' && event.timeS > 3.6 ? { ...event, run: 7 } : event,
    );
    const reasons = cyclesOf(broken, unmeasured).filter(({ kept }) => !kept);
    expect(reasons.map(({ side, reason }) => `${side}: ${reason}`)).toContain(
      'left: the foot is not seen throughout',
    );
  });
});

describe('a walker whose parameters are known', () => {
  const { track, truth } = phantomTrack({ duration_s: 10, seed: 5 });
  const { parameters } = analyze(track);

  it('has his cadence and stride time within 1 %', () => {
    expect(parameters.cadence_steps_per_min! / truth.parameters.cadence_steps_per_min!).toBeCloseTo(1, 2);
    for (const side of ['left', 'right'] as const) {
      const ratio = parameters.stride_time_s[side].mean! / truth.parameters.stride_time_s[side].mean!;
      expect(Math.abs(ratio - 1)).toBeLessThan(0.01);
    }
  });

  it('has his lengths within a centimetre and his speed within 0.01 m/s', () => {
    const real = truth.parameters;
    expect(Math.abs(parameters.stride_length_m!.all.mean! - real.stride_length_m.all.mean!)).toBeLessThan(
      0.01,
    );
    expect(Math.abs(parameters.step_length_m!.left.mean! - real.step_length_m.left.mean!)).toBeLessThan(0.01);
    expect(Math.abs(parameters.speed_m_s!.all.mean! - real.speed_m_s.all.mean!)).toBeLessThan(0.01);
  });

  it('has his stance and double support within 2 % of the cycle', () => {
    const real = truth.parameters;
    expect(Math.abs(parameters.stance_percent.all.mean! - real.stance_percent.all.mean!)).toBeLessThan(2);
    const total = parameters.double_support_percent.total.mean! - real.double_support_percent.total.mean!;
    expect(Math.abs(total)).toBeLessThan(2.5);
  });

  it('walks as fast on a belt as over the floor', () => {
    const belt = phantomTrack({ duration_s: 10, seed: 5, treadmill: true });
    const onBelt = analyze(belt.track).parameters;
    expect(onBelt.speed_m_s!.all.mean!).toBeCloseTo(parameters.speed_m_s!.all.mean!, 2);
    expect(onBelt.step_length_m!.all.mean!).toBeCloseTo(parameters.step_length_m!.all.mean!, 2);
  });

  it('seen in a mirror exchanges sides and direction, and nothing else', () => {
    const seen = analyze(mirrored(track)).parameters;
    expect(seen.quality.walking_direction).toBe('towards -x');
    expect(seen.stride_time_s.left.mean).toBeCloseTo(parameters.stride_time_s.right.mean!, 9);
    expect(seen.stance_percent.right.mean).toBeCloseTo(parameters.stance_percent.left.mean!, 9);
    expect(seen.stride_length_m!.all.mean).toBeCloseTo(parameters.stride_length_m!.all.mean!, 9);
  });
});

describe('a scale', () => {
  const picture = (options: Record<string, unknown>) => phantomTrack({ duration_s: 8, ...options }, 'px');

  it('is asked for where there is none', () => {
    const {
      speed_m_s: speed,
      stride_length_m: length,
      quality: found,
    } = analyze(picture({}).track).parameters;
    expect([speed, length, found.scale]).toEqual([null, null, null]);
    expect(found.abstentions.join()).toContain('height_m');
  });

  it('from the height is right within 10 %, and says that it is coarse', () => {
    const { track, truth } = picture({ height_m: 1.6, stride_length_m: 1.2 });
    const {
      stride_length_m: length,
      step_length_m: step,
      quality: found,
    } = analyze(track, { heightM: 1.6 }).parameters;
    const ratio = length!.all.mean! / truth.parameters.stride_length_m.all.mean!;
    expect(Math.abs(ratio - 1)).toBeLessThan(0.1);
    expect(found.scale?.from).toContain('coarse');
    expect(step).toBeNull();
  });

  it('from the belt gives stride length as speed times stride time', () => {
    const { track, truth } = picture({ treadmill: true });
    const speed = truth.parameters.speed_m_s.all.mean!;
    const { speed_m_s: found, quality: seen } = analyze(track, { beltSpeedMS: speed }).parameters;
    expect(Math.abs(found!.all.mean! / speed - 1)).toBeLessThan(0.02);
    expect(seen.scale?.from).toContain("the belt's speed");
  });

  it('of a belt is not used where the floor stands still', () => {
    const { speed_m_s: speed, quality: found } = analyze(picture({}).track, { beltSpeedMS: 1.1 }).parameters;
    expect(speed).toBeNull();
    expect(found.warnings.join()).toContain('this is no treadmill');
  });
});

describe('warnings', () => {
  const warningsOf = (track: Parameters<typeof analyze>[0]) =>
    analyze(track).parameters.quality.warnings.join('\n');

  it('few cycles for a mean, and for a spread', () => {
    expect(warningsOf(phantomTrack({ duration_s: 3 }).track)).toContain('Too few cycles for a mean');
    expect(warningsOf(phantomTrack({ duration_s: 12, treadmill: true }).track)).toContain(
      'too few for a spread',
    );
    expect(
      warningsOf(
        phantomTrack({
          duration_s: 26,
          fps: 25,
          cadence_steps_per_min: 160,
          stride_length_m: 1,
          treadmill: true,
        }).track,
      ),
    ).not.toMatch(/too few/i);
  });

  it('a clip that plays eight times too slow asks for capture_fps', () => {
    const { track } = phantomTrack({ duration_s: 6 });
    const slow = resampled({ ...track, timeS: track.timeS.map((time) => time * 8) }, 30);
    expect(warningsOf(slow)).toContain('capture_fps');
  });

  it('few frames a second blur the phases of a cycle', () => {
    const { track } = phantomTrack({ duration_s: 6 });
    expect(warningsOf(resampled(track, 15))).toContain('Only 15 frames a second');
    expect(warningsOf(resampled(track, 25))).not.toContain('frames a second:');
  });

  it('a walker who is rarely seen', () => {
    const { track } = phantomTrack({ duration_s: 10 });
    expect(warningsOf(hiddenBetween(track, 5, 9))).toContain('of the frames only');
  });

  it('legs that are read as one', () => {
    const { track } = phantomTrack({}, 'px');
    const points = track.names.length;
    const same = { ...track, position: track.position.slice() };
    for (let frame = 0; frame < track.timeS.length; frame++) {
      for (const joint of ['Heel', 'BigToe']) {
        const left = (frame * points + track.names.indexOf(`L${joint}`)) * 3;
        const right = (frame * points + track.names.indexOf(`R${joint}`)) * 3;
        same.position.set(same.position.subarray(left, left + 3), right);
      }
    }
    expect(warningsOf(same)).toContain('may not have been told apart');
    expect(analyze(same).parameters.cadence_steps_per_min).toBeNull();
  });

  it('a picture alone gives the same times as space does', () => {
    const { track } = phantomTrack({ seed: 8 });
    const inSpace = analyze(track).parameters.stride_time_s.all.mean!;
    expect(analyze(asPicture(track)).parameters.stride_time_s.all.mean).toBeCloseTo(inSpace, 3);
  });
});
