import { judged, told } from '../../bench/figures.mjs';
import { eventRuns } from '../event-runs.mjs';
import { analysed, besideTruth, mirroredClip, rendered } from '../measure.mjs';
import { plain, table, withSign, worst } from '../page.mjs';

export const title = 'Asymmetry';
/** What a symmetric walker must not seem to limp in; single and double support are small numbers, told and not judged. */
const judgedParameters = [
  'step_time_s',
  'stride_time_s',
  'stance_percent',
  'swing_percent',
  'stride_length_m',
  'step_length_m',
];
const toldParameters = ['single_support_percent', 'double_support_percent'];
const [mostOfSymmetric, mostError] = [3, 2];

export async function measure(context) {
  const following = await rendered(context, context.clips.symmetric);
  const symmetric = [];
  for (const { profile, trials } of await eventRuns(context)) {
    const still = trials.filter(({ clip }) => clip.options.view_deg >= 10);
    symmetric.push({ profile, trials: [...still, ...(await besideTruth(context, profile, following))] });
  }
  const clips = await rendered(context, context.clips.asymmetry);
  const mirrored = clips.map((clip) => mirroredClip(context, clip));
  const figures = [];
  const rows = [];
  const limpingRows = [];
  for (const { profile, trials } of symmetric) {
    const most = (key) => worst(trials.map(({ measured }) => indexOf(measured.parameters, key)));
    const all = judgedParameters.map((key) => ({ key, index: most(key) }));
    const greatest = all.reduce((a, b) => (Math.abs(b.index ?? 0) > Math.abs(a.index ?? 0) ? b : a));
    figures.push(
      judged(
        `symmetric phantoms at 10–20°, ${profile}`,
        `symmetry index under ${mostOfSymmetric} %, or none`,
        `${withSign(greatest.index)} % (${greatest.key})`,
        Math.abs(greatest.index ?? 0) < mostOfSymmetric,
      ),
      ...toldParameters.map((key) =>
        told(`symmetric phantoms, ${profile}, ${key}`, `${withSign(most(key))} %`),
      ),
    );
    rows.push(
      ...[...judgedParameters, ...toldParameters].map((key) => [
        profile,
        key,
        `${trials.filter(({ measured }) => indexOf(measured.parameters, key) !== null).length} of ${trials.length}`,
        withSign(most(key)),
        withSign(mostTrue(trials, key)),
      ]),
    );
    const limping = await asymmetric(context, profile, clips, mirrored);
    figures.push(...judge(profile, limping));
    limpingRows.push(
      ...limping.map(({ name, truth, found, reflected, left, movedMs }) => [
        ...[name, profile, withSign(truth), withSign(found), withSign(reflected)],
        ...[left, plain(movedMs)],
      ]),
    );
  }
  return {
    figures,
    text: [
      'Symmetry index 200 · (left − right) / (left + right). Symmetric phantoms are those of the events’ part seen 10° and 20° off the side, and longer ones with a camera that goes along; what their own variability makes of the true index in so few steps stands beside it. “–” where the chain abstains.',
      table(
        ['profile', 'parameter', 'stated for', 'greatest index measured (%)', 'greatest true index (%)'],
        rows,
      ),
      'Phantoms with a step-time asymmetry of ±10 %, and the same clips in a mirror, which must swap the sides and change nothing else:',
      table(
        [
          ...['clip', 'profile', 'true index (%)', 'measured', 'in the mirror'],
          ...['events without a partner there', 'mean shift of the others (ms)'],
        ],
        limpingRows,
      ),
    ],
    charts: [],
  };
}

const indexOf = (parameters, key) => parameters.symmetry_index_percent[key] ?? null;

const mostTrue = (trials, key) => worst(trials.map(({ clip }) => trueIndex(clip.truth.parameters[key])));

const trueIndex = (sided) =>
  sided?.left?.mean == null || sided.right.mean == null
    ? null
    : (200 * (sided.left.mean - sided.right.mean)) / (sided.left.mean + sided.right.mean);

/** The trials of one profile: step-time index, true, measured and in the mirror, and what the mirror did to the events. */
async function asymmetric(context, profile, clips, mirrored) {
  const trials = await besideTruth(context, profile, clips);
  const reflections = await analysed(context, profile, mirrored);
  return trials.map(({ clip, measured }) => {
    const reflection = reflections.get(`${clip.name}-mirror`);
    return {
      ...mirrorChange(measured, reflection),
      name: clip.name,
      truth: trueIndex(clip.truth.parameters.step_time_s),
      found: indexOf(measured.parameters, 'step_time_s'),
      reflected: indexOf(reflection.parameters, 'step_time_s'),
    };
  });
}

function judge(profile, trials) {
  const stated = trials.filter(({ found }) => found !== null);
  const error = worst(stated.map(({ found, truth }) => found - truth));
  const unstated = trials.length - stated.length;
  const inBoth = trials.filter(({ found, reflected }) => found !== null && reflected !== null);
  const inOne = trials.filter(({ found, reflected }) => (found === null) !== (reflected === null)).length;
  const change = worst(inBoth.map(({ found, reflected }) => found + reflected));
  const left = trials.reduce((sum, trial) => sum + trial.left, 0);
  return [
    judged(
      `asymmetric phantoms (10 %), ${profile}, worst trial`,
      `step-time index within ±${mostError} points`,
      `${withSign(error, 2)}${unstated > 0 ? `, not stated for ${unstated} of ${trials.length}` : ''}`,
      unstated === 0 && Math.abs(error) <= mostError,
    ),
    judged(
      `in a mirror, ${profile}`,
      `every event on the other side within 50 ms, index the opposite within ±${mostError} points`,
      `${left} events without a partner, index off by ${withSign(change, 2)}${inOne > 0 ? `, stated on one side of the mirror alone for ${inOne}` : ''}`,
      left === 0 && inOne === 0 && Math.abs(change ?? 0) <= mostError,
    ),
  ];
}

const opposite = { left: 'right', right: 'left' };

/** What a mirror changes beyond the sides: events without a partner, and the mean shift of the others. */
function mirrorChange(measured, reflection) {
  const expected = measured.events.map((event) => ({ ...event, side: opposite[event.side] }));
  const shifts = expected.flatMap((event) => {
    const near = reflection.events
      .filter(({ side, event: kind }) => side === event.side && kind === event.event)
      .map(({ timeS }) => Math.abs(timeS - event.timeS));
    const least = Math.min(Infinity, ...near);
    return least <= 0.05 ? [least] : [];
  });
  return {
    left: expected.length + reflection.events.length - 2 * shifts.length,
    movedMs: (1000 * shifts.reduce((sum, value) => sum + value, 0)) / Math.max(1, shifts.length),
  };
}
