import type { GaitParameters, Statistic } from '../../shared/results';
import { figure, meanAndSpread, missing } from './numbers';
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

const noScale = 'no scale: lengths and speed need the height of the subject or the speed of the belt';
const notStated = 'not stated for this recording; the notes above say why';
const noCycle = 'no kept cycle gives this value';
const noCadence = 'too few steps in a row for a cadence';

const none: Statistic = { mean: null, sd: null, n: 0 };

function rowsOf(parameters: GaitParameters): Row[] {
  const lengths = (['stride_length_m', 'step_length_m', 'speed_m_s'] as const).map((key): Row => {
    const value = parameters[key] ?? { left: none, right: none, all: none };
    const label = { stride_length_m: 'Stride length', step_length_m: 'Step length', speed_m_s: 'Speed' }[key];
    return { key, label, unit: key === 'speed_m_s' ? 'm/s' : 'm', decimals: 3, ...value };
  });
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
  return [...times, ...shares, double, ...lengths];
}

/** Left, right and both sides of every parameter, mean ± SD with the number of cycles, and the symmetry index. */
export function parameterTable(walkId: string, parameters: GaitParameters): Markup {
  const rows = rowsOf(parameters);
  const reasons = missingReasons(parameters, rows);
  return markup`<div class="wide"><table>
<caption>Parameters of ${walkId}: mean ± SD, and in grey the number of cycles. Cadence ${cadence(parameters)}.</caption>
<thead><tr><th scope="col">Parameter</th><th scope="col" class="words">Unit</th><th scope="col">Left</th><th scope="col">Right</th><th scope="col">Both</th><th scope="col">Symmetry index</th></tr></thead>
<tbody>${rows.map((row) => rowMarkup(row, parameters))}</tbody></table></div>${
    reasons.length > 0 && markup`<p class="quiet">${missing} means: ${reasons.join('; ')}.</p>`
  }`;
}

function cadence({ cadence_steps_per_min: value }: GaitParameters): string {
  return value === null ? `${missing} (${noCadence})` : `${figure(value, 1)} steps/min`;
}

function rowMarkup(row: Row, parameters: GaitParameters): Markup {
  const index = parameters.symmetry_index_percent[row.key];
  const reason = reasonFor(row, parameters);
  return markup`<tr><th scope="row">${row.label}</th><td class="words">${row.unit}</td><td>${cell(row.left, row.decimals, reason)}</td><td>${cell(row.right, row.decimals, reason)}</td><td>${cell(row.all, row.decimals, reason, row.note)}</td><td>${
    index === null || index === undefined
      ? absent('left and right are not both known')
      : `${figure(index, 1)} %`
  }</td></tr>`;
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
