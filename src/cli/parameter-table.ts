import type { GaitParameters, Statistic } from '../shared/results';
import { textTable } from './text-table';

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
  { title: 'double support %', of: (p) => figure(p.double_support_percent.total.mean, 1) },
  { title: 'stride m L / R', of: (p) => both(p.stride_length_m, 2), scaled: true },
  { title: 'm/s', of: (p) => figure(p.speed_m_s?.all.mean, 2), scaled: true },
  { title: 'strides', of: (p) => String(p.stride_time_s.all.n) },
  { title: 'seen %', of: (p) => figure(p.quality.detected_share * 100, 0) },
];

/** The parameters of several walks in plain text, one line a walk; "–" where there is none. */
export function parameterTable(
  walks: readonly { readonly id: string; readonly parameters: GaitParameters | null }[],
): string {
  const hasValue = ({ of }: Column): boolean =>
    walks.some(({ parameters }) => parameters !== null && of(parameters) !== none);
  const shown = columns.filter((column) => !column.scaled || hasValue(column));
  return textTable(
    ['walk', ...shown.map(({ title }) => title)],
    walks.map(({ id, parameters }) => [id, ...shown.map(({ of }) => (parameters ? of(parameters) : none))]),
  );
}
