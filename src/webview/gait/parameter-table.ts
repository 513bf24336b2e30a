import type { GaitOutput } from '../../shared/cell-output';
import type { GaitBundle } from '../../shared/display';
import { limbOf } from '../../shared/limb';
import { figure, meanAndSpread, missing } from '../../shared/numbers';
import {
  cadenceInWords,
  missingReasons,
  noSymmetry,
  normInWords,
  parameterRows,
  type ParameterRow,
} from '../../shared/parameter-rows';
import type { Side, Statistic } from '../../shared/results';
import { element } from '../element';
import { wideTable } from '../wide-table';

/** Every parameter: left, right and both, mean ± SD with the number of cycles, and what healthy adults show. */
export function parameterTable(
  { parameters }: Pick<GaitBundle, 'parameters'>,
  { walkId, affectedSide }: Pick<GaitOutput, 'walkId' | 'affectedSide'>,
): HTMLElement {
  const rows = parameterRows(parameters);
  const hasNorms = rows.some(({ norm }) => norm !== null);
  const side = (name: Side, title: string): string => {
    const limb = limbOf(name, affectedSide);
    return limb === '' ? title : `${title} (${limb})`;
  };
  const heads = [
    side('left', 'Left'),
    side('right', 'Right'),
    'Both',
    'Symmetry index',
    ...(hasNorms ? ['Healthy adults'] : []),
  ];
  const reasons = missingReasons(rows);
  return element(
    'div',
    {},
    wideTable(
      {
        label: `Parameters of ${walkId}`,
        look: 'parameters',
        caption:
          `Cadence ${cadenceInWords(parameters)}. Mean ± SD, and in grey the number of cycles.` +
          (hasNorms ? ' Of healthy adults mean ± SD between people.' : ''),
      },
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          element('th', { scope: 'col' }, 'Parameter'),
          element('th', { scope: 'col' }, 'Unit'),
          ...heads.map((head) => element('th', { scope: 'col', class: 'figures' }, head)),
        ),
      ),
      element('tbody', {}, ...rows.map((row) => tableRow(row, hasNorms))),
    ),
    reasons.length > 0 && element('p', { class: 'quiet' }, `${missing} means: ${reasons.join('; ')}.`),
  );
}

function tableRow(row: ParameterRow, hasNorms: boolean): HTMLElement {
  const { label, unit, decimals, left, right, all, note, symmetryPercent, reason } = row;
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, label),
    element('td', { class: 'quiet' }, unit),
    cell(left, decimals, reason),
    cell(right, decimals, reason),
    cell(all, decimals, reason, note),
    symmetryPercent === null
      ? absent(noSymmetry)
      : element('td', { class: 'figures' }, `${figure(symmetryPercent, 1)} %`),
    hasNorms && element('td', { class: 'figures quiet' }, normInWords(row)),
  );
}

function cell(statistic: Statistic, decimals: number, reason: string, note?: string): HTMLElement {
  if (statistic.mean === null) return absent(reason);
  const count = note === undefined ? String(statistic.n) : `${note}, ${statistic.n}`;
  return element(
    'td',
    { class: 'figures' },
    `${meanAndSpread(statistic, decimals)} `,
    element('span', { class: 'quiet' }, count),
  );
}

/** A dash whose reason is there for who points at it and for who listens. */
const absent = (reason: string): HTMLElement =>
  element(
    'td',
    { class: 'figures quiet', title: reason },
    element('span', { 'aria-hidden': 'true' }, missing),
    element('span', { class: 'spoken' }, `not stated: ${reason}`),
  );
