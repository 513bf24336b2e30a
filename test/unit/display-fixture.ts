import type { SeenLegs } from '../../src/kernel/display/bundles';
import type { Filmstrip } from '../../src/shared/display';
import { resolveSettings } from '../../src/shared/resolve-settings';
import { jointNames, landmarkCount, sides } from '../../src/shared/results';
import type {
  CycleCurve,
  GaitAnalysis,
  GaitCycle,
  GaitEvent,
  JointName,
  Side,
  SidedStatistic,
  Statistic,
  Walk,
} from '../../src/shared/results';
import type { ResourceSample, RunRecord, WalkRecord } from '../../src/shared/run-record';

/** A plausible walk made up for the tests of displays: strides of 1.1 s, left first. */
export const strideTimeS = 1.1;
const stanceShare = 0.62;

export const walk = (id = 'walk-1'): Walk => ({ id, source: 'video', path: `/videos/${id}.mp4` });

const frameTimes = (durationS: number, fps: number): Float64Array =>
  Float64Array.from({ length: Math.round(durationS * fps) }, (_, i) => i / fps);

/** Legs that are seen at 0.9, save for the frames that are named as missing. */
export function seenLegs(durationS: number, missingFrames: readonly number[] = [], fps = 30): SeenLegs {
  const timeS = frameTimes(durationS, fps);
  const visibility = new Float64Array(timeS.length).fill(0.9);
  for (const frame of missingFrames) visibility[frame] = NaN;
  return { timeS, visibility, widthPx: 640, heightPx: 360 };
}

const statistic = (mean: number | null, sd: number | null, n: number): Statistic => ({ mean, sd, n });
const sided = (left: number, right: number, n: number): SidedStatistic & { all: Statistic } => ({
  left: statistic(left, 0.021, n),
  right: statistic(right, 0.023, n),
  all: statistic((left + right) / 2, 0.022, 2 * n),
});

const phaseOffsetS: Record<Side, number> = { left: 0.2, right: 0.2 + strideTimeS / 2 };
const amplitude: Record<JointName, number> = { hip: 22, knee: 30, ankle: 12, trunk: 3, foot: 25 };

function angleDeg(joint: JointName, side: Side, timeS: number): number {
  const phase = (2 * Math.PI * (timeS - phaseOffsetS[side])) / strideTimeS;
  const swing = joint === 'knee' ? 30 - 30 * Math.cos(phase - 1.2) : Math.cos(phase) * amplitude[joint];
  return swing + 3 * Math.sin(2 * phase);
}

export function events(durationS: number): GaitEvent[] {
  const found = sides.flatMap((side) => {
    const own: GaitEvent[] = [];
    for (let strikeS = phaseOffsetS[side]; strikeS < durationS; strikeS += strideTimeS) {
      own.push({ timeS: strikeS, side, event: 'heel_strike', confidence: 0.95 });
      const offS = strikeS + stanceShare * strideTimeS;
      if (offS < durationS) own.push({ timeS: offS, side, event: 'toe_off', confidence: 0.9 });
    }
    return own;
  });
  return found.sort((a, b) => a.timeS - b.timeS);
}

function cycles(durationS: number): GaitCycle[] {
  const all = sides.flatMap((side) => {
    const strikes = events(durationS).filter((event) => event.side === side && event.event === 'heel_strike');
    return strikes.slice(0, -1).map(({ timeS }, index): GaitCycle => ({
      side,
      startS: timeS,
      endS: timeS + strideTimeS,
      toeOffS: timeS + stanceShare * strideTimeS,
      oppositeStrikeS: timeS + strideTimeS / 2,
      oppositeOffS: timeS + 0.12 * strideTimeS,
      strideTimeS,
      stepTimeS: strideTimeS / 2,
      stancePercent: 62,
      swingPercent: 38,
      singleSupportPercent: 38,
      doubleSupportPercent: 12,
      strideLengthM: null,
      stepLengthM: null,
      speedMS: null,
      strideLengthHeights: null,
      stepWidthM: null,
      footClearanceM: null,
      pass: 1,
      marks: [],
      kept: index > 0,
      reason: index > 0 ? '' : 'first cycle of the pass',
    }));
  });
  return all.sort((a, b) => a.startS - b.startS);
}

/** A gait analysis without a scale, so without lengths and speed. The right knee is unseen from 2.0 to 2.3 s. */
export function gaitAnalysis(durationS: number, fps = 30): GaitAnalysis {
  const timeS = frameTimes(durationS, fps);
  const curve = (joint: JointName, side: Side): Float64Array =>
    timeS.map((t) =>
      joint === 'knee' && side === 'right' && t >= 2 && t <= 2.3 ? NaN : angleDeg(joint, side, t),
    );
  const ofSide = (side: Side) => ({
    hip: curve('hip', side),
    knee: curve('knee', side),
    ankle: curve('ankle', side),
    trunk: curve('trunk', side),
    foot: curve('foot', side),
  });
  const all = cycles(durationS);
  const curves = all
    .filter((cycle) => cycle.kept)
    .flatMap((cycle, index) =>
      jointNames.map((joint): CycleCurve => ({
        side: cycle.side,
        joint,
        cycle: index,
        startS: cycle.startS,
        angleDeg: Array.from(
          { length: 101 },
          (_, percent) =>
            angleDeg(joint, cycle.side, cycle.startS + (percent / 100) * strideTimeS) + (index % 3) - 1,
        ),
      })),
    );
  return {
    events: events(durationS),
    cycles: all,
    curves,
    angles: {
      timeS,
      left: ofSide('left'),
      right: ofSide('right'),
      conventions: ['Flexion and dorsiflexion are positive; a straight knee is 0°.'],
    },
    parameters: {
      cadence_steps_per_min: 109.1,
      stride_time_s: sided(1.1, 1.102, 3),
      step_time_s: sided(0.55, 0.56, 3),
      stance_percent: sided(61.5, 62.4, 3),
      swing_percent: sided(38.5, 37.6, 3),
      single_support_percent: sided(37.9, 38.2, 3),
      double_support_percent: {
        left: statistic(11.9, 0.4, 3),
        right: statistic(12.2, 0.5, 3),
        total: statistic(24.1, 0.8, 3),
      },
      symmetry_index_percent: { stride_time_s: -0.18, step_time_s: -1.8, stance_percent: -1.45 },
      stride_length_m: null,
      step_length_m: null,
      speed_m_s: null,
      stride_length_body_heights: null,
      step_width_m: null,
      foot_clearance_m: null,
      joint_angles_deg: {},
      normative: {},
      quality: {
        frames: timeS.length,
        detected_share: 0.987,
        walking_direction: 'right',
        abstentions: ['No lengths and no speed: there is no scale.'],
        warnings: ['3 cycles a side are too few for a spread.'],
        scale: null,
        method: { name: 'zeni', source: 'Zeni et al. 2008' },
        passes: [],
        view: { deg: null, from: 'unknown', corrected: false },
        floor_deg: null,
      },
    },
  };
}

/** A filmstrip of so many tiles, the second of them without a pose. */
export function filmstrip(tiles = 12): Filmstrip {
  const body = Array.from({ length: landmarkCount }, (_, i): [number, number, number] => [
    90 + 8 * Math.sin(i),
    10 + 2.8 * i,
    0.9,
  ]);
  return {
    file: 'filmstrip.jpg',
    columns: 4,
    tileWidthPx: 192,
    tileHeightPx: 108,
    blurred: true,
    tiles: Array.from({ length: tiles }, (_, i) => ({
      frame: 10 * i,
      timeS: i / 3,
      landmarks: i === 1 ? null : body,
    })),
  };
}

/** A run of extract-pose over some walks: 12 s, 20 samples a second, 412 MB at most of 1024. */
export function runRecord(walks: readonly WalkRecord[], change: Partial<RunRecord> = {}): RunRecord {
  const series = Array.from({ length: 240 }, (_, i): ResourceSample => ({
    timeS: i / 20,
    rssMb: i === 130 ? 412 : 180 + 200 * (1 - Math.exp(-i / 30)),
    vmsMb: 2400,
    cpuPercent: 150 + 40 * Math.sin(i / 9),
    processes: 2,
  }));
  return {
    id: 'run-1',
    step: 'extract-pose',
    name: 'poses',
    startedAt: '2026-01-31T14:05:09.000Z',
    seconds: 12,
    outcome: 'done',
    settings: resolveSettings([
      { source: '--performance-mode', values: { performance_mode: 'fast' } },
      { source: '--max-memory', values: { max_memory_mb: 1024 } },
    ]),
    plan: { workers: 2, limitMb: 1024, expectedMb: 640, boundBy: 'cores' },
    stages: { probe: 0.3, video_processing: 10.6, gait_events: 0.4, report: 0.001 },
    walks,
    memory: { peakRssMb: 412, rssMb: 380, vmsMb: 2400, limitMb: 1024 },
    series,
    machine: { platform: 'linux x64', cpu: 'Example CPU', cores: 2, memoryMb: 24105, node: 'v20.20.0' },
    engines: { mediapipe: '0.10.35', ffmpeg: '5.1' },
    ...change,
  };
}
