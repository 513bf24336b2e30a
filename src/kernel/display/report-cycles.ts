import type { GaitBundle } from '../../shared/display';
import type { GaitCycle, Pass } from '../../shared/results';
import { Markup, markup } from './markup';
import { counted, figure } from '../../shared/numbers';
import { absent } from './parameter-table';
import { wideTable } from './wide-table';

const columns: [label: string, value: (cycle: GaitCycle) => number | null, decimals: number][] = [
  ['Stride (s)', (cycle) => cycle.strideTimeS, 3],
  ['Step (s)', (cycle) => cycle.stepTimeS, 3],
  ['Stance (%)', (cycle) => cycle.stancePercent, 1],
  ['Single support (%)', (cycle) => cycle.singleSupportPercent, 1],
  ['Double support after it (%)', (cycle) => cycle.doubleSupportPercent, 1],
  ['Stride length (m)', (cycle) => cycle.strideLengthM, 3],
];

/** Every cycle with its use, what was left out and why, and the passes they belong to. */
export function cycleSection(walkId: string, gait: GaitBundle, open: boolean): Markup {
  const { cycles, totals, parameters } = gait;
  const { passes } = parameters.quality;
  const all = totals.keptCycles + totals.excludedCycles;
  if (all === 0) return markup`<h3>Cycles</h3><p>No cycle: it takes two heel strikes of the same foot.</p>`;
  const several = passes.length > 1;
  const rows = cycles.map(
    (cycle) =>
      markup`<tr${!cycle.kept && new Markup(' class="left-out"')}>${several && markup`<td>${cycle.pass}</td>`}<td${several && new Markup(' class="words"')}>${cycle.side}</td><td>${figure(cycle.startS, 3)}</td><td>${figure(cycle.endS, 3)}</td>${columns.map(
        ([, value, decimals]) => markup`<td>${valueOf(value(cycle), decimals)}</td>`,
      )}<td class="words">${useOf(cycle)}</td></tr>`,
  );
  return markup`<h3>Cycles</h3><p>${counted(totals.keptCycles, 'cycle')} kept, ${totals.excludedCycles || 'none'} left out${reasons(cycles)}.${
    cycles.length < all && ` The first ${cycles.length} are listed; cycles.csv holds all.`
  }</p>
${several && passTable(walkId, passes)}
<details${open && new Markup(' open')}><summary>Every cycle of ${walkId}</summary>${wideTable(
    'One row a stride, from a heel strike to the next one of the same foot.',
    markup`<thead><tr>${several && markup`<th scope="col">Pass</th>`}<th scope="col"${several && new Markup(' class="words"')}>Side</th><th scope="col">Start (s)</th><th scope="col">End (s)</th>${columns.map(
      ([label]) => markup`<th scope="col">${label}</th>`,
    )}<th scope="col" class="words">Use</th></tr></thead><tbody>${rows}</tbody>`,
  )}</details>`;
}

function useOf({ kept, reason, marks }: GaitCycle): string {
  const marked = marks.length === 0 ? '' : ` (${marks.join(', ')})`;
  return kept ? `kept${marked}` : `left out: ${reason}`;
}

/** ": 2 for …, 1 for …", the commonest reason first. */
function reasons(cycles: readonly GaitCycle[]): string {
  const counts = new Map<string, number>();
  for (const { kept, reason } of cycles) if (!kept) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  if (counts.size === 0) return '';
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return `: ${sorted.map(([reason, count]) => `${count} × ${reason}`).join(', ')}`;
}

function passTable(walkId: string, passes: readonly Pass[]): Markup {
  return wideTable(
    markup`Passes of ${walkId}: steady walking one way, between turns, stops and losses of sight.`,
    markup`<thead><tr><th scope="col">Pass</th><th scope="col">From (s)</th><th scope="col">To (s)</th><th scope="col" class="words">Direction</th><th scope="col">Cycles kept</th></tr></thead>
<tbody>${passes.map(
      (pass, index) =>
        markup`<tr><td>${index + 1}</td><td>${figure(pass.from_s, 2)}</td><td>${figure(pass.to_s, 2)}</td><td class="words">${pass.direction}</td><td>${pass.kept_cycles} of ${pass.cycles}</td></tr>`,
    )}</tbody>`,
  );
}

const valueOf = (value: number | null, decimals: number): Markup | string =>
  value === null ? absent('not known for this cycle') : figure(value, decimals);
