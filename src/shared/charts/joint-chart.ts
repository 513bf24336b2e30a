import type { TopLevelSpec } from 'vega-lite';
import type { PositionFieldDef } from 'vega-lite/build/src/channeldef';
import type { Legend } from 'vega-lite/build/src/legend';
import type { GaitBundle, ThinSeries } from '../display';
import { phaseLayer } from './phase-layer';
import { jointNames, sides } from '../results';
import type { AppliedEdit, GaitEvent, JointName, Side } from '../results';
import { angleScale } from './angle-scale';
import {
  chartConfig,
  chartSchema,
  lightTheme,
  reportWidthPx,
  sideDashes,
  type ChartLook,
  type ChartTheme,
} from './chart-theme';

const sideLegend: Legend<never> = {
  title: null,
  orient: 'top',
  direction: 'horizontal',
  symbolType: 'stroke',
  symbolSize: 900,
  symbolStrokeWidth: 2,
  symbolOpacity: 1,
};
/** Left and right differ by colour and by dash, so that they are told apart in grey as well. */
export const sideColour = ({ sideColours }: ChartTheme) => ({
  field: 'side',
  type: 'nominal' as const,
  scale: { domain: [...sides], range: sides.map((side) => sideColours[side]) },
  legend: sideLegend,
});
export const sideDash = {
  field: 'side',
  type: 'nominal' as const,
  scale: { domain: [...sides], range: sides.map((side) => sideDashes[side]) },
  legend: sideLegend,
};
/** One panel of a chart that is put together of several. */
export type Panel = Extract<TopLevelSpec, { vconcat: unknown }>['vconcat'][number];
export type Position = PositionFieldDef<string>;

export const jointTitles: Record<JointName, string> = {
  hip: 'Hip (°)',
  knee: 'Knee (°)',
  ankle: 'Ankle (°)',
  trunk: 'Trunk (°)',
  foot: 'Foot (°)',
};

const panelPx = 120;

/**
 * Joint angles over time with every contact marked: bars on top while a foot is on the ground, a solid rule at each
 * heel strike, a dotted one at each toe-off. What a network said of the legs is shaded behind the curves. Of a long
 * recording the excerpt. A joint that was never seen has no panel.
 */
export function jointAngleChart(
  bundle: Pick<GaitBundle, 'angles' | 'excerpt' | 'events' | 'edits' | 'phases'>,
  { widthPx = reportWidthPx, theme = lightTheme }: ChartLook = {},
): TopLevelSpec {
  const look = { widthPx, theme };
  const color = sideColour(theme);
  const angles = bundle.excerpt?.angles ?? bundle.angles;
  const times = sides.flatMap((side) => jointNames.flatMap((joint) => angles[side][joint].timeS));
  const startS = bundle.excerpt?.startS ?? least(times);
  const endS = bundle.excerpt?.endS ?? greatest(times);
  const events = bundle.events.filter(({ timeS }) => timeS >= startS && timeS <= endS);
  const timeScale = { domain: [startS, endS], nice: false };
  const seen = jointNames.filter((joint) =>
    sides.some((side) => angles[side][joint].values.some((value) => value !== null)),
  );
  const panels = seen.map((joint, index): Panel => {
    const last = index === seen.length - 1;
    const scale = angleScale(sides.flatMap((side) => angles[side][joint].values));
    const x: Position = {
      field: 't',
      type: 'quantitative',
      scale: timeScale,
      title: last ? 'Time (s)' : null,
      ...(last ? {} : { axis: { labels: false, title: null } }),
    };
    return {
      width: widthPx,
      height: panelPx,
      layer: [
        ...phaseLayer(bundle.phases ?? [], { startS, endS, x, panelPx, theme }),
        {
          data: {
            values: events.map(({ timeS, side, event, origin }) => ({
              t: timeS,
              side,
              event,
              isEdited: origin !== undefined,
            })),
          },
          mark: { type: 'rule', opacity: 0.65 },
          encoding: {
            x,
            color,
            strokeWidth: { condition: { test: 'datum.isEdited', value: 3 }, value: 1 },
            strokeDash: { condition: { test: "datum.event === 'toe_off'", value: [1, 3] }, value: [1, 0] },
          },
        },
        {
          data: { values: sides.flatMap((side) => points(angles[side][joint], { side })) },
          mark: { type: 'line', strokeWidth: 2 },
          encoding: {
            x,
            y: { field: 'y', type: 'quantitative', title: jointTitles[joint], scale },
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
    spacing: 8,
    vconcat: [
      ...editPanels(bundle.edits, startS, endS, look),
      stancePanel(events, startS, endS, timeScale, seen.length === 0, look),
      ...panels,
    ],
  };
}

const editSigns = { add: '+', move: '◆', delete: '×' };

/** Corrections by hand: a sign at each event, a bar over each span of exchanged legs; no panel where there are none. */
function editPanels(
  edits: readonly AppliedEdit[],
  startS: number,
  endS: number,
  { widthPx, theme }: Required<ChartLook>,
): Panel[] {
  const isShown = (timeS: number): boolean => timeS >= startS && timeS <= endS;
  const signs = edits.flatMap(({ edit, side, beforeS, afterS }) => {
    const t = afterS ?? beforeS;
    return edit === 'swap_legs' || t === null || !isShown(t) ? [] : [{ t, side, sign: editSigns[edit] }];
  });
  const spans = edits.flatMap(({ edit, timeS, toS }) =>
    edit === 'swap_legs' && toS !== null && toS >= startS && timeS <= endS
      ? [{ t: Math.max(startS, timeS), to: Math.min(endS, toS) }]
      : [],
  );
  if (signs.length + spans.length === 0) return [];
  const x: Position = {
    field: 't',
    type: 'quantitative',
    scale: { domain: [startS, endS], nice: false },
    axis: null,
  };
  return [
    {
      width: widthPx,
      height: 16,
      layer: [
        {
          data: { values: spans },
          mark: { type: 'bar', height: 6, color: theme.muted, opacity: 0.6 },
          encoding: { x, x2: { field: 'to' } },
        },
        {
          data: { values: signs },
          mark: { type: 'text', fontSize: 14, fontWeight: 'bold' },
          encoding: { x, text: { field: 'sign' }, color: sideColour(theme) },
        },
      ],
    },
  ];
}

/** Bars from each heel strike to the toe-off of the same foot. */
function stancePanel(
  events: readonly GaitEvent[],
  startS: number,
  endS: number,
  timeScale: { domain: number[]; nice: boolean },
  alone: boolean,
  { widthPx, theme }: Required<ChartLook>,
): Panel {
  return {
    width: widthPx,
    height: 36,
    data: { values: sides.flatMap((side) => stances(events, side, startS, endS)) },
    mark: { type: 'bar', height: 10 },
    encoding: {
      x: {
        field: 'from',
        type: 'quantitative',
        scale: timeScale,
        title: alone ? 'Time (s)' : null,
        ...(alone ? {} : { axis: { labels: false, ticks: false } }),
      },
      x2: { field: 'to' },
      y: { field: 'side', type: 'nominal', title: null, scale: { domain: [...sides] } },
      color: sideColour(theme),
    },
  };
}

export function stances(
  events: readonly GaitEvent[],
  side: Side,
  startS: number,
  endS: number,
): { side: Side; from: number; to: number }[] {
  const own = events.filter((event) => event.side === side);
  const bars = own.flatMap((event, index) => {
    const next = own[index + 1];
    return event.event === 'heel_strike' && next?.event === 'toe_off'
      ? [{ side, from: event.timeS, to: next.timeS }]
      : [];
  });
  const first = own[0];
  const last = own.at(-1);
  if (first?.event === 'toe_off') bars.unshift({ side, from: startS, to: first.timeS });
  if (last?.event === 'heel_strike') bars.push({ side, from: last.timeS, to: endS });
  return bars;
}

/** A thinned series as the rows of a chart. */
export function points<Extra extends object>(
  series: ThinSeries,
  extra: Extra,
): ({ t: number; y: number | null } & Extra)[] {
  return series.timeS.map((t, i) => ({ t, y: series.values[i]!, ...extra }));
}

const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity);
const greatest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity);
