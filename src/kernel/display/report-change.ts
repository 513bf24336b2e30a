import type { PhantomOptions } from '../../shared/phantom-options';
import { median } from '../gait/statistics';
import type { ParameterAgreement } from '../gait/agreement/cycle-agreement';
import { markup, type Markup } from './markup';
import { counted, figure } from '../../shared/numbers';
import { agreementTable } from './report-agreement';

/** What phantoms seen as the recordings were say of the smallest change that is beyond error. */
export interface ChangeInput {
  readonly phantoms: readonly { readonly id: string; readonly options: PhantomOptions }[];
  /** None where no cycle of any phantom was found. */
  readonly rows: readonly ParameterAgreement[];
  readonly warnings: readonly string[];
  /** Kept cycles of each walk of the study. */
  readonly cyclesOfWalks: readonly number[];
}

/** The section on the change that this set-up can detect; nothing where no phantom was given. */
export function changeSection(change: ChangeInput | undefined): Markup | null {
  if (change === undefined) return null;
  const { phantoms, rows, warnings, cyclesOfWalks } = change;
  const cycles = Math.max(1, Math.round(median(cyclesOfWalks.filter((count) => count > 0))) || 1);
  return markup`<section id="detectable-change"><h2>What change this set-up can detect</h2>
<p>Measured on ${counted(phantoms.length, 'phantom')} against exact truth: ${phantoms.map(setUpOf).join('; ')}.</p>
<p><strong>A phantom verifies the chain; it does not validate on people.</strong> A change counts as beyond the error of measurement with 95 % confidence where it is greater than the minimal detectable change (1.96 · √2 · SEM). How somebody’s walk differs from one visit to the next comes on top.${
    phantoms.length === 1 &&
    ' From one phantom only the scatter from cycle to cycle is known: what differs between walkers and visits is left out, so that the figures are too small; give several.'
  }</p>
${warnings.length > 0 && markup`<ul class="notes">${warnings.map((warning) => markup`<li>${warning}</li>`)}</ul>`}
${
  rows.length > 0 &&
  agreementTable(
    `Errors on the phantoms: measured − truth. The mean is of ${counted(cycles, 'cycle')}, the number a walk of this study has in the middle; by walk they stand in detectable_change.json.`,
    rows.map(({ parameter, agreement }) => ({ ...parameter, agreement, cycles })),
  )
}</section>`;
}

const setUpOf = ({ id, options }: ChangeInput['phantoms'][number]): string =>
  `${id} (${figure(options.view_deg, 1)}° off the side view, ${Number(options.fps.toFixed(2))} frames/s, ${options.width_px} × ${options.height_px} px, camera ${options.camera}, ${options.gait} gait)`;
