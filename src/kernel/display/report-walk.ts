import type { GaitBundle, PoseBundle } from '../../shared/display';
import { sides, type GaitCycle, type Walk } from '../../shared/results';
import { cycleChart, detectionChart, jointAngleChart } from './charts';
import { chartFigure, figureOf, type RenderChart } from './figure';
import { counted, duration, figure, percentOf } from './numbers';
import { absent, parameterTable } from './parameter-table';
import { Markup, markup } from './markup';
import type { ReportWalk } from './report-input';
import { messagesOf, walkAnchor } from './report-summary';
import { skeletonSvg } from './skeleton';

export interface WalkSectionOptions {
  readonly index: number;
  /** Most pictures to show. */
  readonly maxTiles: number;
  /** False where the report's pictures are used up: then skeletons stand on an empty ground. */
  readonly withPictures: boolean;
  /** Conventions that the report states for all walks together. */
  readonly sharedConventions: readonly string[];
  /** Whether the table of cycles is open from the start. */
  readonly openTables: boolean;
  readonly renderChart: RenderChart;
}

/** One walk: what was measured, its curves with events, its mean cycles, its pictures, and its cycles one by one. */
export async function walkSection(item: ReportWalk, options: WalkSectionOptions): Promise<Markup> {
  const { walk, pose, gait, error } = item;
  const messages = messagesOf(item);
  return markup`<section id="${walkAnchor(options.index)}"><h2>${walk.id}</h2>
<p class="quiet">${facts(item)}</p>
${error && markup`<p class="alarm"><strong>${error.message}</strong> ${error.hint}</p>`}
${messages.length > 0 && markup`<ul class="notes">${messages.map((message) => markup`<li>${message}</li>`)}</ul>`}
${gait && figures(walk.id, gait)}
${gait && (await curves(gait, options))}
${gait && cycleTable(walk.id, gait, options.openTables)}
${pose && (await pictures(pose, walk, options))}</section>`;
}

function facts({ walk, pose, gait, fromStore }: ReportWalk): string {
  const quality = gait?.parameters.quality;
  const known = [
    walk.subject && `subject ${walk.subject}`,
    walk.session && `session ${walk.session}`,
    walk.condition && `condition ${walk.condition}`,
    walk.affectedSide && `affected side ${walk.affectedSide}`,
    walk.aid && `aid ${walk.aid}`,
    walk.heightM !== undefined && `height ${walk.heightM} m`,
    walk.beltSpeedMS !== undefined && `belt ${walk.beltSpeedMS} m/s`,
    pose && `${duration(pose.durationS)} of ${pose.widthPx} × ${pose.heightPx} px video`,
    walk.source === 'landmarks' && "another tool's landmarks",
    quality && `walking direction ${quality.walking_direction}`,
    quality?.scale && `scale from ${quality.scale.from}`,
    fromStore && 'from the store: computed earlier from the same input with the same settings',
    `file ${walk.path.split(/[\\/]/).at(-1) ?? walk.path}`,
  ];
  return known.filter((fact) => typeof fact === 'string' && fact !== '').join(' · ');
}

function figures(walkId: string, gait: GaitBundle): Markup {
  if (gait.totals.keptCycles === 0)
    return markup`<p>There are no parameters, for no cycle could be kept.</p>`;
  return markup`${tiles(gait)}${parameterTable(walkId, gait.parameters)}`;
}

/** The figures that people ask for first. */
function tiles({ parameters }: GaitBundle): Markup {
  const { stride_time_s: stride, stance_percent: stance } = parameters;
  const pair = (left: number | null, right: number | null, decimals: number): string =>
    `${figure(left, decimals)} / ${figure(right, decimals)}`;
  const shown: [label: string, value: string, unit: string][] = [
    ['Cadence', figure(parameters.cadence_steps_per_min, 1), 'steps/min'],
    ['Speed', figure(parameters.speed_m_s?.all.mean, 2), 'm/s'],
    ['Stride time, left / right', pair(stride.left.mean, stride.right.mean, 2), 's'],
    ['Stance, left / right', pair(stance.left.mean, stance.right.mean, 1), '%'],
    ['Double support', figure(parameters.double_support_percent.total.mean, 1), '%'],
  ];
  return markup`<dl class="tiles">${shown.map(
    ([label, value, unit]) => markup`<div><dt>${label}</dt><dd>${value} <small>${unit}</small></dd></div>`,
  )}</dl>`;
}

async function curves(
  gait: GaitBundle,
  { sharedConventions, renderChart }: WalkSectionOptions,
): Promise<Markup> {
  const { excerpt, meanCurves, conventions } = gait;
  const ownConventions = conventions.filter((text) => !sharedConventions.includes(text));
  const angles = await chartFigure(
    'Joint angles over time',
    markup`Joint angles over time. Bars: the foot is on the ground. Solid lines mark heel strikes (initial contacts), dotted lines toe-offs (final contacts). A break in a curve is a gap that was not filled. ${
      excerpt &&
      `Shown are ${duration(excerpt.endS - excerpt.startS)} of the recording, from ${duration(excerpt.startS)} on. `
    }${ownConventions.join(' ')}`,
    jointAngleChart(gait),
    renderChart,
  );
  if (meanCurves.length === 0) {
    return markup`<h3>Joint angles</h3>${angles}<p>There is no mean cycle: ${
      gait.totals.keptCycles === 0 ? 'no cycle was kept' : 'no joint was seen through a whole cycle'
    }.</p>`;
  }
  const counts = sides.map((side) => {
    const most = Math.max(
      0,
      ...meanCurves.filter((curve) => curve.side === side).map(({ cycles }) => cycles),
    );
    return `${most} ${side}`;
  });
  const cycles = await chartFigure(
    'Mean joint angles over the gait cycle, left against right',
    markup`The mean cycle ± one standard deviation, of ${counts.join(' and ')} cycles. Dotted lines: mean toe-off of each side.`,
    cycleChart(gait),
    renderChart,
  );
  return markup`<h3>Joint angles</h3>${angles}${cycles}`;
}

async function pictures(
  pose: PoseBundle & { readonly filmstripJpeg?: Buffer | undefined },
  walk: Walk,
  { index, maxTiles, withPictures, renderChart }: WalkSectionOptions,
): Promise<Markup> {
  const detection = await chartFigure(
    'Visibility of the legs over time',
    markup`How surely the legs were seen (mean visibility of hips, knees, ankles, heels and toes). A pose was found in ${percentOf(pose.detectedShare)} of ${counted(pose.frames, 'frame')}${pose.detectedShare < 1 && '; grey stretches are without one'}.`,
    detectionChart(pose),
    renderChart,
  );
  if (!pose.filmstrip || pose.filmstrip.tiles.length === 0) return markup`<h3>Pose</h3>${detection}`;
  const jpeg = withPictures ? (pose.filmstripJpeg ?? null) : null;
  const svg = skeletonSvg(pose.filmstrip, { jpeg, maxTiles, columns: 6, id: `sheet-${index + 1}` });
  return markup`<h3>Pose</h3>${detection}
${figureOf(
  `Skeleton of ${walk.id} at moments spread over the recording`,
  markup`The skeleton as it was found, at moments spread over the recording and cut to the walker: left blue with filled joints, right orange with hollow ones, faint where a point was hardly seen. ${pictureNote(jpeg, pose.filmstrip.blurred)}`,
  svg,
)}`;
}

function pictureNote(jpeg: Buffer | null, blurred: boolean): string {
  if (jpeg === null) return 'The pictures themselves are left out here, to keep the report small.';
  return blurred
    ? 'Heads and surroundings are blurred; a picture without a located person is blurred as a whole.'
    : 'These pictures are not blurred, as the settings asked (blur_faces is off).';
}

const cycleColumns: [label: string, value: (cycle: GaitCycle) => number | null, decimals: number][] = [
  ['Stride (s)', (cycle) => cycle.strideTimeS, 3],
  ['Step (s)', (cycle) => cycle.stepTimeS, 3],
  ['Stance (%)', (cycle) => cycle.stancePercent, 1],
  ['Single support (%)', (cycle) => cycle.singleSupportPercent, 1],
  ['Double support after it (%)', (cycle) => cycle.doubleSupportPercent, 1],
  ['Stride length (m)', (cycle) => cycle.strideLengthM, 3],
];

function cycleTable(walkId: string, { cycles, totals }: GaitBundle, open: boolean): Markup {
  const all = totals.keptCycles + totals.excludedCycles;
  if (all === 0) return markup`<h3>Cycles</h3><p>No cycle: it takes two heel strikes of the same foot.</p>`;
  const rows = cycles.map(
    (cycle) =>
      markup`<tr${!cycle.kept && new Markup(' class="left-out"')}><td>${cycle.side}</td><td>${figure(cycle.startS, 3)}</td><td>${figure(cycle.endS, 3)}</td>${cycleColumns.map(
        ([, value, decimals]) => markup`<td>${valueOf(value(cycle), decimals)}</td>`,
      )}<td class="words">${cycle.kept ? 'kept' : `left out: ${cycle.reason}`}</td></tr>`,
  );
  return markup`<h3>Cycles</h3><p>${counted(totals.keptCycles, 'cycle')} kept, ${totals.excludedCycles || 'none'} left out.${
    cycles.length < all && ` The first ${cycles.length} are listed; cycles.csv holds all.`
  }</p>
<details${open && new Markup(' open')}><summary>Every cycle of ${walkId}</summary><div class="wide"><table>
<caption>One row a stride, from a heel strike to the next one of the same foot.</caption>
<thead><tr><th scope="col">Side</th><th scope="col">Start (s)</th><th scope="col">End (s)</th>${cycleColumns.map(
    ([label]) => markup`<th scope="col">${label}</th>`,
  )}<th scope="col" class="words">Use</th></tr></thead><tbody>${rows}</tbody></table></div></details>`;
}

const valueOf = (value: number | null, decimals: number): Markup | string =>
  value === null ? absent('not known for this cycle') : figure(value, decimals);
