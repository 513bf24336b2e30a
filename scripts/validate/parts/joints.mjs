import { judged } from '../../bench/figures.mjs';
import { panels, scatter } from '../charts.mjs';
import { besideTruth, rendered } from '../measure.mjs';
import { plain, table, withSign, worst } from '../page.mjs';

export const title = 'Joint angles';
const mostPeakErrorDeg = 4;
const [leastSlope, mostSlope] = [0.9, 1.1];
/** Figures of the other joints, each the mean of a leg’s cycles. */
const otherFigures = [
  'hip_maximum_deg',
  'hip_minimum_deg',
  'hip_range_of_motion_deg',
  'ankle_maximum_deg',
  'ankle_minimum_deg',
  'ankle_range_of_motion_deg',
  'trunk_range_of_motion_deg',
  'foot_range_of_motion_deg',
];

export async function measure(context) {
  const clips = await rendered(context, context.clips.knee);
  const runs = [];
  for (const profile of context.profiles) {
    const trials = await besideTruth(context, profile, clips);
    runs.push({ profile, trials, knees: legMeans(context, trials, 'knee_maximum_deg') });
  }
  return {
    figures: runs.flatMap(({ profile, trials, knees }) => judge(profile, trials, knees)),
    text: [
      'Phantoms whose knees peak between 30° and 70° in swing, from the side and 10° off it, walking either way. Each figure is the mean of a leg’s cycles against the truth’s over the same cycles. The near leg is the one at the camera.',
      table(
        ['clip', 'leg', 'true peak', ...context.profiles.map((profile) => `error, ${profile}`)],
        runs[0].knees.map(({ name, side, near, truth }, at) => [
          name,
          `${side}, ${near ? 'near' : 'far'}`,
          plain(truth),
          ...runs.map(({ knees }) =>
            withSign(
              knees.find((one) => one.name === name && one.side === side)?.error ?? null,
              at < 0 ? 0 : 1,
            ),
          ),
        ]),
      ),
      'Hip, ankle, trunk and foot on the same clips: mean error ± SD over legs, and the worst leg. The ankle and the foot are stated absolutely or against standing, as each result says; an offset that the convention makes shows in maximum and minimum alike, and not in the range of motion.',
      table(
        ['figure', ...context.profiles],
        otherFigures.map((name) => [
          name,
          ...runs.map(({ trials }) => spreadOf(legMeans(context, trials, name))),
        ]),
      ),
      'Curves over the cycle: root mean square difference in degrees, and in brackets once the constant offset is taken off.',
      table(
        ['joint', ...context.profiles],
        ['hip', 'knee', 'ankle', 'trunk', 'foot'].map((joint) => [
          joint,
          ...runs.map(({ trials }) => curveOf(context, trials, joint)),
        ]),
      ),
    ],
    charts: [
      {
        file: 'knee-peaks',
        caption: 'Peak knee flexion, measured against true, each leg of each clip; dashed: equal',
        spec: panels(
          context,
          runs.map(({ profile, knees }) => scatter(context, profile, knees, '°')),
        ),
      },
    ],
  };
}

/** A figure of each leg: the mean over its cycles, measured and true. */
function legMeans({ kernel }, trials, name) {
  const parameter = kernel.cycleParameters.find((one) => one.name === name);
  return trials.flatMap(({ clip, compared }) =>
    ['left', 'right'].flatMap((side) => {
      const pairs = kernel
        .parameterPairs(compared.pairs, parameter)
        .filter(({ pair }) => pair.measured.cycle.side === side);
      if (pairs.length === 0) return [];
      const mean = (key) => pairs.reduce((sum, pair) => sum + pair[key], 0) / pairs.length;
      const [measured, truth] = [mean('measured'), mean('reference')];
      // Who goes to the right turns the right side to the camera.
      return [
        {
          name: clip.name,
          side,
          near: side === clip.options.direction,
          measured,
          truth,
          error: measured - truth,
        },
      ];
    }),
  );
}

function judge(profile, trials, knees) {
  const legs = 2 * trials.length;
  const { slope, intercept } = lineThrough(knees);
  const worstPeak = worst(knees.map(({ error }) => error));
  const within = knees.filter(({ error }) => Math.abs(error) <= mostPeakErrorDeg).length;
  return [
    judged(
      `knee peaks 30–70°, ${profile}`,
      `slope ${leastSlope}–${mostSlope}`,
      `${plain(slope, 3)} (intercept ${withSign(intercept)}°)`,
      slope >= leastSlope && slope <= mostSlope,
    ),
    judged(
      `each knee peak, ${profile}`,
      `within ±${mostPeakErrorDeg}° on either leg`,
      `worst ${withSign(worstPeak)}°; ${within} of ${legs} legs within`,
      within === legs,
    ),
  ];
}

/** Least squares of measured on true. */
function lineThrough(points) {
  const mean = (of) => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean(({ truth }) => truth), mean(({ measured }) => measured)];
  const covariance = mean(({ truth, measured }) => (truth - x) * (measured - y));
  const slope = covariance / mean(({ truth }) => (truth - x) ** 2);
  return { slope, intercept: y - slope * x };
}

function spreadOf(legs) {
  if (legs.length === 0) return '–';
  const errors = legs.map(({ error }) => error);
  const mean = errors.reduce((sum, value) => sum + value, 0) / errors.length;
  const sd = Math.sqrt(
    errors.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, errors.length - 1),
  );
  return `${withSign(mean)} ± ${plain(sd)}, worst ${withSign(worst(errors))}`;
}

function curveOf({ kernel }, trials, joint) {
  const found = kernel
    .curveAgreement(trials.flatMap(({ compared }) => compared.pairs))
    .find((one) => one.joint === joint && one.side === 'both');
  return found ? `${plain(found.rmseDeg)} (${plain(found.rmseWithoutOffsetDeg)})` : '–';
}
