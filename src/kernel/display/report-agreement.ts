import { detectableChange, type Agreement } from '../gait/agreement/agreement';
import { cyclesPerWalk, notesOf, type Comparison } from '../gait/agreement/comparison';
import { tolerancesMs } from '../gait/agreement/event-agreement';
import {
  blandAltmanChart,
  curvesChart,
  drawnAgreements,
  eventErrorChart,
  hasCurves,
} from './agreement-charts';
import { chartFigure, type RenderChart } from './figure';
import { markup, type Markup } from './markup';
import { figure, missing } from '../../shared/numbers';
import { reportPage } from './page';
import { factsOf } from './report-summary';
import { wideTable } from './wide-table';

/** `comparison.html`: one file that stands alone, with every figure of the comparison and its plots. */
export async function renderComparison(comparison: Comparison, renderChart: RenderChart): Promise<string> {
  const { walks } = comparison;
  const [first] = walks;
  return reportPage(
    first && walks.length === 1
      ? `${first.walk.id} beside ${first.reference.called}`
      : `${walks.length} walks beside what they are compared with`,
    false,
    markup`${walksTable(comparison)}
<ul class="notes">${notesOf(comparison).map((note) => markup`<li>${note}</li>`)}</ul>
<section><h2>Events</h2>${eventTable(comparison)}${await chartFigure(
      'Histograms of the errors of events',
      markup`Errors in time of all events that are the same within 150 ms, in bins of 5 ms.`,
      eventErrorChart(walks),
      renderChart,
    )}</section>
<section><h2>Parameters</h2>${await parameterSection(comparison, renderChart)}</section>
${hasCurves(comparison) && (await curveSection(comparison, renderChart))}`,
  );
}

function walksTable({ walks }: Comparison): Markup {
  const isDescribed = walks.some(({ walk }) => factsOf(walk).length > 0);
  return wideTable(
    'What was set beside what. The offset is added to the reference’s times.',
    markup`<thead><tr><th scope="col">Walk</th>${isDescribed && markup`<th scope="col" class="words">Of</th>`}<th scope="col" class="words">Reference</th><th scope="col" class="words">Clocks</th><th scope="col">Offset (s)</th><th scope="col">Confidence</th><th scope="col">Paired cycles</th></tr></thead>
<tbody>${walks.map(
      ({ walk, reference, synchronisation: { by, offsetS, confidence }, pairs }) =>
        markup`<tr><th scope="row">${walk.id}</th>${isDescribed && markup`<td class="words">${factsOf(walk).join(', ')}</td>`}<td class="words">${reference.called}</td><td class="words">${by}</td><td>${figure(offsetS, 3)}</td><td>${figure(confidence, 2)}</td><td>${pairs.length}</td></tr>`,
    )}</tbody>`,
  );
}

function eventTable({ events }: Comparison): Markup {
  return wideTable(
    'Events found, missed and invented; error in milliseconds, negative is early.',
    markup`<thead><tr><th scope="col">Event</th><th scope="col" class="words">Side</th>${tolerancesMs.map(
      (tolerance) => markup`<th scope="col">F1 at ${tolerance} ms</th>`,
    )}<th scope="col">Missed, invented at ${tolerancesMs.at(-1)} ms</th><th scope="col">Bias</th><th scope="col">SD</th><th scope="col">Mean absolute</th><th scope="col">Limits of agreement</th><th scope="col">n</th></tr></thead>
<tbody>${events.map(({ event, side, detection, timing }) => {
      const widest = detection.at(-1)!;
      return markup`<tr><th scope="row">${event.replace('_', ' ')}</th><td class="words">${side}</td>${detection.map(
        ({ f1 }) => markup`<td>${figure(f1, 3)}</td>`,
      )}<td>${widest.missed}, ${widest.invented}</td><td>${figure(timing.bias, 1)}</td><td>${figure(timing.sd, 1)}</td><td>${figure(timing.meanAbsoluteDifference, 1)}</td><td class="pair">${range(timing.limits, 1)}</td><td>${timing.pairs}</td></tr>`;
    })}</tbody>`,
  );
}

async function parameterSection(comparison: Comparison, renderChart: RenderChart): Promise<Markup> {
  if (comparison.parameters.length === 0) return markup`<p>No cycle was seen by both sources.</p>`;
  const rows = comparison.parameters.filter(({ side }) => side === 'both');
  const table = agreementTable(
    'Measured − reference over the cycles of both sides; each side stands in agreement.csv.',
    rows.map(({ parameter, agreement }) => ({ ...parameter, agreement, cycles: cyclesPerWalk(agreement) })),
  );
  if (drawnAgreements(comparison).length === 0) return table;
  return markup`${table}${await chartFigure(
    'Bland–Altman plots',
    markup`Each dot is one cycle. Solid line: bias; dashed: 95 % limits of agreement. Of very many cycles every so many are drawn.`,
    blandAltmanChart(comparison),
    renderChart,
  )}`;
}

/** A parameter with its agreement, and the number of cycles whose mean is spoken of. */
export interface AgreementRow {
  readonly label: string;
  readonly unit: string;
  readonly agreement: Agreement;
  readonly cycles: number;
}

/** Bias, limits, standard error and detectable change of parameters, each in its unit. */
export function agreementTable(caption: string, rows: readonly AgreementRow[]): Markup {
  return wideTable(
    markup`${caption} SEM: standard error of measurement; MDC: minimal detectable change, of one cycle and of the mean of the number of cycles in grey.`,
    markup`<thead><tr><th scope="col">Parameter</th><th scope="col" class="words">Unit</th><th scope="col">Bias</th><th scope="col">95 % interval</th><th scope="col">Limits of agreement</th><th scope="col">SEM</th><th scope="col">MDC, one cycle</th><th scope="col">MDC, mean</th><th scope="col">Cycles, walks</th></tr></thead>
<tbody>${rows.map(({ label, unit, agreement, cycles }) => {
      const decimals = decimalsOf(unit);
      return markup`<tr><th scope="row">${label}</th><td class="words">${unit}</td><td>${figure(agreement.bias, decimals)}</td><td class="pair">${range(agreement.biasInterval, decimals)}</td><td class="pair">${range(agreement.limits, decimals)}</td><td>${figure(agreement.sem, decimals)}</td><td>${figure(detectableChange(agreement, 1), decimals)}</td><td>${figure(detectableChange(agreement, cycles), decimals)} <span class="quiet">${cycles}</span></td><td>${agreement.pairs}, ${agreement.walks}</td></tr>`;
    })}</tbody>`,
  );
}

const decimalsOf = (unit: string): number => (unit === 's' || unit === 'm' || unit === 'm/s' ? 3 : 1);

const range = (limits: readonly [number, number] | null, decimals: number): string =>
  limits === null ? missing : `${figure(limits[0], decimals)} to ${figure(limits[1], decimals)}`;

async function curveSection(comparison: Comparison, renderChart: RenderChart): Promise<Markup> {
  return markup`<section><h2>Joint curves</h2>${wideTable(
    'Differences over the cycle in degrees. The offset is what a convention or a landmark’s place adds to the whole curve.',
    markup`<thead><tr><th scope="col">Joint</th><th scope="col" class="words">Side</th><th scope="col">RMSE</th><th scope="col">Offset</th><th scope="col">RMSE without offset</th><th scope="col">Cycles</th></tr></thead>
<tbody>${comparison.curves.map(
      ({ joint, side, rmseDeg, offsetDeg, rmseWithoutOffsetDeg, cycles }) =>
        markup`<tr><th scope="row">${joint}</th><td class="words">${side}</td><td>${figure(rmseDeg, 1)}</td><td>${figure(offsetDeg, 1)}</td><td>${figure(rmseWithoutOffsetDeg, 1)}</td><td>${cycles}</td></tr>`,
    )}</tbody>`,
  )}${await chartFigure(
    'Mean joint curves of both sources over each other',
    markup`Mean over all paired cycles. Solid: measured; dashed: reference.`,
    curvesChart(comparison),
    renderChart,
  )}</section>`;
}
