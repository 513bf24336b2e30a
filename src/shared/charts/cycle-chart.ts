import type { TopLevelSpec } from 'vega-lite';
import type { GaitBundle } from '../display';
import { normativeCurves, type NormativeCurve } from '../norms';
import { jointNames, sides, type JointName } from '../results';
import { chartConfig, chartSchema, muted } from './chart-theme';
import { jointTitles, sideColour, sideDash, type Panel, type Position } from './joint-chart';

/** What healthy adults show of a joint; undefined where there is no norm, or it does not describe this walker. */
function normativeCurve(joint: JointName, { parameters }: GaitBundle): NormativeCurve | undefined {
  const curves: Partial<Record<JointName, NormativeCurve>> = normativeCurves;
  return Object.keys(parameters.normative).length === 0 ? undefined : curves[joint];
}

/** Whose figures the grey bands are; empty where none are drawn. */
export function normativeSources(bundle: GaitBundle): string[] {
  const drawn = jointNames.filter((joint) => bundle.meanCurves.some((curve) => curve.joint === joint));
  return drawn.flatMap((joint) => {
    const source = normativeCurve(joint, bundle)?.source;
    return source === undefined ? [] : [`${joint} curve: ${source}`];
  });
}

/** The band of healthy adults, behind everything else. */
function normativeLayers(
  joint: JointName,
  bundle: GaitBundle,
  x: Position,
  y: Position,
): Extract<Panel, { layer: unknown }>['layer'] {
  const norm = normativeCurve(joint, bundle);
  if (norm === undefined) return [];
  const rows = norm.percent.map((percent, knot) => {
    const [mean, sd] = [norm.meanDeg[knot]!, norm.sdDeg[knot]!];
    return { percent, low: mean - sd, high: mean + sd };
  });
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
export function cycleChart(bundle: GaitBundle): TopLevelSpec {
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
    const y: Position = { type: 'quantitative', title: jointTitles[joint], scale: { zero: false } };
    return {
      width: 232,
      height: 190,
      layer: [
        ...normativeLayers(joint, bundle, x, y),
        {
          data: { values: toeOffs },
          mark: { type: 'rule', strokeWidth: 1.5, strokeDash: [1, 3] },
          encoding: { x, color: sideColour },
        },
        {
          data: { values: rows },
          mark: { type: 'area', opacity: 0.18 },
          encoding: {
            x,
            y: { ...y, field: 'low' },
            y2: { field: 'high' },
            color: sideColour,
          },
        },
        {
          data: { values: rows },
          mark: { type: 'line', strokeWidth: 2 },
          encoding: {
            x,
            y: { ...y, field: 'y' },
            color: sideColour,
            strokeDash: sideDash,
          },
        },
      ],
    };
  });
  return { $schema: chartSchema, config: chartConfig, spacing: 24, concat: panels, columns: 3 };
}
