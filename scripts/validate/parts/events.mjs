import { judged } from '../../bench/figures.mjs';
import { blandAltman, histogram, panels } from '../charts.mjs';
import { doubleSupport, errorOf, eventFigures, eventRuns, stance } from '../event-runs.mjs';
import { plain, table, withSign, worst } from '../page.mjs';

export const title = 'Events, stance and double support';
const kinds = { heel_strike: 'strikes', toe_off: 'offs' };
const [mostBiasMs, mostSdMs, mostStance, mostSupport] = [10, 15, 1.5, 3];

export async function measure(context) {
  const runs = await eventRuns(context);
  const rows = runs.flatMap(({ profile, trials }) => cellsOf(context, profile, trials));
  return {
    figures: runs.flatMap(({ profile, trials }) => judge(context, profile, trials, rows)),
    text: [
      'Normal walkers, each with curves, timing and variability of their own, seen from the side and 10° and 20° off it, through the whole chain: encoded clip, MediaPipe, filter, events. Errors are found − true, over all events that are the same within 150 ms; what lies within 0.1 s of the ends of the time for which the whole walker is in the picture is not judged. MediaPipe often finds a walker only some tenths of a second after that time begins, the later the more a profile asks for; so detection is also stated from 0.2 s after its first to 0.2 s before its last pose. Stance and double support: worst error of a trial’s mean, in points of the cycle.',
      table(
        [
          ...[
            'profile',
            'view',
            'fps',
            'trials',
            'F1 at 16, 33, 50 ms',
            'strikes: bias ± SD (ms)',
            'offs: bias ± SD (ms)',
          ],
          ...['stance', 'total double support'],
        ],
        rows.map(({ cells }) => cells),
      ),
      lostIn(context, runs),
    ],
    charts: runs.flatMap(({ profile, trials }) => chartsOf(context, profile, trials)),
  };
}

/** Which trials have events that were missed or invented within 50 ms. */
function lostIn(context, runs) {
  const lost = runs.flatMap(({ profile, trials }) =>
    trials.flatMap((trial) => {
      const { missed, invented } = detection(context, [trial], 50);
      return missed + invented === 0
        ? []
        : [`${trial.clip.name}, ${profile} (${missed} missed, ${invented} invented)`];
    }),
  );
  return lost.length === 0
    ? 'No trial has an event that was missed or invented within 50 ms.'
    : `Trials with events missed or invented within 50 ms: ${lost.join('; ')}.`;
}

/** One row of the table for each view and rate. */
function cellsOf(context, profile, trials) {
  const cells = new Map();
  for (const trial of trials) {
    const { view_deg, fps } = trial.clip.options;
    const key = `${view_deg}° at ${fps} frames/s`;
    cells.set(key, [...(cells.get(key) ?? []), trial]);
  }
  return Array.from(cells, ([key, own]) => {
    const { view_deg, fps } = own[0].clip.options;
    const events = eventFigures(context, own);
    const f1 = [0, 1, 2].map(
      (at) => detection(context, own, events.heel_strike.detection[at].toleranceMs).f1,
    );
    const timing = (kind) => `${withSign(events[kind].timing.bias)} ± ${plain(events[kind].timing.sd)}`;
    return {
      key,
      profile,
      events,
      cells: [
        ...[profile, `${view_deg}°`, fps, own.length, f1.map((value) => plain(value, 3)).join(', ')],
        ...[timing('heel_strike'), timing('toe_off')],
        ...[stance, doubleSupport].map((of) => withSign(worst(own.map((trial) => errorOf(trial, of))))),
      ],
    };
  });
}

const detection = ({ kernel }, trials, toleranceMs) =>
  kernel.detectionOf(
    trials.map(({ compared }) => compared.trial),
    toleranceMs,
  );

/** What the ends of a pose take to be surely told from noise. */
const poseEndS = 0.2;

/** The trials judged only where a pose was found: what is lost outside is the estimator's, not the rule's. */
const wherePosed = (trials) =>
  trials.map(({ measured, compared, ...rest }) => {
    const [fromS, toS] = compared.trial.spanS;
    const [firstS, lastS] = measured.poseSpanS;
    const spanS = [Math.max(fromS, firstS + poseEndS), Math.min(toS, lastS - poseEndS)];
    return { ...rest, measured, compared: { ...compared, trial: { ...compared.trial, spanS } } };
  });

function judge(context, profile, trials, allRows) {
  const rows = allRows.filter((row) => row.profile === profile);
  const detected = (name, own) => {
    const { found, missed, invented, f1 } = detection(context, own, 50);
    return judged(
      name,
      'F1 1.0 at 50 ms',
      `${plain(f1, 3)} (${found} found, ${missed} missed, ${invented} invented)`,
      f1 === 1,
    );
  };
  const worstOf = (kind, key) => worst(rows.map(({ events }) => events[kind].timing[key]));
  const share = (of) => worst(trials.map((trial) => errorOf(trial, of)));
  const [worstStance, worstSupport] = [share(stance), share(doubleSupport)];
  return [
    detected(`events, ${profile}, while the walker is in the picture`, trials),
    detected(`events, ${profile}, while MediaPipe finds the walker`, wherePosed(trials)),
    ...Object.entries(kinds).map(([kind, name]) => {
      const [bias, sd] = [worstOf(kind, 'bias'), worstOf(kind, 'sd')];
      return judged(
        `${name}, ${profile}, worst view and rate`,
        `bias within ±${mostBiasMs} ms, SD ≤ ${mostSdMs} ms`,
        `bias ${withSign(bias)} ms, SD ${plain(sd)} ms`,
        bias !== null && Math.abs(bias) <= mostBiasMs && sd <= mostSdMs,
      );
    }),
    judged(
      `stance, ${profile}, worst trial`,
      `±${mostStance} points`,
      withSign(worstStance, 2),
      worstStance !== null && Math.abs(worstStance) <= mostStance,
    ),
    judged(
      `total double support, ${profile}, worst trial`,
      `±${mostSupport} points`,
      withSign(worstSupport, 2),
      worstSupport !== null && Math.abs(worstSupport) <= mostSupport,
    ),
  ];
}

function chartsOf(context, profile, trials) {
  const { kernel } = context;
  const errors = kernel.eventPairs(trials.map(({ compared }) => compared.trial));
  const ofKind = (kind) =>
    errors
      .filter(({ event }) => event === kind)
      .map(({ measured, reference, side }) => ({ error: measured - reference, side }));
  const comparison = kernel.comparisonOf(trials.map(({ compared }) => compared));
  const row = comparison.parameters.find(
    ({ parameter, side }) => parameter.name === 'stance_percent' && side === 'both',
  );
  const values = kernel
    .parameterPairs(
      trials.flatMap(({ compared }) => compared.pairs),
      row.parameter,
    )
    .map(({ measured, reference, pair }) => ({
      truth: reference,
      error: measured - reference,
      side: pair.measured.cycle.side,
    }));
  return [
    {
      file: `events-${profile}`,
      caption: `Errors of events and of stance by cycle (Bland–Altman: bias and 95 % limits of agreement for repeated measures), profile ${profile}`,
      spec: panels(context, [
        histogram(context, 'Strikes', ofKind('heel_strike'), 'Found − true (ms)', 5),
        histogram(context, 'Offs', ofKind('toe_off'), 'Found − true (ms)', 5),
        blandAltman(context, 'Stance', values, row.agreement, '% of cycle'),
      ]),
    },
  ];
}
