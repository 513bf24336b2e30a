import { told } from '../../bench/figures.mjs';
import { doubleSupport, eventRuns, stance } from '../event-runs.mjs';
import { table, withSign } from '../page.mjs';

export const title = 'Profiles against one another';

/** What each trial gives for a profile; null where it states none. */
const compared = [
  { name: 'stance (points)', of: ({ measured }) => stance(measured.parameters).mean },
  { name: 'total double support (points)', of: ({ measured }) => doubleSupport(measured.parameters).mean },
  {
    name: 'stride time (ms)',
    of: ({ measured }) => scaled(measured.parameters.stride_time_s.all.mean, 1000),
  },
  { name: 'mean error of strikes (ms)', of: (trial, kernel) => meanError(kernel, trial, 'heel_strike') },
  { name: 'mean error of offs (ms)', of: (trial, kernel) => meanError(kernel, trial, 'toe_off') },
  {
    name: 'mean error of knee peaks (°)',
    of: (trial, kernel) => meanDifference(kernel, trial, 'knee_maximum_deg'),
  },
];

const scaled = (value, by) => (value === null ? null : value * by);

function meanError(kernel, { compared: { trial } }, kind) {
  const errors = kernel.eventPairs([trial]).filter(({ event }) => event === kind);
  return kernel.agreementOf(errors, 'exact').bias;
}

function meanDifference(kernel, { compared: { pairs } }, name) {
  const parameter = kernel.cycleParameters.find((one) => one.name === name);
  return kernel.agreementOf(kernel.parameterPairs(pairs, parameter), 'exact').bias;
}

export async function measure(context) {
  const runs = await eventRuns(context);
  const pairs = runs.flatMap((first, at) => runs.slice(at + 1).map((second) => [first, second]));
  const rows = pairs.flatMap(([first, second]) =>
    compared.map((one) => differenceRow(context, first, second, one)),
  );
  return {
    figures: [told('profiles', `${pairs.length} pairs, as found; no ordering is asked for`)],
    text: [
      pairs.length === 0
        ? 'Only one profile was measured.'
        : `Differences between profiles on the same clips, paired by trial: mean, with its 95 % interval by Student’s t over ${runs[0].trials.length} trials. An interval that holds 0 shows no difference; none is asked for, and no profile is made to come first.`,
      ...(pairs.length === 0
        ? []
        : [table(['profiles', 'figure', 'mean difference', '95 % interval', 'trials'], rows)]),
    ],
    charts: [],
  };
}

function differenceRow({ kernel }, first, second, { name, of }) {
  const differences = first.trials.flatMap((trial, at) => {
    const [a, b] = [of(trial, kernel), of(second.trials[at], kernel)];
    return a === null || b === null ? [] : [a - b];
  });
  const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
  const interval = kernel.intervalOf(differences);
  return [
    `${first.profile} − ${second.profile}`,
    name,
    withSign(mean, 2),
    interval === null ? '–' : `${withSign(interval[0], 2)} to ${withSign(interval[1], 2)}`,
    differences.length,
  ];
}
