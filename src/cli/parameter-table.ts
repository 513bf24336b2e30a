import type { GaitParameters, Statistic } from '../shared/results';
import { textTable } from '../shared/text-table';

const none = '–';
const figure = (value: number | null | undefined, digits: number): string =>
  value === null || value === undefined ? none : value.toFixed(digits);

const both = (
  sides: { readonly left: Statistic; readonly right: Statistic } | null,
  digits: number,
): string =>
  sides === null || (sides.left.mean === null && sides.right.mean === null)
    ? none
    : `${figure(sides.left.mean, digits)} / ${figure(sides.right.mean, digits)}`;

interface Column {
  /** Names the unit. */
  readonly title: string;
  readonly of: (parameters: GaitParameters) => string;
  /** True where it needs a scale, and is left out where no walk has one. */
  readonly scaled?: boolean;
}
const columns: readonly Column[] = [
  { title: 'steps/min', of: (p) => figure(p.cadence_steps_per_min, 1) },
  { title: 'stride s L / R', of: (p) => both(p.stride_time_s, 3) },
  { title: 'step s L / R', of: (p) => both(p.step_time_s, 3) },
  { title: 'stance % L / R', of: (p) => both(p.stance_percent, 1) },
  { title: 'double %', of: (p) => figure(p.double_support_percent.total.mean, 1) },
  { title: 'stride m L / R', of: (p) => both(p.stride_length_m, 2), scaled: true },
  { title: 'm/s', of: (p) => figure(p.speed_m_s?.all.mean, 2), scaled: true },
  { title: 'strides', of: (p) => String(p.stride_time_s.all.n) },
  { title: 'seen %', of: (p) => figure(p.quality.detected_share * 100, 0) },
];

/** Widest line that an ordinary terminal shows without breaking it. */
const widestLine = 100;

/**
 * The parameters of several walks in plain text, one line a walk; "–" where there is none. What does not fit beside
 * one another goes on in a further table.
 */
export function parameterTable(
  walks: readonly { readonly id: string; readonly parameters: GaitParameters | null }[],
): string {
  const hasValue = ({ of }: Column): boolean =>
    walks.some(({ parameters }) => parameters !== null && of(parameters) !== none);
  const table = (columns: readonly Column[]): string =>
    textTable(
      ['walk', ...columns.map(({ title }) => title)],
      walks.map(({ id, parameters }) => [
        id,
        ...columns.map(({ of }) => (parameters ? of(parameters) : none)),
      ]),
    );
  const isTooWide = (text: string): boolean =>
    text.split('\n').some((line) => Array.from(line).length > widestLine);
  const tables: Column[][] = [[]];
  for (const column of columns.filter((candidate) => !candidate.scaled || hasValue(candidate))) {
    const last = tables.at(-1)!;
    if (last.length > 0 && isTooWide(table([...last, column]))) tables.push([column]);
    else last.push(column);
  }
  return tables.map(table).join('\n\n');
}
