import { describe, expect, it } from 'vitest';
import { compactSvg } from '../../src/kernel/display/compact-svg';

const look = ' stroke="#ccc" stroke-width="1"';

describe('the picture of a chart', () => {
  it('says where its curves go step by step, to a tenth of a pixel, and breaks where they break', () => {
    expect(
      compactSvg(
        '<path d="M0,72.00000001L3.94,33.66L7.9,13.1L7.9,14M20,5.25L21,5" stroke="#000" fill="none"/>',
      ),
    ).toBe('<path d="M0,72l3.9,-38.3 4,-20.6 0,.9M20,5.3l1,-.3" stroke="#000" fill="none"/>');
  });

  it('ends where it ended, however many steps there were', () => {
    const points = Array.from({ length: 500 }, (_, at) => [at * 1.333, 40 * Math.sin(at / 7)] as const);
    const svg = compactSvg(`<path d="M${points.map(([x, y]) => `${x},${y}`).join('L')}" stroke="#000"/>`);
    const [start, steps] = /M([^l]*)l([^"]*)/.exec(svg)!.slice(1) as [string, string];
    const pair = (text: string) => text.split(',').map(Number) as [number, number];
    const end = steps
      .split(' ')
      .map(pair)
      .reduce<[number, number]>(([x, y], [dx, dy]) => [x + dx, y + dy], pair(start));
    expect(end[0]).toBeCloseTo(points.at(-1)![0], 1);
    expect(end[1]).toBeCloseTo(points.at(-1)![1], 1);
  });

  it('joins the ticks of an axis, and keeps what looks otherwise apart', () => {
    const tick = (x: number): string => `<line transform="translate(${x},0)" x2="0" y2="-36"${look}/>`;
    const other = '<line transform="translate(9,1)" x2="5" y2="0" stroke="#f00" stroke-dasharray="1,3"/>';
    expect(compactSvg(`<g transform="translate(1,2)">${tick(0)}${other}${tick(59)}</g>`)).toBe(
      `<g transform="translate(1,2)"><path d="M0,0v-36M59,0v-36"${look}/>` +
        '<path d="M9,1h5" stroke="#f00" stroke-dasharray="1,3"/></g>',
    );
  });

  it('leaves out what paints nothing, and no text', () => {
    expect(
      compactSvg('<g><g transform="translate(0,0)"><path d="M0,0h8v8h-8Z"/></g><text>1.23456 <g></text></g>'),
    ).toContain('1.23456');
    expect(compactSvg('<g><g class="x"><text fill="#000">M1.25,2L3.75,4</text></g></g>')).toBe(
      '<text fill="#000">M1.25,2L3.75,4</text>',
    );
  });
});
