import type { View } from 'vega';
import { describe, expect, it } from 'vitest';
import { buildGaitBundle } from '../../src/kernel/display/bundles';
import { lightTheme } from '../../src/shared/charts/chart-theme';
import { curveChart, seenJoints } from '../../src/webview/gait/curve-chart';
import { cyclesText } from '../../src/webview/gait/cycles-text';
import { plotAreaOf } from '../../src/webview/gait/plot-area';
import { shownSpan } from '../../src/webview/gait/shown-span';
import { draggedTo, isOn, timeAt, xOf, type TimeAxis } from '../../src/webview/gait/time-axis';
import { themeOf } from '../../src/webview/theme-colours';
import { gaitAnalysis } from './display-fixture';

const axis: TimeAxis = { fromS: 2, toS: 12, leftPx: 50, widthPx: 500 };

describe('the time axis of curves and events', () => {
  it('goes from time to place and back', () => {
    expect(xOf(axis, 7)).toBe(300);
    expect(timeAt(axis, 300)).toBe(7);
    expect([timeAt(axis, 0), timeAt(axis, 9999)]).toEqual([2, 12]);
    expect([isOn(axis, 2), isOn(axis, 12.01)]).toEqual([true, false]);
  });

  it('drags an event as far as the pointer went, and no further than the ends', () => {
    expect(draggedTo(axis, { startS: 5, originS: 4, wayPx: 100 })).toBe(7);
    expect(draggedTo(axis, { startS: 5, originS: 4, wayPx: -9999 })).toBe(2);
  });

  it('takes an event for back where it is dropped beside where it was found', () => {
    expect(draggedTo(axis, { startS: 5, originS: 4.001, wayPx: -49 })).toBe(4.001);
    expect(draggedTo(axis, { startS: 5, originS: null, wayPx: -49 })).toBeCloseTo(4.02, 6);
  });
});

describe('where curves stand within a chart', () => {
  const panel = (y: number) => ({
    x: 0,
    y,
    width: 700,
    height: 120,
    items: [{ marktype: 'line', items: [] }],
  });
  const view = (items: unknown[]) =>
    ({
      scenegraph: () => ({ root: { marktype: 'group', items } }),
      origin: () => [44, 30],
      padding: () => ({ left: 5, top: 5, right: 5, bottom: 5 }),
    }) as unknown as View;

  it('is what all panels take together, without axes and padding', () => {
    const concat = {
      x: 0,
      y: 0,
      items: [
        { marktype: 'group', role: 'scope', items: [panel(0)] },
        { marktype: 'group', role: 'scope', items: [panel(134)] },
        { marktype: 'group', role: 'legend', items: [{ x: 0, y: -90, width: 90, height: 20, items: [] }] },
      ],
    };
    expect(plotAreaOf(view([concat]))).toEqual({ leftPx: 49, topPx: 35, widthPx: 700, heightPx: 254 });
  });

  it('is nowhere in a chart without panels', () => {
    expect(plotAreaOf(view([]))).toBeNull();
  });
});

describe('what is shown of a recording', () => {
  it('is the whole of a short one, frame by frame', () => {
    const span = shownSpan(buildGaitBundle(gaitAnalysis(10)), null);
    expect(span.note).toBe('');
    expect(span.fromS).toBe(0);
    expect(span.toS).toBeCloseTo(9.967, 2);
    expect(span.frameS).toBeCloseTo(1 / 30, 3);
  });

  it('is said of a long one', () => {
    const bundle = buildGaitBundle(gaitAnalysis(120));
    const span = shownSpan(bundle, null);
    expect(span.toS - span.fromS).toBeCloseTo(20, 6);
    expect(span.note).toMatch(/^20\.0 s of 2 min 00 s are shown, from .* of \d+ events\.$/);
    expect(span.frameS).toBeCloseTo(1 / 30, 3);
  });
});

describe('the chart of joint curves', () => {
  const bundle = buildGaitBundle(gaitAnalysis(10));
  const theme = themeOf('light', () => '');

  it('holds a panel for each joint that was seen, and leaves events to the lane', () => {
    const spec = curveChart(bundle, 700, theme) as {
      vconcat: { layer: { data: { values: unknown[] } }[] }[];
    };
    expect(spec.vconcat).toHaveLength(seenJoints(bundle));
    for (const { layer } of spec.vconcat) expect(layer[0]?.data.values).toEqual([]);
  });

  it('is drawn in the theme’s colours', () => {
    const text = JSON.stringify(curveChart(bundle, 700, theme));
    expect(text).toContain(theme.colours.sideColours.right);
    expect(text).not.toContain(lightTheme.sideColours.right);
  });

  it('has no panel where no joint was seen', () => {
    const unseen = { timeS: [0, 1], values: [null, null] };
    const none = { hip: unseen, knee: unseen, ankle: unseen, trunk: unseen, foot: unseen };
    expect(seenJoints({ angles: { left: none, right: none }, excerpt: null })).toBe(0);
  });
});

it('counts the cycles of each joint, left and right', () => {
  const curve = { meanDeg: [], sdDeg: [] };
  expect(
    cyclesText([
      { ...curve, side: 'left', joint: 'hip', cycles: 9 },
      { ...curve, side: 'right', joint: 'hip', cycles: 8 },
      { ...curve, side: 'left', joint: 'knee', cycles: 9 },
    ]),
  ).toBe('hip 9 / 8, knee 9 / 0');
});
