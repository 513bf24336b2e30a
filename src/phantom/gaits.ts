import { badInput } from '../shared/errors';
import { sides, type Side } from '../shared/results';
import type { PhantomOptions } from '../shared/phantom-options';
import type { FootManner } from './foot';
import type { Manner } from './manner';
import { radians } from './vector';

/** Turns a usual manner into that of a gait; figures are typical of Perry and Burnfield unless said otherwise. */
type Gait = (manner: Manner, options: PhantomOptions, random: () => number) => Manner;

/** Changes the feet of some sides. */
const withFeet = (
  manner: Manner,
  changed: readonly Side[],
  change: (foot: FootManner) => Partial<FootManner>,
): Manner['feet'] => {
  const foot = (side: Side) =>
    changed.includes(side) ? { ...manner.feet[side], ...change(manner.feet[side]) } : manner.feet[side];
  return { left: foot('left'), right: foot('right') };
};

const affectedSides = ({ affected_side }: PhantomOptions): readonly Side[] =>
  affected_side === 'both' ? sides : [affected_side];

const kneePeaks = (manner: Manner, changed: readonly Side[], peakDeg: number): Manner['kneePeakDeg'] => ({
  left: changed.includes('left') ? peakDeg : manner.kneePeakDeg.left,
  right: changed.includes('right') ? peakDeg : manner.kneePeakDeg.right,
});

/** The affected knee hardly bends in swing: the hip is hiked and the leg swung outwards to clear the floor. */
const stiffKnee: Gait = (manner, options, random) => {
  const affected = affectedSides(options);
  return { ...manner, kneePeakDeg: kneePeaks(manner, affected, 28 + 5 * random()) };
};

/** The affected foot points down: it meets the floor with the forefoot, and its heel never comes down. */
const equinus: Gait = (manner, options, random) => {
  const affected = affectedSides(options);
  const dropRad = radians(9 + 6 * random());
  return {
    ...manner,
    feet: withFeet(manner, affected, (foot) => ({
      strikeRad: -dropRad,
      restRad: -0.6 * dropRad,
      flat: 0.2,
      heelRise: foot.heelRise - 0.08,
      hikeRad: foot.hikeRad + radians(2),
      swing: {
        ...foot.swing,
        pitchRad: foot.swing.pitchRad.map((pitch, i) => (i < 2 ? pitch : Math.min(pitch, -dropRad))),
      },
    })),
  };
};

/** Both knees stay bent in stance, and the trunk leans forward. */
const crouch: Gait = (manner, _options, random) => {
  const kneeRad = radians(23 + 5 * random());
  return {
    ...manner,
    feet: withFeet(manner, sides, (foot) => ({
      leastKneeRad: kneeRad,
      strikeRad: 0.4 * foot.strikeRad,
      swing: {
        ...foot.swing,
        pitchRad: foot.swing.pitchRad.map((pitch) => (pitch > 0 ? 0.4 * pitch : pitch)),
      },
    })),
    carriage: { ...manner.carriage, leanRad: manner.carriage.leanRad + radians(6 + 4 * random()) },
  };
};

/** Strides that a shuffling walker can take, in statures. */
const longestShuffle = 0.55;

/** Short low steps on flat feet, bent forwards, arms still: typical of parkinsonian gait (Morris 1994). */
const shuffling: Gait = (manner, options, random) => {
  if (options.stride_length_m > longestShuffle * options.height_m) {
    const longestM = Math.floor(100 * longestShuffle * options.height_m) / 100;
    throw badInput(
      `A shuffling walker ${options.height_m} m tall takes short strides, not ${options.stride_length_m} m.`,
      `Give a stride_length_m of ${longestM} or less; 0.7 is usual.`,
    );
  }
  const arms = manner.carriage.armSwingRad;
  return {
    ...manner,
    feet: withFeet(manner, sides, (foot) => ({
      strikeRad: 0,
      leastKneeRad: radians(8 + 4 * random()),
      swing: {
        ...foot.swing,
        clearanceM: 0.5 * foot.swing.clearanceM,
        pitchRad: foot.swing.pitchRad.map((pitch) => Math.min(0, pitch)),
      },
    })),
    kneePeakDeg: { left: manner.kneePeakDeg.left - 8, right: manner.kneePeakDeg.right - 8 },
    timing: { ...manner.timing, doubleSupport: manner.timing.doubleSupport + 0.02 },
    carriage: {
      ...manner.carriage,
      leanRad: manner.carriage.leanRad + radians(7 + 5 * random()),
      armSwingRad: { left: 0.35 * arms.left, right: 0.35 * arms.right },
    },
  };
};

/** The painful foot stands shortly: the other one comes down early. */
const antalgic: Gait = (manner, options, random) => {
  const affected = affectedSides(options);
  const share = affected.length === 1 ? 0.12 + 0.1 * random() : 0;
  return {
    ...manner,
    // A side's step ends with its own contact: the unaffected side's is the short one.
    timing: { ...manner.timing, stepTimeAsymmetry: affected[0] === 'left' ? share : -share },
    feet: withFeet(manner, affected, (foot) => ({
      strikeRad: 0.6 * foot.strikeRad,
      offRad: 0.85 * foot.offRad,
      leastKneeRad: foot.leastKneeRad + radians(4),
    })),
  };
};

export const gaits: Readonly<Record<PhantomOptions['gait'], Gait>> = {
  normal: (manner) => manner,
  'stiff-knee': stiffKnee,
  equinus,
  crouch,
  shuffling,
  antalgic,
};

/** What a truth says of how its walker walks. */
export function gaitInWords(options: PhantomOptions): string {
  const { gait, affected_side: affected } = options;
  if (gait === 'normal') return 'normal';
  if (gait === 'crouch' || gait === 'shuffling') return `${gait}, both sides`;
  return `${gait}, ${affected === 'both' ? 'both sides' : `${affected} side`}`;
}
