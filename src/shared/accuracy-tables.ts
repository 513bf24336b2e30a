import type { BenchmarkResults } from './benchmark';
import type { Accuracy } from './benchmark-accuracy';
import type { WordTable } from './benchmark-tables';
import { notMeasured, readable, reasonWords, referenceNames } from './benchmark-words';
import { counted, figure, missing, percentOf } from './numbers';

const references = ['truth', 'phantom-like', 'accurate'] as const satisfies readonly Accuracy['reference'][];

/** Early strikes and late lifts would hide each other's bias. */
const eventKinds = ['heel_strike', 'toe_off'] as const;

/** Errors of joints and events, and of the parameters that follow from them, beside each reference there is. */
export const accuracyTables = (results: Pick<BenchmarkResults, 'accuracy' | 'contenders'>): WordTable[] =>
  references.flatMap((reference) => {
    const own = results.accuracy.filter((entry) => entry.reference === reference);
    if (own.length === 0) return [];
    const names = [...new Set(results.contenders.map(({ contender }) => contender))];
    const absent = names.filter((name) => own.every(({ contender }) => contender !== name));
    const parameters = parameterTable(own, reference);
    return [errorTable(own, reference, absent, results), ...(parameters.rows.length > 0 ? [parameters] : [])];
  });

function errorTable(
  own: readonly Accuracy[],
  reference: Accuracy['reference'],
  absent: readonly string[],
  { contenders }: Pick<BenchmarkResults, 'contenders'>,
): WordTable {
  const without = (key: 'joints_px' | 'events'): string =>
    own
      .filter((entry) => entry[key] === null)
      .map(({ contender }) => contender)
      .join(', ');
  const reasonOf = (name: string): string => {
    // A profile that failed at one kind of work can have been judged by what it found at another.
    const own = contenders.filter(({ contender, work }) => contender === name && work !== 'training');
    const failure = own.every(({ runs }) => runs === 0)
      ? own.find((one) => one.failure !== null)?.failure
      : null;
    if (failure != null) return reasonWords(failure);
    return reference === 'accurate'
      ? 'It is what the others are compared with, or the notes say why.'
      : 'The notes say why.';
  };
  return {
    title: `How right: beside ${referenceNames[reference]}`,
    caption:
      'Joints: median distance of hips, knees, ankles, heels and toes in pixels of the video, and what 95 % of them stay within. ' +
      'Events: those that both have, and that only the reference or only the profile has. Strikes and toe-offs: mean ± SD of ' +
      'found minus reference, so that early is negative. Advice and charts take both together (root mean square), of the ' +
      'worse of the two.',
    columns: [
      'Profile',
      'Frames',
      'Found',
      'Joints (px)',
      '95 % (px)',
      'Events',
      'Missed',
      'Invented',
      'Strikes (ms)',
      'Toe-offs (ms)',
    ],
    rows: [
      ...own.map((entry) => ({ head: entry.contender, cells: errorCells(entry) })),
      ...absent.map((head) => ({ head, cells: [notMeasured, ...Array.from({ length: 8 }, () => missing)] })),
    ],
    notes: [
      ...absent.map((name) => `${name}: ${notMeasured}. ${reasonOf(name)}`),
      ...(without('joints_px') === ''
        ? []
        : [`Joints of ${without('joints_px')}: ${notMeasured}, for none could be compared.`]),
      ...(without('events') === ''
        ? []
        : [`Events of ${without('events')}: ${notMeasured}, for there were none to compare.`]),
    ],
  };
}

const errorCells = ({ frames, detected_share: share, joints_px: joints, events }: Accuracy): string[] => [
  String(frames),
  percentOf(share),
  joints === null ? notMeasured : readable(joints.median),
  joints === null ? notMeasured : readable(joints.p95),
  events === null ? notMeasured : String(events.matched),
  events === null ? notMeasured : String(events.missed),
  events === null ? notMeasured : String(events.invented),
  ...eventKinds.map((kind) => timingWords(events?.by_kind[kind])),
];

/** "−8.0 ± 5.0"; of one event alone without a spread. */
const timingWords = (
  timing: { readonly bias_ms: number; readonly sd_ms: number | null } | undefined,
): string =>
  timing === undefined
    ? notMeasured
    : `${figure(timing.bias_ms, 1)}${timing.sd_ms === null ? '' : ` ± ${figure(timing.sd_ms, 1)}`}`;

/** A row a parameter, a column a contender. */
function parameterTable(own: readonly Accuracy[], reference: Accuracy['reference']): WordTable {
  const keys = [...new Set(own.flatMap(({ parameters_percent }) => Object.keys(parameters_percent)))];
  return {
    title: `Gait parameters: beside ${referenceNames[reference]}`,
    caption: `Difference in per cent of the reference, ${counted(own[0]!.frames, 'frame')} a profile.`,
    columns: ['Parameter', ...own.map(({ contender }) => contender)],
    rows: keys.map((key) => ({
      head: parameterName(key),
      cells: own.map(({ parameters_percent }) => {
        const percent = parameters_percent[key];
        return percent === undefined ? missing : `${percent > 0 ? '+' : ''}${figure(percent, 1)} %`;
      }),
    })),
    notes: own.some(({ parameters_percent }) => keys.some((key) => parameters_percent[key] === undefined))
      ? [`${missing} stands for a parameter that is not stated, of the profile or of its reference.`]
      : [],
  };
}

const unit = /_(?:s|m|percent|deg|m_s|steps_per_min)$/;

/** "stride_time_s" → "Stride time": differences are in per cent, whatever the parameter's own unit. */
function parameterName(key: string): string {
  const words = key.replace(unit, '').replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
