import type { GaitParameters, Statistic, Walk } from '../../shared/results';
import {
  cadenceInWords,
  missingReasons,
  normInWords,
  noSymmetry,
  parameterRows,
  type ParameterRow,
} from '../../shared/parameter-rows';
import { limbOf } from '../study/walk-columns';
import { figure, meanAndSpread, missing } from '../../shared/numbers';
import { markup, type Markup } from './markup';
import { wideTable } from './wide-table';

/**
 * Left, right and both sides of every parameter, mean ± SD with the number of cycles, the symmetry index, and what
 * healthy people show, where there is a source for it.
 */
export function parameterTable(
  { id, affectedSide }: Pick<Walk, 'id' | 'affectedSide'>,
  parameters: GaitParameters,
): Markup {
  const rows = parameterRows(parameters);
  const reasons = missingReasons(rows);
  const hasNorms = Object.keys(parameters.normative).length > 0;
  const side = (name: 'left' | 'right', title: string): Markup => {
    const limb = limbOf(name, affectedSide);
    return markup`<th scope="col">${title}${limb !== '' && markup`<br><small>${limb}</small>`}</th>`;
  };
  return markup`${wideTable(
    markup`Parameters of ${id}: mean ± SD, and in grey the number of cycles. Cadence ${cadenceInWords(parameters)}.${hasNorms && ' Of healthy adults mean ± SD between people; the methods name the sources.'}`,
    markup`<thead><tr><th scope="col">Parameter</th><th scope="col" class="words">Unit</th>${side('left', 'Left')}${side('right', 'Right')}<th scope="col">Both</th><th scope="col">Symmetry index</th>${hasNorms && markup`<th scope="col">Healthy<br>adults</th>`}</tr></thead>
<tbody>${rows.map((row) => rowMarkup(row, hasNorms))}</tbody>`,
    { look: 'figures' },
  )}${reasons.length > 0 && markup`<p class="quiet">${missing} means: ${reasons.join('; ')}.</p>`}`;
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

function rowMarkup(row: ParameterRow, hasNorms: boolean): Markup {
  const { symmetryPercent, reason } = row;
  return markup`<tr><th scope="row">${row.label}</th><td class="words">${row.unit}</td><td>${cell(row.left, row.decimals, reason)}</td><td>${cell(row.right, row.decimals, reason)}</td><td>${cell(row.all, row.decimals, reason, row.note)}</td><td>${
    symmetryPercent === null ? absent(noSymmetry) : `${figure(symmetryPercent, 1)} %`
  }</td>${hasNorms && markup`<td class="norm">${normInWords(row)}</td>`}</tr>`;
}

function cell(statistic: Statistic, decimals: number, reason: string, note?: string): Markup {
  if (statistic.mean === null) return absent(reason);
  return markup`${meanAndSpread(statistic, decimals)} <span class="quiet">${note && `${note}, `}${statistic.n}</span>`;
}

/** A dash whose reason is there for who points at it and for who listens to the page. */
export function absent(reason: string): Markup {
  return markup`<span title="${reason}">${missing}<span class="spoken"> (${reason})</span></span>`;
}
