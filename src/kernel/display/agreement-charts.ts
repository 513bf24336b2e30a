import type { TopLevelSpec } from 'vega-lite';
import { eventKinds, jointNames, sides, type EventKind, type Side } from '../../shared/results';
import type { ComparedWalk, Comparison } from '../gait/agreement/comparison';
import { parameterPairs, type CyclePair, type ParameterAgreement } from '../gait/agreement/cycle-agreement';
import { eventPairs } from '../gait/agreement/event-agreement';
import {
  chartConfig,
  chartSchema,
  ink,
  lightTheme,
  muted,
  sideColours,
} from '../../shared/charts/chart-theme';

/** Most points of one panel: a screen shows no more, and a page of ten thousand is heavy. */
const mostPoints = 1200;
const panelsPerRow = 3;

type Panel = Extract<TopLevelSpec, { concat: unknown }>['concat'][number];

const sideColour = {
  field: 'side',
  type: 'nominal' as const,
  scale: { domain: [...sides], range: sides.map((side) => sideColours[side]) },
  legend: { title: null, orient: 'top' as const, direction: 'horizontal' as const },
};
const eventTitles: Record<EventKind, string> = { heel_strike: 'Heel strikes', toe_off: 'Toe-offs' };

/** Every so many of a list, so that it is bounded. */
function thinned<T>(values: readonly T[]): readonly T[] {
  const every = Math.ceil(values.length / mostPoints);
  return every <= 1 ? values : values.filter((_, index) => index % every === 0);
}

const panelsOf = (concat: Panel[]): TopLevelSpec => ({
  $schema: chartSchema,
  config: chartConfig(lightTheme),
  columns: panelsPerRow,
  spacing: 28,
  concat,
});

/** How far found events lie from those they are judged by, in milliseconds: one histogram for each kind. */
export function eventErrorChart(walks: readonly ComparedWalk[]): TopLevelSpec {
  const errors = eventPairs(walks.map(({ trial }) => trial)).map(({ measured, reference, side, event }) => ({
    errorMs: measured - reference,
    side,
    event,
  }));
  return panelsOf(
    eventKinds.map((kind): Panel => ({
      width: 370,
      height: 170,
      title: { text: eventTitles[kind], fontWeight: 'normal', color: ink },
      layer: [
        {
          data: { values: errors.filter(({ event }) => event === kind) },
          mark: { type: 'bar' },
          encoding: {
            x: {
              field: 'errorMs',
              type: 'quantitative',
              bin: { step: 5 },
              title: 'Found − reference (ms)',
            },
            y: { aggregate: 'count', type: 'quantitative', title: 'Events', stack: true },
            color: sideColour,
          },
        },
        {
          data: { values: [{ zero: 0 }] },
          mark: { type: 'rule', color: ink },
          encoding: { x: { field: 'zero', type: 'quantitative' } },
        },
      ],
    })),
  );
}

/** Parameters whose differences are drawn where both sources state them. */
const drawn = [
  'stride_time_s',
  'stance_percent',
  'total_double_support_percent',
  'stride_length_m',
  'speed_m_s',
  'hip_range_of_motion_deg',
  'knee_maximum_deg',
  'knee_range_of_motion_deg',
  'ankle_range_of_motion_deg',
];

/** The agreements, over both sides, that {@link blandAltmanChart} draws. */
export const drawnAgreements = ({ parameters }: Comparison): ParameterAgreement[] =>
  parameters.filter(({ parameter, side }) => side === 'both' && drawn.includes(parameter.name));

/** Difference over size for each parameter, with bias and limits of agreement. Asks for at least one that is drawn. */
export function blandAltmanChart(comparison: Comparison): TopLevelSpec {
  const pairs = comparison.walks.flatMap((walk) => walk.pairs);
  const isExact = comparison.reference === 'exact';
  return panelsOf(
    drawnAgreements(comparison).map(({ parameter, agreement }): Panel => {
      const points = thinned(parameterPairs(pairs, parameter)).map(({ measured, reference, pair }) => ({
        size: isExact ? reference : (measured + reference) / 2,
        difference: measured - reference,
        side: pair.measured.cycle.side,
      }));
      const lines = [
        { at: agreement.bias, dash: 'bias' },
        ...(agreement.limits ?? []).map((at) => ({ at, dash: 'limit' })),
      ];
      return {
        width: 222,
        height: 170,
        title: { text: `${parameter.label} (${parameter.unit})`, fontWeight: 'normal', color: ink },
        layer: [
          {
            data: { values: lines },
            mark: { type: 'rule', color: muted },
            encoding: {
              y: { field: 'at', type: 'quantitative' },
              strokeDash: { condition: { test: "datum.dash === 'limit'", value: [5, 4] }, value: [1, 0] },
            },
          },
          {
            data: { values: points },
            mark: { type: 'point', filled: true, size: 26, opacity: 0.6 },
            encoding: {
              x: {
                field: 'size',
                type: 'quantitative',
                scale: { zero: false },
                axis: { tickCount: 5 },
                title: isExact ? 'True value' : 'Mean of the two',
              },
              y: { field: 'difference', type: 'quantitative', title: 'Difference' },
              color: sideColour,
              shape: { field: 'side', type: 'nominal', legend: null },
            },
          },
        ],
      };
    }),
  );
}

/** Joints whose curves both sources have. */
const comparedJoints = (pairs: readonly CyclePair[]) =>
  jointNames.filter((joint) =>
    pairs.some(({ measured, reference }) => measured.curves[joint] && reference.curves[joint]),
  );

export const hasCurves = ({ curves }: Comparison): boolean => curves.length > 0;

/** Mean curves of both sources over each other, by joint and side. Asks for at least one joint that both have. */
export function curvesChart({ walks }: Comparison): TopLevelSpec {
  const pairs = walks.flatMap((walk) => walk.pairs);
  return panelsOf(
    comparedJoints(pairs).map((joint): Panel => {
      const rows = sides.flatMap((side) => {
        const both = pairs.filter(
          ({ measured, reference }) =>
            measured.cycle.side === side && measured.curves[joint] && reference.curves[joint],
        );
        if (both.length === 0) return [];
        return (['measured', 'reference'] as const).flatMap((source) =>
          meanCurve(both.map((pair) => pair[source].curves[joint]!)).map((angle, percent) => ({
            percent,
            angle,
            side,
            source,
          })),
        );
      });
      return {
        width: 222,
        height: 170,
        data: { values: rows },
        mark: { type: 'line', strokeWidth: 2 },
        encoding: {
          x: {
            field: 'percent',
            type: 'quantitative',
            title: 'Gait cycle (%)',
            scale: { domain: [0, 100], nice: false },
            axis: { tickCount: 5 },
          },
          y: {
            field: 'angle',
            type: 'quantitative',
            title: `${joint.charAt(0).toUpperCase()}${joint.slice(1)} (°)`,
            scale: { zero: false },
          },
          color: sideColour,
          strokeDash: {
            field: 'source',
            type: 'nominal',
            scale: {
              domain: ['measured', 'reference'],
              range: [
                [1, 0],
                [5, 4],
              ],
            },
            legend: {
              title: null,
              orient: 'top',
              direction: 'horizontal',
              symbolType: 'stroke',
              symbolSize: 500,
            },
          },
          detail: { field: 'side' satisfies keyof { side: Side } },
        },
      };
    }),
  );
}

const meanCurve = (curves: readonly (readonly number[])[]): number[] =>
  curves[0]!.map((_, percent) => curves.reduce((sum, curve) => sum + curve[percent]!, 0) / curves.length);
