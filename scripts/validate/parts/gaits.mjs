import { told } from '../../bench/figures.mjs';
import { doubleSupport, errorOf, eventFigures, stance } from '../event-runs.mjs';
import { besideTruth, rendered } from '../measure.mjs';
import { plain, table, withSign } from '../page.mjs';

export const title = 'Other gaits';

export async function measure(context) {
  const clips = await rendered(context, context.clips.gaits);
  const rows = [];
  for (const profile of context.profiles) {
    for (const trial of await besideTruth(context, profile, clips)) rows.push(rowOf(context, profile, trial));
  }
  return {
    figures: [told('other gaits', 'as found; nothing is asked of them')],
    text: [
      'One phantom of each gait, for which no figure is asked: events by F1 at 50 ms and bias ± SD in ms, stance and total double support in points, step-time index measured and true in percent, and the error of the knee’s peak by side in degrees.',
      table(
        [
          'gait',
          'affected',
          'profile',
          'F1',
          'strikes',
          'offs',
          'stance',
          'double support',
          'step-time index',
          'knee peak, left',
          'knee peak, right',
        ],
        rows,
      ),
    ],
    charts: [],
  };
}

function rowOf(context, profile, trial) {
  const { kernel } = context;
  const { clip, measured, compared } = trial;
  const events = eventFigures(context, [trial]);
  const timing = ({ timing: { bias, sd } }) => `${withSign(bias)} ± ${plain(sd)}`;
  const { left, right } = clip.truth.parameters.step_time_s;
  const comparison = kernel.comparisonOf([compared]);
  const knee = (side) =>
    comparison.parameters.find((one) => one.parameter.name === 'knee_maximum_deg' && one.side === side)
      ?.agreement.bias ?? null;
  return [
    ...[clip.options.gait, clip.truth.options.affected_side, profile],
    plain(kernel.detectionOf([compared.trial], 50).f1, 3),
    ...[timing(events.heel_strike), timing(events.toe_off)],
    ...[stance, doubleSupport].map((of) => withSign(errorOf(trial, of))),
    `${withSign(measured.parameters.symmetry_index_percent.step_time_s)}, ${withSign((200 * (left.mean - right.mean)) / (left.mean + right.mean))}`,
    ...['left', 'right'].map((side) => withSign(knee(side))),
  ];
}
