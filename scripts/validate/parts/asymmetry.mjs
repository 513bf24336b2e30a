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
    figures.push(...(await asymmetric(context, profile, clips, mirrored)));
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
        ['figure', 'measured'],
        figures
          .filter(({ what }) => /asymmetric|mirror/.test(what))
          .map(({ what, measured }) => [what, measured]),
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

async function asymmetric(context, profile, clips, mirrored) {
  const trials = await besideTruth(context, profile, clips);
  const errors = trials.map(({ clip, measured }) => {
    const found = indexOf(measured.parameters, 'step_time_s');
    return found === null ? Number.NaN : found - trueIndex(clip.truth.parameters.step_time_s);
  });
  const error = errors.some(Number.isNaN) ? Number.NaN : worst(errors);
  const reflections = await analysed(context, profile, mirrored);
  const changes = trials.map(({ clip, measured }) =>
    mirrorChange(measured, reflections.get(`${clip.name}-mirror`)),
  );
  const swapped = changes.every(({ left }) => left === 0);
  const indexChange = worst(changes.map(({ index }) => index));
  return [
    judged(
      `asymmetric phantoms (10 %), ${profile}, worst trial`,
      `step-time index within ±${mostError} points`,
      Number.isNaN(error) ? 'none stated for a trial' : withSign(error, 2),
      Math.abs(error) <= mostError,
    ),
    judged(
      `in a mirror, ${profile}`,
      `every event on the other side within 50 ms, index the opposite within ±${mostError} points`,
      `${changes.reduce((sum, change) => sum + change.left, 0)} events without a partner, index off by ${withSign(indexChange, 2)}, events moved by ${plain(worst(changes.map(({ movedMs }) => movedMs)))} ms on average in the worst trial`,
      swapped && indexChange !== null && Math.abs(indexChange) <= mostError,
    ),
  ];
}

const opposite = { left: 'right', right: 'left' };

/** What a mirror changes beyond the sides: events without a partner, mean shift of the others, step-time index. */
function mirrorChange(measured, reflection) {
  const expected = measured.events.map((event) => ({ ...event, side: opposite[event.side] }));
  const shifts = expected.flatMap((event) => {
    const near = reflection.events
      .filter(({ side, event: kind }) => side === event.side && kind === event.event)
      .map(({ timeS }) => Math.abs(timeS - event.timeS));
    const least = Math.min(Infinity, ...near);
    return least <= 0.05 ? [least] : [];
  });
  const [own, other] = [measured, reflection].map(({ parameters }) => indexOf(parameters, 'step_time_s'));
  return {
    left: expected.length + reflection.events.length - 2 * shifts.length,
    movedMs: (1000 * shifts.reduce((sum, value) => sum + value, 0)) / Math.max(1, shifts.length),
    index: own === null || other === null ? null : own + other,
  };
}
