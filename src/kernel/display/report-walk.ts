import type { GaitBundle, MeanCurve, PoseBundle } from '../../shared/display';
import { jointNames, sides, type Walk } from '../../shared/results';
import { jointAngleChart } from '../../shared/charts/joint-chart';
import { cycleChart, normativeSources } from '../../shared/charts/cycle-chart';
import { detectionChart } from '../../shared/charts/detection-chart';
import { chartFigure, figureOf, type RenderChart } from './figure';
import { counted, duration, figure, percentOf } from '../../shared/numbers';
import { parameterTable } from './parameter-table';
import { markup, type Markup } from './markup';
import { cycleSection } from './report-cycles';
import { editSection } from './report-edits';
import type { ReportWalk } from './report-input';
import { jointTable } from './report-joints';
import { setUpTable } from './report-setup';
import { factsOf, messagesOf, walkAnchor } from './report-summary';
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
${gait && figures(walk, gait)}
${gait && setUpTable(walk.id, gait.parameters.quality)}
${gait && editSection(walk.id, gait.edits)}
${gait && (await curves(walk, gait, options))}
${gait && cycleSection(walk.id, gait, options.openTables)}
${pose && (await pictures(pose, walk, options))}</section>`;
}

function facts({ walk, pose, fromStore }: ReportWalk): string {
  const known = [
    ...factsOf(walk),
    walk.heightM !== undefined && `height ${walk.heightM} m`,
    walk.beltSpeedMS !== undefined && `belt ${walk.beltSpeedMS} m/s`,
    pose && `${duration(pose.durationS)} of ${pose.widthPx} × ${pose.heightPx} px video`,
    walk.source === 'landmarks' && "another tool's landmarks",
    fromStore && 'from the store: computed earlier from the same input with the same settings',
    `file ${walk.path.split(/[\\/]/).at(-1) ?? walk.path}`,
  ];
  return known.filter((fact) => typeof fact === 'string' && fact !== '').join(' · ');
}

function figures(walk: Walk, gait: GaitBundle): Markup {
  if (gait.totals.keptCycles === 0)
    return markup`<p>There are no parameters, for no cycle could be kept.</p>`;
  return markup`${tiles(gait)}${parameterTable(walk, gait.parameters)}`;
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
  walk: Walk,
  gait: GaitBundle,
  { sharedConventions, renderChart }: WalkSectionOptions,
): Promise<Markup> {
  const { excerpt, meanCurves, conventions } = gait;
  const ownConventions = conventions.filter((text) => !sharedConventions.includes(text));
  const angles = await chartFigure(
    'Joint angles over time',
    markup`Joint angles over time. Bars: the foot is on the ground. Solid lines mark heel strikes (initial contacts), dotted lines toe-offs (final contacts). A break in a curve is a gap that was not filled. ${
      gait.phases !== undefined &&
      'Shaded behind the curves is what the network said: of the left leg in the upper half, of the right leg in the lower one. '
    }${
      gait.edits.length > 0 &&
      'Events set by hand are drawn thick, and the corrections stand above: + added, ◆ moved, × deleted, a bar where legs were exchanged. '
    }${
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
  const cycles = await chartFigure(
    'Mean joint angles over the gait cycle, left against right',
    markup`The mean cycle ± one standard deviation. Cycles, left / right: ${cyclesByJoint(meanCurves)}.${
      meanCurves.some(({ cycles }) => cycles === 1) &&
      ' Where it is one, its own curve is drawn: it is no mean.'
    } Dotted lines: mean toe-off of each side. ${normativeNote(gait)}`,
    cycleChart(gait),
    renderChart,
  );
  return markup`<h3>Joint angles</h3>${angles}${cycles}${jointTable(walk, gait)}`;
}

/** "hip 9 / 8, knee 9 / 0": a joint that is hidden in some cycles has fewer than the others. */
const cyclesByJoint = (curves: readonly MeanCurve[]): string =>
  jointNames
    .filter((joint) => curves.some((curve) => curve.joint === joint))
    .map((joint) => {
      const counts = sides.map(
        (side) => curves.find((curve) => curve.joint === joint && curve.side === side)?.cycles ?? 0,
      );
      return `${joint} ${counts.join(' / ')}`;
    })
    .join(', ');

function normativeNote(gait: GaitBundle): string {
  if (normativeSources(gait).length === 0) return '';
  return (
    'Grey: healthy adults, mean ± SD, for whom 0° of the ankle is standing: ' +
    'where the conventions call the ankle absolute, compare its shape and not its height.'
  );
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
    : 'These pictures are not blurred: the walker is a phantom, which is nobody, or blur_faces is off.';
}
