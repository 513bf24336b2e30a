import { counted, duration, figure, missing } from './numbers';
import { leaves } from './resolve-settings';
import { outcomeOf, runFigures, whyFailed } from './run-figures';
import type { LoggedRun } from './run-log';
import { memoryWords, minuteOf, predictionWords, runTitle, signedPercent } from './run-words';

/** One run, or two side by side. */
export interface RunTable {
  /** Of each run: what it was, and when. */
  readonly titles: readonly string[];
  readonly groups: readonly RunGroup[];
}
export interface RunGroup {
  readonly title: string;
  readonly rows: readonly RunTableRow[];
}
export interface RunTableRow {
  readonly label: string;
  /** One for each run. */
  readonly values: readonly string[];
  /** How the second differs from the first; null where that says nothing. */
  readonly change: string | null;
}

/** What is to be said of runs, each line beside the other run's. */
export function runTable(runs: readonly LoggedRun[]): RunTable {
  const groups = [
    { title: 'Run', rows: outcomeRows(runs) },
    { title: 'Time', rows: timeRows(runs) },
    { title: 'Memory and CPU', rows: resourceRows(runs) },
    {
      title: runs.length > 1 ? 'Settings that differ' : 'Settings that are not the defaults',
      rows: settingRows(runs),
    },
  ];
  return {
    titles: runs.map((run) => `${runTitle(run)}, ${minuteOf(run.startedAt)}`),
    groups: groups.filter(({ rows }) => rows.length > 0),
  };
}

/** Dotted keys of the settings in which two runs differ, with both values; runs without a record have none. */
export function differingSettings(a: LoggedRun, b: LoggedRun): Map<string, readonly [unknown, unknown]> {
  const [ofA, ofB] = [settingsOf(a), settingsOf(b)];
  if (ofA.size === 0 || ofB.size === 0) return new Map();
  const keys = [...new Set([...ofA.keys(), ...ofB.keys()])];
  return new Map(
    keys
      .map((key) => [key, [ofA.get(key), ofB.get(key)]] as const)
      .filter(([, [one, other]]) => JSON.stringify(one) !== JSON.stringify(other)),
  );
}

const settingsOf = ({ record }: LoggedRun): Map<string, unknown> =>
  new Map(record ? leaves(record.settings.settings) : []);

function settingRows(runs: readonly LoggedRun[]): RunTableRow[] {
  const [a, b] = runs;
  if (!a) return [];
  if (b) {
    return [...differingSettings(a, b)].map(([key, values]) => plainRow(key, values.map(written)));
  }
  const values = settingsOf(a);
  return Object.entries(a.record?.settings.sources ?? {})
    .filter(([, source]) => source !== 'default')
    .map(([key, source]) => plainRow(key, [`${written(values.get(key))} (${source})`]));
}

const written = (value: unknown): string => (value === undefined ? missing : JSON.stringify(value));

function outcomeRows(runs: readonly LoggedRun[]): RunTableRow[] {
  return [
    plainRow('Outcome', runs.map(outcomeOf)),
    ...someRow(
      'Why',
      runs.map((run) => whyFailed(run) ?? missing),
    ),
    plainRow(
      'Id',
      runs.map(({ id }) => id),
    ),
    plainRow(
      'Profile',
      runs.map((run) => runFigures(run).profile ?? missing),
    ),
    ...someRow('Walks', runs.map(walksText)),
    ...someRow(
      'Notes',
      runs.map(({ record }) => record?.notes?.join(' ') ?? missing),
    ),
  ];
}

function walksText({ record, walks }: LoggedRun): string {
  if (!record) return walks ? `${walks.done} of ${counted(walks.total, 'walk')}` : missing;
  if (record.walks.length === 0) return missing;
  const stored = record.walks.filter(({ fromStore }) => fromStore).length;
  return `${counted(record.walks.length, 'walk')}${stored > 0 ? `, ${stored} from the store` : ''}`;
}

function timeRows(runs: readonly LoggedRun[]): RunTableRow[] {
  const stages = [...new Set(runs.flatMap(({ record }) => Object.keys(record?.stages ?? {})))];
  const figures = runs.map(runFigures);
  return [
    numberRow(
      'Time',
      figures.map(({ seconds }) => seconds),
      duration,
    ),
    ...someRow(
      'Predicted',
      runs.map((run) => predictionWords(run) ?? missing),
    ),
    ...stages.map((stage) =>
      numberRow(
        `Stage ${stage.replaceAll('_', ' ')}`,
        runs.map(({ record }) => record?.stages[stage] ?? null),
        duration,
      ),
    ),
    ...measuredRow(
      'Frames a second',
      figures.map(({ framesPerSecond }) => framesPerSecond),
      (value) => figure(value, 1),
    ),
  ];
}

function resourceRows(runs: readonly LoggedRun[]): RunTableRow[] {
  const figures = runs.map(runFigures);
  const peaks = figures.map(({ peakRssMb }) => peakRssMb);
  return [
    { ...numberRow('Peak memory', peaks, String), values: figures.map(memoryWords) },
    ...measuredRow(
      'CPU on average',
      figures.map(({ cpuPercent }) => cpuPercent),
      (value) => `${Math.round(value)} %`,
    ),
    ...measuredRow(
      'CPU time, about',
      figures.map(({ cpuPercent, seconds }) => (cpuPercent === null ? null : (cpuPercent / 100) * seconds)),
      duration,
    ),
    ...someRow(
      'Workers',
      runs.map(({ record }) =>
        record?.plan ? `${record.plan.workers}, held down by ${record.plan.boundBy}` : missing,
      ),
    ),
  ];
}

const plainRow = (label: string, values: readonly string[]): RunTableRow => ({ label, values, change: null });

/** Left out where no run has anything to say. */
const someRow = (label: string, values: readonly string[]): RunTableRow[] =>
  values.some((value) => value !== missing) ? [plainRow(label, values)] : [];

const measuredRow = (
  label: string,
  values: readonly (number | null)[],
  text: (value: number) => string,
): RunTableRow[] => (values.some((value) => value !== null) ? [numberRow(label, values, text)] : []);

function numberRow(
  label: string,
  values: readonly (number | null)[],
  text: (value: number) => string,
): RunTableRow {
  const [a = null, b = null] = values;
  return {
    label,
    values: values.map((value) => (value === null ? missing : text(value))),
    change: a === null || b === null || a <= 0 ? null : signedPercent(b / a - 1),
  };
}
