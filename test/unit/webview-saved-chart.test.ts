import type { TopLevelSpec } from 'vega-lite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** What is tried here, in words without a page: the types of the tests know none. */
interface VegaView {
  readonly drawPicture: (spec: object, fontFamily: string) => Promise<{ width: number; style: object }>;
}

const address = 'url("https://example.com/#x")';
const chart = {
  data: { values: [{ a: 1, colour: address }] },
  mark: 'bar',
  encoding: { x: { field: 'a', type: 'quantitative' } },
} as const satisfies TopLevelSpec;

/** A canvas that is drawn on and shows nothing. */
function blankCanvas(): object {
  const context = new Proxy<Record<string | symbol, unknown>>(
    { measureText: () => ({ width: 5 }) },
    { get: (known, name) => (name in known ? known[name] : () => undefined) },
  );
  return { width: 0, height: 0, style: {}, getContext: () => context };
}

describe('a chart that can be anybody’s', () => {
  const made: string[] = [];
  const body = { style: { cursor: '', removeProperty: () => '' } };

  beforeEach(() => {
    made.length = 0;
    vi.stubGlobal('window', { devicePixelRatio: 2 });
    vi.stubGlobal('document', {
      body,
      createElement: (name: string) => {
        made.push(name);
        return blankCanvas();
      },
    });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  const pointer = { name: 'cursor', expr: `'ur' + 'l(https://example.com)'` };
  it.each<readonly [string, object]>([
    ['a colour', { mark: { type: 'bar', fill: address } }],
    ['a line’s colour', { mark: { type: 'bar', stroke: address } }],
    ['a colour in its data', { encoding: { ...chart.encoding, fill: { field: 'colour', scale: null } } }],
    ['a pointer', { mark: { type: 'bar', cursor: address } }],
    ['a pointer that is put together', { params: [pointer] }],
    ['a pointer for the whole page', { params: [pointer], config: { events: { globalCursor: true } } }],
  ])('gets nothing of the page but a canvas, where an address stands for %s', async (_, hostile) => {
    const { drawPicture } = await vi.importActual<VegaView>('../../src/webview/vega-view');
    const picture = await drawPicture({ ...chart, ...hostile }, 'sans-serif');
    expect(new Set(made)).toEqual(new Set(['canvas']));
    expect(picture.width).toBeGreaterThan(100);
    expect(picture.style).toEqual({ width: `${picture.width / 2}px` });
    expect(body.style.cursor).toBe('');
  });
});
