import type { TopLevelSpec } from 'vega-lite';
import type { GaitBundle } from '../display';
import { normativeCurves, type NormativeCurve } from '../norms';
import { jointNames, sides, type JointName } from '../results';
import { angleScale } from './angle-scale';
import {
  chartConfig,
  chartSchema,
  lightTheme,
  reportWidthPx,
  type ChartLook,
  type ChartTheme,
} from './chart-theme';
import { jointTitles, sideColour, sideDash, type Panel, type Position } from './joint-chart';

type CurvesOfCycles = Pick<GaitBundle, 'meanCurves' | 'parameters'>;

const spacingPx = 24;
/** What the axis of a panel takes beside its plotting area, and of the whole chart beside its own. */
const panelAxisPx = 45;
const axisPx = 60;
const leastPanelPx = 180;
const mostColumns = 3;

/** As many panels in a row as can be read. */
function gridOf(widthPx: number): { readonly columns: number; readonly panelWidthPx: number } {
  const widthIn = (columns: number): number =>
    Math.floor((widthPx + axisPx - columns * panelAxisPx - (columns - 1) * spacingPx) / columns);
  let columns = mostColumns;
  while (columns > 1 && widthIn(columns) < leastPanelPx) columns--;
  return { columns, panelWidthPx: widthIn(columns) };
}

/** What healthy adults show of a joint; undefined where there is no norm, or it does not describe this walker. */
function normativeCurve(joint: JointName, { parameters }: CurvesOfCycles): NormativeCurve | undefined {
  const curves: Partial<Record<JointName, NormativeCurve>> = normativeCurves;
  return Object.keys(parameters.normative).length === 0 ? undefined : curves[joint];
}

/** Whose figures the grey bands are; empty where none are drawn. */
export function normativeSources(bundle: CurvesOfCycles): string[] {
  const drawn = jointNames.filter((joint) => bundle.meanCurves.some((curve) => curve.joint === joint));
  return drawn.flatMap((joint) => {
    const source = normativeCurve(joint, bundle)?.source;
    return source === undefined ? [] : [`${joint} curve: ${source}`];
  });
}

const normativeRows = (
  norm: NormativeCurve | undefined,
): { readonly percent: number; readonly low: number; readonly high: number }[] =>
  norm === undefined
    ? []
    : norm.percent.map((percent, knot) => {
        const [mean, sd] = [norm.meanDeg[knot]!, norm.sdDeg[knot]!];
        return { percent, low: mean - sd, high: mean + sd };
      });

/** The band of healthy adults, behind everything else. */
function normativeLayers(
  joint: JointName,
  bundle: CurvesOfCycles,
  x: Position,
  y: Position,
  { muted }: ChartTheme,
): Extract<Panel, { layer: unknown }>['layer'] {
  const rows = normativeRows(normativeCurve(joint, bundle));
  if (rows.length === 0) return [];
  return [
    {
      data: { values: rows },
      mark: { type: 'area', opacity: 0.2, color: muted, interpolate: 'monotone' },
      encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
    },
  ];
}

/**
 * Each joint over the normalised cycle: mean and ± SD band, left against right, with the mean toe-off of each side, before
 * what healthy adults show. Asks for at least one curve.
 */
export function cycleChart(
  bundle: CurvesOfCycles,
  { widthPx = reportWidthPx, theme = lightTheme }: ChartLook = {},
): TopLevelSpec {
  const { columns, panelWidthPx } = gridOf(widthPx);
  const color = sideColour(theme);
  const drawn = jointNames.filter((joint) => bundle.meanCurves.some((curve) => curve.joint === joint));
  const panels = drawn.map((joint): Panel => {
    const rows = bundle.meanCurves
      .filter((curve) => curve.joint === joint)
      .flatMap(({ side, meanDeg, sdDeg }) =>
        meanDeg.map((y, percent) => {
          const sd = sdDeg[percent] ?? 0;
          return { percent, y, low: y === null ? null : y - sd, high: y === null ? null : y + sd, side };
        }),
      );
    const toeOffs = sides.flatMap((side) => {
      const percent = bundle.parameters.stance_percent[side].mean;
      return percent === null ? [] : [{ percent, side }];
    });
    const x: Position = {
      field: 'percent',
      type: 'quantitative',
      title: 'Gait cycle (%)',
      scale: { domain: [0, 100], nice: false },
    };
    const norm = normativeRows(normativeCurve(joint, bundle));
    const scale = angleScale([...rows, ...norm].flatMap(({ low, high }) => [low, high]));
    const y: Position = { type: 'quantitative', title: jointTitles[joint], scale };
    return {
      width: panelWidthPx,
      height: 190,
      layer: [
        ...normativeLayers(joint, bundle, x, y, theme),
        {
          data: { values: toeOffs },
          mark: { type: 'rule', strokeWidth: 1.5, strokeDash: [1, 3] },
          encoding: { x, color },
        },
        {
          data: { values: rows },
          mark: { type: 'area', opacity: 0.18 },
          encoding: {
            x,
            y: { ...y, field: 'low' },
            y2: { field: 'high' },
            color,
          },
        },
        {
          data: { values: rows },
          mark: { type: 'line', strokeWidth: 2 },
          encoding: {
            x,
            y: { ...y, field: 'y' },
            color,
            strokeDash: sideDash,
          },
        },
      ],
    };
  });
  return {
    $schema: chartSchema,
    config: chartConfig(theme),
    spacing: spacingPx,
    concat: panels,
    columns,
  };
}
