import type { BenchmarkedWork, BenchmarkResults, Contender, Spread } from './benchmark';
import { eventsErrorMs, type Accuracy } from './benchmark-accuracy';
import { accuracyTables } from './accuracy-tables';
import {
  errorWords,
  notMeasured,
  rangeOf,
  readable,
  reasonWords,
  sentence,
  workNames,
  worksIn,
} from './benchmark-words';
import { counted } from './numbers';
import { predictionTables } from './prediction-tables';

/** A table as words, the same in a notebook, a report and a text file. */
export interface WordTable {
  readonly title: string;
  readonly caption: string;
  /** The first is that of the rows' heads. */
  readonly columns: readonly string[];
  readonly rows: readonly { readonly head: string; readonly cells: readonly string[] }[];
  /** Why figures are missing, and what else a reader must know. */
  readonly notes: readonly string[];
}

/** All tables of a benchmark, in the order in which they are read; none without rows. */
export const benchmarkTables = (results: BenchmarkResults): WordTable[] =>
  [
    ...worksIn(results.contenders).map((work) => costTable(results.contenders, work)),
    ...expectationTables(results),
    ...accuracyTables(results),
    ...predictionTables(results.predictions),
  ].filter(({ rows }) => rows.length > 0);

/**
 * What each contender took of one kind of work.
 * @param absent what stands where nothing is measured.
 */
export function costTable(
  contenders: readonly Contender[],
  work: BenchmarkedWork,
  absent = notMeasured,
): WordTable {
  const own = contenders.filter((one) => one.work === work);
  const median = (spread: Spread | null): string => (spread === null ? absent : readable(spread.median));
  return {
    title: `Time and memory: ${workNames[work]}`,
    caption:
      'Medians, and the least and the most of all runs. Peak memory is that of all processes together. Times as fast: as the profile balanced.',
    columns: [
      'Profile',
      'Time (s)',
      'Least–most',
      `${sentence(own[0]?.unit ?? 'frames')}/s`,
      'Times as fast',
      'CPU (s)',
      'Peak memory (MB)',
      'Least–most',
      'Runs',
    ],
    rows: own.map((one) => ({
      head: one.contender,
      cells: [
        median(one.seconds),
        rangeOf(one.seconds),
        median(one.amount_per_second),
        one.speed_of_balanced === null ? absent : readable(one.speed_of_balanced),
        median(one.cpu_s),
        median(one.peak_rss_mb),
        rangeOf(one.peak_rss_mb),
        String(one.runs),
      ],
    })),
    notes: costNotes(own),
  };
}

/** Why figures are missing. */
function costNotes(contenders: readonly Contender[]): string[] {
  const named = (chosen: readonly Contender[]): string => chosen.map(({ contender }) => contender).join(', ');
  const withoutMemory = contenders.filter(
    ({ seconds, peak_rss_mb: peak }) => seconds !== null && peak === null,
  );
  const withoutSpeed = contenders.filter(
    ({ seconds, speed_of_balanced: speed }) => seconds !== null && speed === null,
  );
  return [
    ...contenders.flatMap(({ contender, runs, failure }) =>
      failure === null
        ? []
        : [
            `${contender}: ${runs === 0 ? notMeasured : `${counted(runs, 'run')} only`}. ${reasonWords(failure)}`,
          ],
    ),
    ...(withoutMemory.length > 0
      ? [
          `Peak memory of ${named(withoutMemory)}: ${notMeasured}, for the system did not tell the memory of all processes.`,
        ]
      : []),
    ...(withoutSpeed.length > 0
      ? [`Times as fast: ${notMeasured}, for there is no time of the profile balanced to compare with.`]
      : []),
  ];
}

/** What the performance guide leads one to expect of each profile, and what this machine showed, a table for each kind of work. */
const expectationTables = ({ contenders, accuracy }: BenchmarkResults): WordTable[] =>
  worksIn(contenders).map((work) => {
    const rows = contenders.flatMap((one) => {
      const { contender, expected } = one;
      if (expected === null || one.work !== work) return [];
      const { speed, speed_of: base, memory_reduction_percent: less } = expected;
      const measured = base === 'balanced' ? one.speed_of_balanced : one.speed_of_baseline;
      return [
        {
          head: contender,
          cells: [
            `${speed.low}–${speed.high} × ${base === 'balanced' ? 'balanced' : 'none'}`,
            measured === null ? notMeasured : `${readable(measured)} ×`,
            `${less.low}–${less.high} % less`,
            reductionWords(one.memory_reduction_percent),
            expected.accuracy,
            shortAccuracy(accuracy.filter((entry) => entry.contender === contender)),
          ],
        },
      ];
    });
    return {
      title: `Expected, and measured here: ${workNames[work]}`,
      caption:
        'Expected is what the performance guide states for a usual machine; here is this machine with this video. ' +
        'Speed counts against the profile balanced, or against balanced without optimizations (none), as it says; memory against ' +
        'balanced without optimizations. Accuracy is the effect on it, the error that of joints, and of events: bias and spread together.',
      columns: [
        'Profile',
        'Speed expected',
        'Speed here',
        'Memory expected',
        'Memory here',
        'Accuracy expected',
        'Error here',
      ],
      rows,
      notes: rows.some(({ cells }) => cells.includes(notMeasured))
        ? ['A comparison is not measured where either side of it is missing; the other tables say why.']
        : [],
    };
  });

/** Less is what is hoped for; more is said as what it is. */
function reductionWords(percent: number | null): string {
  if (percent === null) return notMeasured;
  return percent < 0 ? `${readable(-percent)} % more` : `${readable(percent)} % less`;
}

/** The figure of the most trustworthy reference: a truth before another profile. */
function shortAccuracy(entries: readonly Accuracy[]): string {
  const best = (['truth', 'phantom-like', 'accurate'] as const)
    .map((reference) => entries.find((entry) => entry.reference === reference))
    .find((entry) => entry !== undefined);
  if (best === undefined) return notMeasured;
  const eventsMs = best.events && eventsErrorMs(best.events);
  const parts = [
    ...(best.joints_px === null ? [] : [errorWords(best.joints_px.median, 'px')]),
    ...(eventsMs === null ? [] : [errorWords(eventsMs, 'ms')]),
  ];
  return parts.length === 0 ? notMeasured : parts.join(', ');
}
