import type { LoggedRun } from '../shared/run-log';
import { runTable, type RunTableRow } from '../shared/run-comparison';
import { missing } from '../shared/numbers';
import { runRow, type RunRow } from '../shared/run-words';
import { textTable } from '../shared/text-table';
import { wrappedLine } from '../shared/wrapped-line';

const columns: readonly (readonly [title: string, key: keyof RunRow])[] = [
  ['when', 'when'],
  ['id', 'id'],
  ['step', 'step'],
  ['name', 'name'],
  ['outcome', 'outcome'],
  ['time', 'time'],
  ['memory', 'memory'],
  ['profile', 'profile'],
  ['frames/s', 'speed'],
  ['predicted', 'predicted'],
];
const rowOf = (run: LoggedRun): string[] => {
  const row = runRow(run);
  return columns.map(([, key]) => row[key]);
};

/** The runs of a store in plain text, one line a run. */
export const historyTable = (runs: readonly LoggedRun[]): string =>
  textTable(
    columns.map(([title]) => title),
    runs.map(rowOf),
  );

/** "detect-events → gait  done  12.3 s  …": a run that has just ended, in one line. */
export function endedLine(run: LoggedRun): string {
  const { id, step, name, outcome, time, memory, profile, speed } = runRow(run);
  const rate = run.record && speed !== missing ? [`${speed} frames/s`] : [];
  return [`${step} → ${name}`, outcome, `in ${time}`, memory, profile, ...rate, `id ${id}`].join('  ');
}

/** Sentences would make a column that no screen holds: from here on they stand below their table. */
const widestCell = 40;
const mostCharacters = 100;

/** One run, or two side by side, in plain text. */
export function runTableText(runs: readonly LoggedRun[]): string {
  const { titles, groups } = runTable(runs);
  const isPair = runs.length > 1;
  const heads = isPair ? ['A', 'B', 'change'] : [''];
  const tables = groups.map(({ title, rows }) => {
    const isSaid = ({ values }: RunTableRow): boolean => values.some((value) => value.length > widestCell);
    const table = textTable(
      [title, ...heads],
      rows
        .filter((row) => !isSaid(row))
        .map(({ label, values, change }) => [`  ${label}`, ...values, ...(isPair ? [change ?? ''] : [])]),
    );
    const said = rows.filter(isSaid).flatMap(({ label, values }) =>
      values.flatMap((value, at) => {
        const whose = isPair ? ` (${heads[at] ?? ''})` : '';
        return value === missing ? [] : wrappedLine(`  ${label}${whose}: ${value}`, mostCharacters, '    ');
      }),
    );
    return [table, ...said].join('\n');
  });
  const named = titles.map((title, at) => (isPair ? `${heads[at] ?? ''}  ${title}` : title));
  return [named.join('\n'), ...tables].join('\n\n');
}
