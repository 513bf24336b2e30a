import type { GaitParameters, SidedStatistic } from '../../shared/results';
import { counted, figure, percentOf } from '../../shared/numbers';
import { absent } from './parameter-table';
import { markup, type Markup } from './markup';
import type { Described } from '../study/walk-columns';
import type { ReportWalk } from './report-input';
import { wideTable } from './wide-table';

/** Where the section of the n-th walk of a study is found in the page. */
export const walkAnchor = (index: number): string => `walk-${index + 1}`;

/** The study at a glance: one row a walk, then what to keep in mind when reading it. */
export function summarySection(study: readonly ReportWalk[]): Markup {
  return markup`<section><h2>Summary</h2>
<p>${opening(study)}</p>
${wideTable(
  'Means over all kept cycles; L left, R right. Double support is the total of both. The symmetry index is of the step time: 0 is even, positive is longer on the left.',
  markup`<thead><tr><th scope="col">Walk</th><th scope="col">Cadence<br><small>steps/min</small></th><th scope="col">Speed<br><small>m/s</small></th><th scope="col">Stride time <span class="pair">L / R</span><br><small>s</small></th><th scope="col">Stance <span class="pair">L / R</span><br><small>%</small></th><th scope="col">Double support<br><small>%</small></th><th scope="col">Symmetry<br><small>%</small></th><th scope="col">Walker found<br><small>of frames</small></th><th scope="col">Cycles kept</th></tr></thead>
<tbody>${study.map(summaryRow)}</tbody>`,
  { look: 'summary' },
)}
${study.length > 1 && notes(study)}</section>`;
}

function opening(study: readonly ReportWalk[]): string {
  const failed = study.filter(({ gait }) => !gait).length;
  const withoutCycle = study.filter(({ gait }) => gait?.totals.keptCycles === 0).length;
  return [
    `${counted(study.length, 'walk')}.`,
    failed > 0 && `${failed} could not be analysed; the table says why.`,
    withoutCycle > 0 && `${withoutCycle} gave no cycle that could be used; the notes say why.`,
  ]
    .filter((sentence) => sentence !== false)
    .join(' ');
}

function summaryRow({ walk, gait, error }: ReportWalk, index: number): Markup {
  const name = markup`<th scope="row"><a href="#${walkAnchor(index)}">${walk.id}</a>${whoseWalk(walk)}</th>`;
  if (!gait) {
    return markup`<tr>${name}<td colspan="8" class="alarm words">${error?.message ?? 'There is no result.'}</td></tr>`;
  }
  const { parameters, totals } = gait;
  const speed = parameters.speed_m_s?.all.mean ?? null;
  return markup`<tr>${name}<td>${value(parameters.cadence_steps_per_min, 1)}</td><td>${value(speed, 2)}</td><td>${both(parameters.stride_time_s, 2)}</td><td>${both(parameters.stance_percent, 1)}</td><td>${value(parameters.double_support_percent.total.mean, 1)}</td><td>${value(symmetry(parameters), 1)}</td><td>${percentOf(parameters.quality.detected_share)}</td><td>${totals.keptCycles} of ${totals.keptCycles + totals.excludedCycles}</td></tr>`;
}

/** Whose walk it is and how it was made, as far as the study says. */
function whoseWalk({ subject, session, condition, affectedSide, aid }: Described): Markup | false {
  const affected = affectedSide && `affected ${affectedSide}`;
  const facts = [subject, session, condition, affected, aid].filter((fact) => fact !== undefined);
  return facts.length > 0 && markup`<br><small>${facts.join(' · ')}</small>`;
}

/** What a study says of a walk beside its recording. */
export function factsOf({ subject, session, condition, affectedSide, aid }: Described): string[] {
  return [
    subject !== undefined && `subject ${subject}`,
    session !== undefined && `session ${session}`,
    condition !== undefined && `condition ${condition}`,
    affectedSide !== undefined && `affected side ${affectedSide}`,
    aid !== undefined && `aid ${aid}`,
  ].filter((fact) => fact !== false);
}

const symmetry = (parameters: GaitParameters): number | null =>
  parameters.symmetry_index_percent['step_time_s'] ?? null;

function value(number: number | null, decimals: number): Markup | string {
  return number === null ? absent('see the walk for the reason') : figure(number, decimals);
}

function both({ left, right }: SidedStatistic, decimals: number): Markup {
  return markup`<span class="pair">${value(left.mean, decimals)} / ${value(right.mean, decimals)}</span>`;
}

/** Everything that a walk warns of or declines to state, without repeating itself. */
export function messagesOf({ warnings, pose, gait }: ReportWalk): string[] {
  const quality = gait?.parameters.quality;
  return [
    ...new Set([
      ...(pose?.warnings ?? []),
      ...(quality?.abstentions ?? []),
      ...(quality?.warnings ?? []),
      ...warnings,
    ]),
  ];
}

/** Each message once, with the walks that it holds for. */
function notes(study: readonly ReportWalk[]): Markup | null {
  const walksByMessage = new Map<string, string[]>();
  for (const item of study) {
    for (const message of messagesOf(item)) {
      walksByMessage.set(message, [...(walksByMessage.get(message) ?? []), item.walk.id]);
    }
  }
  if (walksByMessage.size === 0) return null;
  const items = [...walksByMessage].map(
    ([message, walks]) =>
      markup`<li>${message} <span class="quiet">${whose(walks, study.length)}</span></li>`,
  );
  return markup`<h3>What to keep in mind</h3><ul class="notes">${items}</ul>`;
}

function whose(walks: readonly string[], all: number): string {
  if (walks.length === all) return '(every walk)';
  const named = walks.slice(0, 4).join(', ');
  return walks.length > 4 ? `(${named} and ${walks.length - 4} more)` : `(${named})`;
}
