import type { JointName, NormativeBand } from './results';

/**
 * What healthy adults show when they walk at a comfortable speed on a level floor, to compare a walker with.
 * Figures are typical of the sources they name: means as these quote them, spreads between people rounded. They are
 * no substitute for a laboratory's own norms of the same age, speed and footwear.
 */

const ofAdults = 'healthy adults, level floor, comfortable speed';
const perry = `typical of Perry and Burnfield 2010; ${ofAdults}, shod`;
const phases = `${perry}; the shares of the cycle agree with one another`;

/** Parameters that have a norm, by their name in `parameters.json`; `total_double_support_percent` is left + right. */
export const normativeParameters = {
  cadence_steps_per_min: { mean: 113, sd: 9, source: perry },
  stride_time_s: { mean: 1.06, sd: 0.08, source: `${perry}; from the cadence` },
  step_time_s: { mean: 0.53, sd: 0.04, source: `${perry}; from the cadence` },
  stance_percent: { mean: 62, sd: 2, source: phases },
  swing_percent: { mean: 38, sd: 2, source: phases },
  single_support_percent: { mean: 38, sd: 2, source: phases },
  double_support_percent: { mean: 12, sd: 2, source: phases },
  total_double_support_percent: { mean: 24, sd: 4, source: phases },
  stride_length_m: { mean: 1.41, sd: 0.14, source: perry },
  step_length_m: { mean: 0.7, sd: 0.07, source: `${perry}; half the stride` },
  speed_m_s: { mean: 1.37, sd: 0.17, source: perry },
  stride_length_body_heights: {
    mean: 0.83,
    sd: 0.06,
    source: `typical of Perry and Burnfield 2010 at a stature of 1.7 m; ${ofAdults}`,
  },
  step_width_m: { mean: 0.09, sd: 0.03, source: `typical of Winter 1991, between the heels; ${ofAdults}` },
  foot_clearance_m: {
    mean: 0.013,
    sd: 0.006,
    source: `typical of Winter 1992, least clearance of the toes in swing; ${ofAdults}`,
  },
} as const satisfies Readonly<Record<string, NormativeBand>>;

/** A joint's angle over the cycle of healthy people, in degrees at the given percents of it. */
export interface NormativeCurve {
  readonly percent: readonly number[];
  readonly meanDeg: readonly number[];
  /** Between people. */
  readonly sdDeg: readonly number[];
  readonly source: string;
}

const percent = Array.from({ length: 21 }, (_, knot) => 5 * knot);

/**
 * Sagittal curves by the conventions of `JointAngles`: hip as thigh against trunk, knee 0 when straight, ankle 0
 * when standing; flexion and dorsiflexion positive. Against a pelvis frame, as in most 3D models, the hip
 * would read about 10° more flexed throughout.
 */
export const normativeCurves: Readonly<Record<Extract<JointName, 'hip' | 'knee' | 'ankle'>, NormativeCurve>> =
  {
    hip: {
      percent,
      meanDeg: [19, 18, 16, 13, 9, 5, 1, -3, -7, -10, -11, -10, -5, 2, 9, 15, 19, 22, 22, 20, 19],
      sdDeg: [7, 7, 7, 7, 7, 7, 7, 7, 8, 8, 8, 8, 8, 8, 8, 7, 7, 7, 7, 7, 7],
      source: `typical of Winter 1991, natural cadence, thigh against trunk; ${ofAdults}`,
    },
    knee: {
      percent,
      meanDeg: [4, 11, 18, 21, 19, 16, 12, 9, 8, 9, 14, 24, 39, 56, 64, 63, 54, 38, 19, 5, 4],
      sdDeg: [5, 5, 6, 6, 6, 5, 5, 5, 5, 5, 6, 7, 8, 7, 6, 6, 6, 7, 8, 6, 5],
      source: `typical of Winter 1991, natural cadence; ${ofAdults}`,
    },
    ankle: {
      percent,
      meanDeg: [0, -5, -3, 1, 3, 5, 6, 8, 9, 9, 7, -2, -14, -19, -12, -5, -2, 0, 1, 1, 0],
      sdDeg: [4, 4, 4, 4, 3, 3, 3, 3, 4, 4, 5, 6, 7, 6, 5, 5, 4, 4, 4, 4, 4],
      source: `typical of Winter 1991, natural cadence; ${ofAdults}`,
    },
  };
