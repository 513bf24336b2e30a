import type { TopLevelSpec } from 'vega-lite';
import { describe, expect, it } from 'vitest';
import { eventErrorChart } from '../../src/kernel/display/agreement-charts';
import { stageChart } from '../../src/shared/charts/performance-charts';
import { fittedTo, pointsOf, refusalOf } from '../../src/webview/chart-spec';
import { themeKindOf, themeOf } from '../../src/webview/theme-colours';

const dark = themeOf('dark', (variable) => (variable === '--vscode-foreground' ? ' #c0ffee' : ''));
const chart = {
  data: { values: [{ a: 1 }, { a: 2 }] },
  mark: 'line',
  encoding: { x: { field: 'a', type: 'quantitative' } },
} as const satisfies TopLevelSpec;

const axisValues = (values: unknown) => ({ ...chart, encoding: { x: { field: 'a', axis: { values } } } });

describe('a chart from a notebook’s file', () => {
  it('is drawn where all that it shows is in it', () => {
    expect(refusalOf(chart)).toBeNull();
    expect(refusalOf(stageChart({ probe: 1 }))).toBeNull();
    expect(refusalOf(eventErrorChart([]))).toBeNull();
  });

  it.each([
    ['data from outside', { ...chart, data: { url: 'https://example.com/a.csv' } }],
    [
      'data from outside for a look-up',
      { ...chart, transform: [{ lookup: 'a', from: { data: { url: 'a.csv' } } }] },
    ],
    ['links', { ...chart, encoding: { href: { value: 'https://example.com' } } }],
    ['pictures', { ...chart, mark: 'image' }],
    ['pictures in a layer', { layer: [chart, { ...chart, mark: { type: 'image' } }] }],
    ['controls of its own', { ...chart, params: [{ name: 'p', bind: { input: 'range', element: '#x' } }] }],
    ['data without end', { ...chart, data: { sequence: { start: 0, stop: 1e12 } } }],
    ['a list without end', { ...chart, transform: [{ calculate: 'length(sequence(1e12))', as: 'n' }] }],
    [
      'a list without end in a list',
      { ...chart, transform: [{ filter: { or: ['length(sequence(1e12))'] } }] },
    ],
    ['marks of an axis without end', axisValues({ expr: 'sequence(0,2e8)' })],
    ['a mark of an axis without end', axisValues([{ expr: 'sequence(0,2e8)' }])],
    [
      'marks without end in a style that is called data',
      {
        ...chart,
        config: { style: { data: { values: [{ expr: 'length(sequence(0,2e8))' }] } } },
      },
    ],
    [
      'a list without end beside its data, called datasets',
      { layer: [{ ...chart, datasets: { a: { expr: 'sequence(0,2e8)' } } }] },
    ],
    ['a list without end, spelt otherwise', axisValues({ expr: 's\\u0065quence(0,2e8)' })],
    [
      'ticks that are counted when it is drawn',
      { ...chart, config: { axis: { tickCount: { expr: '1e12' } } } },
    ],
    ['ticks without end', { ...chart, config: { axis: { tickCount: 1e12 } } }],
    ['bins without end', { ...chart, encoding: { x: { field: 'a', bin: { step: 1e-12 } } } }],
    ['a size without end', { ...chart, width: 1e9 }],
    ['a list', [chart]],
    ['nothing', null],
  ])('is not drawn with %s', (_, spec) => {
    expect(refusalOf(spec)).toMatch(/^it .+\.$/);
  });

  it('may call its data what it likes', () => {
    expect(refusalOf({ ...chart, data: { values: [{ url: 'https://example.com', href: 'x' }] } })).toBeNull();
    expect(refusalOf({ ...chart, datasets: { rows: [{ url: 'x', text: 'sequence(1)' }] } })).toBeNull();
  });

  it('stands in the theme’s colours where it was saved in ours, and keeps others and its data', () => {
    const saved = {
      ...chart,
      data: { values: [{ a: '#ffffff' }] },
      config: { background: '#ffffff', axis: { labelColor: '#39424e', titleColor: 'teal' } },
      mark: { type: 'line', color: '#0072B2' },
    } satisfies TopLevelSpec;
    expect(fittedTo(dark, saved)).toEqual({
      ...saved,
      config: { background: 'transparent', axis: { labelColor: '#c0ffee', titleColor: 'teal' } },
      mark: { type: 'line', color: dark.colours.sideColours.left },
    });
  });

  it('is counted by the rows of all its layers', () => {
    expect(pointsOf(chart)).toBe(2);
    expect(pointsOf(axisValues([0, 1, 2, 3]))).toBe(2);
    expect(pointsOf({ datasets: { a: [1, 2, 3] }, layer: [chart, { data: { name: 'a' } }] })).toBe(5);
  });
});

describe('the theme of outputs', () => {
  it.each([
    ['vscode-dark', 'dark'],
    ['vscode-light', 'light'],
    ['vscode-high-contrast', 'high-contrast'],
    ['vscode-high-contrast-light', 'high-contrast-light'],
    [undefined, 'light'],
  ])('is told from VS Code’s %s', (attribute, kind) => {
    expect(themeKindOf(attribute)).toBe(kind);
  });

  it('takes VS Code’s colours, and its own where a theme leaves one out', () => {
    expect(dark.colours.ink).toBe('#c0ffee');
    expect(dark.colours.paper).toBe('#1f1f1f');
    expect(themeOf('light', () => '').colours.paper).toBe('#ffffff');
  });
});
