import { benchmarkTables } from '../../shared/benchmark-tables';
import type { BenchmarkOutput, GaitOutput, StudyOutput } from '../../shared/cell-output';
import { unitEnding } from '../../shared/key-units';
import { figure, meanAndSpread, missing } from '../../shared/numbers';
import { cadenceInWords, normInWords, parameterRows } from '../../shared/parameter-rows';
import type { Statistic } from '../../shared/results';

/** A table in words, whatever document it is written into. */
export interface PlainTable {
  readonly title: string;
  readonly head: readonly string[];
  /** The first cell names the row. */
  readonly rows: readonly (readonly string[])[];
  /** Columns of words; the others hold figures. */
  readonly words: ReadonlySet<number>;
  /** What a reader must know of it. */
  readonly notes: readonly string[];
}

/** The walks of a study, a row each. */
export function studyTable({ name, rows }: StudyOutput): PlainTable {
  const keys = [...new Set(rows.flatMap(({ metadata }) => Object.keys(metadata)))];
  return {
    title: `Walks of ${name}`,
    head: ['Walk', 'File', 'Duration (s)', 'Frames', 'Size (px)', 'Frames/s', ...keys.map(titleOf)],
    rows: rows.map(({ id, file, durationS, frames, widthPx, heightPx, fps, metadata }) => [
      ...[id, file, figure(durationS, 2), frames === null ? missing : String(frames)],
      widthPx === null || heightPx === null ? missing : `${widthPx} × ${heightPx}`,
      figure(fps, 2),
      ...keys.map((key) => metadata[key] ?? missing),
    ]),
    words: new Set([0, 1, ...keys.map((_, at) => at + 6)]),
    notes: [],
  };
}

/** "Height (m)", from the column's name in a study's table. */
function titleOf(key: string): string {
  const ending = unitEnding(key);
  const words = (ending ? key.slice(0, -ending[0].length) : key).replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${ending ? ` (${ending[1]})` : ''}`;
}

/** Every parameter of a walk, as the notebook shows them. */
export function parametersTable({
  walkId,
  bundle: { parameters },
}: Pick<GaitOutput, 'walkId' | 'bundle'>): PlainTable {
  const rows = parameterRows(parameters);
  const hasNorms = rows.some(({ norm }) => norm !== null);
  const shown = (statistic: Statistic, decimals: number): string =>
    statistic.mean === null ? missing : `${meanAndSpread(statistic, decimals)} (${statistic.n})`;
  return {
    title: `Parameters of ${walkId}: mean ± SD, and the number of cycles. Cadence ${cadenceInWords(parameters)}.`,
    head: [
      'Parameter',
      'Unit',
      'Left',
      'Right',
      'Both',
      'Symmetry index (%)',
      ...(hasNorms ? ['Healthy adults'] : []),
    ],
    rows: rows.map((row) => [
      ...[row.label, row.unit, shown(row.left, row.decimals), shown(row.right, row.decimals)],
      `${shown(row.all, row.decimals)}${row.note !== undefined && row.all.mean !== null ? `, ${row.note}` : ''}`,
      figure(row.symmetryPercent, 1),
      ...(hasNorms ? [normInWords(row)] : []),
    ]),
    words: new Set([0, 1]),
    notes: [],
  };
}

/** The tables of a benchmark, as its report has them. */
export const benchmarkPlainTables = ({ bundle }: BenchmarkOutput): PlainTable[] =>
  benchmarkTables(bundle.results).map(({ title, caption, columns, rows, notes }) => ({
    title: `${title}. ${caption}`,
    head: columns,
    rows: rows.map(({ head, cells }) => [head, ...cells]),
    words: new Set([0]),
    notes,
  }));
