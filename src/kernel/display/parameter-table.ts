import type { GaitParameters, NormativeBand, Statistic, Walk } from '../../shared/results';
import { limbOf } from '../study/walk-columns';
import { figure, meanAndSpread, missing } from '../../shared/numbers';
import { markup, type Markup } from './markup';

interface Row {
  readonly key: string;
  readonly label: string;
  readonly unit: string;
  readonly decimals: number;
  readonly left: Statistic;
  readonly right: Statistic;
  readonly all: Statistic;
  /** What the last column means, where it is not both sides pooled. */
  readonly note?: string;
}

const noScale =
  'no scale: lengths and speed need the height of the subject, the speed of the belt or two points on the floor';
const notStated = 'not stated for this recording; the notes above say why';
const noCycle = 'no kept cycle gives this value';
const noCadence = 'too few steps in a row for a cadence';

const none: Statistic = { mean: null, sd: null, n: 0 };

/** Parameters in metres: a row even where there is no scale, for a reader looks for them. */
const lengths = [
  ['stride_length_m', 'Stride length', 'm'],
  ['step_length_m', 'Step length', 'm'],
  ['speed_m_s', 'Speed', 'm/s'],
] as const;

/** Parameters that few set-ups show: a row only where they are there. */
const rarer = [
  ['stride_length_body_heights', 'Stride length', 'body heights', 3],
  ['step_width_m', 'Step width', 'm', 3],
  ['foot_clearance_m', 'Foot clearance', 'm', 3],
] as const;

function rowsOf(parameters: GaitParameters): Row[] {
  const times = (['stride_time_s', 'step_time_s'] as const).map((key): Row => {
    const label = key === 'stride_time_s' ? 'Stride time' : 'Step time';
    return { key, label, unit: 's', decimals: 3, ...parameters[key] };
  });
  const shares = (['stance_percent', 'swing_percent', 'single_support_percent'] as const).map((key): Row => {
    const label = {
      stance_percent: 'Stance',
      swing_percent: 'Swing',
      single_support_percent: 'Single support',
    };
    return { key, label: label[key], unit: '% of cycle', decimals: 1, ...parameters[key] };
  });
  const { left, right, total } = parameters.double_support_percent;
  const double: Row = {
    key: 'double_support_percent',
    label: 'Double support',
    unit: '% of cycle',
    decimals: 1,
    left,
    right,
    all: total,
    note: 'in all',
  };
  const scaled = lengths.map(([key, label, unit]): Row => {
    const value = parameters[key] ?? { left: none, right: none, all: none };
    return { key, label, unit, decimals: 3, ...value };
  });
  const seen = rarer.flatMap(([key, label, unit, decimals]): Row[] => {
    const value = parameters[key];
    return value === null ? [] : [{ key, label, unit, decimals, ...value }];
  });
  return [...times, ...shares, double, ...scaled, ...seen];
}

/**
 * Left, right and both sides of every parameter, mean ± SD with the number of cycles, the symmetry index, and what
 * healthy people show, where there is a source for it.
 */
export function parameterTable(
  { id, affectedSide }: Pick<Walk, 'id' | 'affectedSide'>,
  parameters: GaitParameters,
): Markup {
  const rows = rowsOf(parameters);
  const reasons = missingReasons(parameters, rows);
  const hasNorms = Object.keys(parameters.normative).length > 0;
  const side = (name: 'left' | 'right', title: string): Markup => {
    const limb = limbOf(name, affectedSide);
    return markup`<th scope="col">${title}${limb !== '' && markup`<br><small>${limb}</small>`}</th>`;
  };
  return markup`<div class="wide"><table class="figures">
<caption>Parameters of ${id}: mean ± SD, and in grey the number of cycles. Cadence ${cadence(parameters)}.${hasNorms && ' Of healthy adults mean ± SD between people; the methods name the sources.'}</caption>
<thead><tr><th scope="col">Parameter</th><th scope="col" class="words">Unit</th>${side('left', 'Left')}${side('right', 'Right')}<th scope="col">Both</th><th scope="col">Symmetry index</th>${hasNorms && markup`<th scope="col">Healthy<br>adults</th>`}</tr></thead>
<tbody>${rows.map((row) => rowMarkup(row, parameters, hasNorms))}</tbody></table></div>${
    reasons.length > 0 && markup`<p class="quiet">${missing} means: ${reasons.join('; ')}.</p>`
  }`;
}

/** A band as it is quoted: to the digit that its spread is known to. */
function norm({ mean, sd }: NormativeBand): string {
  return meanAndSpread({ mean, sd, n: 0 }, Math.max(0, -Math.floor(Math.log10(sd / 2))));
}

/** What healthy people show of a row; of double support a side's, and both in all. */
function normOf({ key }: Row, { normative }: GaitParameters): string {
  const [own, total] = [normative[key], normative[`total_${key}`]];
  if (own === undefined) return '';
  return total === undefined ? norm(own) : `${norm(own)}; in all ${norm(total)}`;
}

/** Each source of the bands that some walks are compared with, and the parameters it is of. */
export function normativeItems(walks: readonly GaitParameters[]): string[] {
  const bySource = new Map<string, Set<string>>();
  for (const { normative } of walks) {
    for (const [key, { source }] of Object.entries(normative)) {
      const name = key.replace(/_(?:s|m|m_s|percent|steps_per_min)$/, '').replaceAll('_', ' ');
      bySource.set(source, (bySource.get(source) ?? new Set()).add(name));
    }
  }
  return [...bySource].map(([source, names]) => `${[...names].join(', ')}: ${source}`);
}

function cadence({ cadence_steps_per_min: value, normative }: GaitParameters): string {
  if (value === null) return `${missing} (${noCadence})`;
  const band = normative['cadence_steps_per_min'];
  return `${figure(value, 1)} steps/min${band === undefined ? '' : ` (healthy adults ${norm(band)})`}`;
}

function rowMarkup(row: Row, parameters: GaitParameters, hasNorms: boolean): Markup {
  const index = parameters.symmetry_index_percent[row.key];
  const reason = reasonFor(row, parameters);
  return markup`<tr><th scope="row">${row.label}</th><td class="words">${row.unit}</td><td>${cell(row.left, row.decimals, reason)}</td><td>${cell(row.right, row.decimals, reason)}</td><td>${cell(row.all, row.decimals, reason, row.note)}</td><td>${
    index === null || index === undefined
      ? absent('a side is not known, or the sides differ by less than can be told; the notes say which')
      : `${figure(index, 1)} %`
  }</td>${hasNorms && markup`<td class="norm">${normOf(row, parameters)}</td>`}</tr>`;
}

function cell(statistic: Statistic, decimals: number, reason: string, note?: string): Markup {
  if (statistic.mean === null) return absent(reason);
  return markup`${meanAndSpread(statistic, decimals)} <span class="quiet">${note && `${note}, `}${statistic.n}</span>`;
}

/** A dash whose reason is there for who points at it and for who listens to the page. */
export function absent(reason: string): Markup {
  return markup`<span title="${reason}">${missing}<span class="spoken"> (${reason})</span></span>`;
}

function reasonFor({ key }: Row, parameters: GaitParameters): string {
  const isLength = key === 'stride_length_m' || key === 'step_length_m' || key === 'speed_m_s';
  if (!isLength || parameters[key] !== null) return noCycle;
  return parameters.quality.scale === null ? noScale : notStated;
}

function missingReasons(parameters: GaitParameters, rows: readonly Row[]): string[] {
  const incomplete = rows.filter((row) => [row.left, row.right, row.all].some(({ mean }) => mean === null));
  return [...new Set(incomplete.map((row) => reasonFor(row, parameters)))];
}
