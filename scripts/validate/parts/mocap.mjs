import { existsSync } from 'node:fs';
import path from 'node:path';
import { judged, leftOut } from '../../bench/figures.mjs';
import { plain, table, withSign } from '../page.mjs';

export const title = 'Recorded trials';
/** Who says when the feet touched the floor. */
const trials = [
  { name: 'treadmill-a', truth: 'force plates (20 N, unfiltered)' },
  { name: 'overground-a', truth: 'stored events' },
];
const kinds = { heel_strike: { name: 'strikes', mostMs: 20 }, toe_off: { name: 'offs', mostMs: 15 } };

/** Options varied one at a time about what is used. */
const signalVariations = {
  filter_cutoff_hz: [4, 5, 6, 7, 8, 10],
  filter_order: [2, 4, 8],
};
const refinementVariations = {
  landedShare: [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8],
  landingCutoffHz: [8, 10, 12, 15, 20],
  fallShare: [0.01, 0.02, 0.04, 0.08, 0.12],
  fallCutoffHz: [10, 15, 20, 25, 30],
  fallPerNoise: [2, 3, 4, 6, 8],
  largestFallShare: [0.15, 0.2, 0.3, 0.4, 0.5],
  leavingShare: [0.8, 0.85, 0.9, 0.95, 1],
};

export async function measure(context) {
  const folder = path.join(context.data, 'mocap');
  if (!existsSync(folder)) {
    return {
      figures: [leftOut('recorded trials', 'the recordings do not lie beside the project')],
      text: [
        'The recordings do not lie beside the project (`../shared/data/mocap`), so nothing was measured here.',
      ],
      charts: [],
    };
  }
  const loaded = await Promise.all(
    trials.map(async (trial) => ({
      ...trial,
      track: await context.kernel.readLandmarks(path.join(folder, `${trial.name}.trc`)),
      events: await context.kernel.readLabels(path.join(folder, `${trial.name}_events.csv`)),
    })),
  );
  const base = variations(context)[0];
  return {
    figures: loaded.flatMap((trial) => judge(context, trial, base)),
    text: [
      'Two trials, apart, for their truths differ: a treadmill with force plates under it, and a walk over ground with events stored in its file. Errors in milliseconds, found − reference; events before the first and after the last of the reference are not judged. Both were at hand while the rule was made, so that they are no unseen test; two trials show that a rule is not absurd, and no more.',
      table(
        ['trial', 'reference', 'event', 'found', 'missed', 'invented', 'mean absolute', 'bias', 'SD'],
        loaded.flatMap((trial) => trialRows(context, trial, base)),
      ),
      'How much hangs on each parameter of the method: one is varied, the others stay. Mean absolute error and, in brackets, bias in ms; “m” counts missed and “i” invented events within 50 ms.',
      table(
        [
          'parameter',
          'value',
          ...loaded.flatMap(({ name }) => Object.values(kinds).map((kind) => `${name}, ${kind.name}`)),
        ],
        variations(context).map(({ parameter, value, analyse }) => [
          parameter,
          value,
          ...loaded.flatMap((trial) =>
            Object.keys(kinds).map((kind) => inShort(agreement(context, trial, analyse)[kind])),
          ),
        ]),
      ),
    ],
    charts: [],
  };
}

/** Ways to find events: as it is used, by the other methods, and with each parameter varied. */
function variations({ kernel }) {
  const { signal_processing: signal } = kernel.defaultSettings;
  const byOptions = (options) => (track) =>
    kernel.analyzeGait(track, { signal, walk: {}, ...options }).events;
  const byRefinement = (changed) => (track) => {
    const prepared = kernel.prepareWalk(track, { signal, walk: {} });
    const method = kernel.zeniWith({ ...kernel.refinementDefaults, ...changed });
    const found = kernel.detectEvents(prepared.track, prepared.unfiltered, prepared.stretches, method);
    return kernel.checkOrder(found.events).events;
  };
  const isUsed = (key, value) =>
    kernel.refinementDefaults[key] === value || signal[key] === value ? `**${value}**` : value;
  return [
    { parameter: 'as used', value: '', analyse: byOptions({}) },
    ...kernel.eventMethodNames.map((method) => ({
      parameter: 'method',
      value: method,
      analyse: byOptions({ method }),
    })),
    ...Object.entries(signalVariations).flatMap(([key, values]) =>
      values.map((value) => ({
        parameter: key,
        value: isUsed(key, value),
        analyse: byOptions({ signal: { ...signal, [key]: value } }),
      })),
    ),
    ...Object.entries(refinementVariations).flatMap(([key, values]) =>
      values.map((value) => ({
        parameter: key,
        value: isUsed(key, value),
        analyse: byRefinement({ [key]: value }),
      })),
    ),
  ];
}

const beyondS = 0.05;

function agreement({ kernel }, { name, track, events }, analyse) {
  const spanS = [events[0].timeS - beyondS, events.at(-1).timeS + beyondS];
  const trial = { walk: name, found: analyse(track), reference: events, spanS };
  return Object.fromEntries(
    kernel.eventAgreement([trial], 'measured', ['both']).map((one) => [one.event, one]),
  );
}

const within50 = ({ detection }) => detection.find(({ toleranceMs }) => toleranceMs === 50);

function inShort(one) {
  const { missed, invented } = within50(one);
  const lost = `${missed > 0 ? ` ${missed} m` : ''}${invented > 0 ? ` ${invented} i` : ''}`;
  return `${plain(one.timing.meanAbsoluteDifference)} (${withSign(one.timing.bias)})${lost}`;
}

const trialRows = (context, trial, { analyse }) =>
  Object.values(agreement(context, trial, analyse)).map((one) => {
    const { found, missed, invented } = within50(one);
    const { meanAbsoluteDifference, bias, sd } = one.timing;
    return [
      ...[trial.name, trial.truth, kinds[one.event].name, found, missed, invented],
      ...[plain(meanAbsoluteDifference), withSign(bias), plain(sd)],
    ];
  });

function judge(context, trial, { analyse }) {
  const found = agreement(context, trial, analyse);
  const lost = Object.values(found).map(within50);
  const count = (key) => lost.reduce((sum, one) => sum + one[key], 0);
  return [
    judged(
      `${trial.name} (${trial.truth})`,
      'all events found, none invented within 50 ms',
      `${count('found')} found, ${count('missed')} missed, ${count('invented')} invented`,
      count('missed') === 0 && count('invented') === 0,
    ),
    ...Object.entries(kinds).map(([kind, { name, mostMs }]) => {
      const { meanAbsoluteDifference, bias } = found[kind].timing;
      return judged(
        `${trial.name}, ${name}`,
        `≤ ${mostMs} ms mean absolute error`,
        `${plain(meanAbsoluteDifference)} ms (bias ${withSign(bias)})`,
        meanAbsoluteDifference !== null && meanAbsoluteDifference <= mostMs,
      );
    }),
  ];
}
