import { describe, expect, it } from 'vitest';
import {
  limitLabels,
  limitRanges,
  limitStretches,
  type LimitStretch,
  type PlotLabel,
} from '../../src/shared/charts/memory-limits';

const plot = { widthPx: 800, heightPx: 170, endS: 100, topMb: 1100 };
const stretch = (limitMb: number, fromS: number, toS: number): LimitStretch => ({ limitMb, fromS, toS });

describe('limits that a share of the available memory came to', () => {
  it('are one where they only drifted, and several where they were set apart', () => {
    expect(limitRanges([16_502, 16_292, 16_454])).toEqual([{ low: 16_292, high: 16_502 }]);
    expect(limitRanges([1024, 512, 1024])).toEqual([
      { low: 512, high: 512 },
      { low: 1024, high: 1024 },
    ]);
  });

  it('are not drawn out into one range by many small steps', () => {
    expect(limitRanges([1000, 1040, 1080, 1120])).toEqual([
      { low: 1000, high: 1040 },
      { low: 1080, high: 1120 },
    ]);
  });
});

describe('the time in which a limit held', () => {
  const at = (timeS: number, limitMb: number) => ({ timeS, limitMb });

  it('goes from the first sample under it to the first under another', () => {
    const series = [at(0.1, 1024), at(5, 1024), at(5, 512), at(9, 512)];
    expect(limitStretches(series, 800)).toEqual([stretch(1024, 0, 5), stretch(512, 5, 9)]);
  });

  it('is left out of the picture where it was too short to be seen', () => {
    const series = [at(0, 1024), at(50, 1024), at(50, 24_000), at(50, 512), at(100, 512)];
    expect(limitStretches(series, 800)).toEqual([stretch(1024, 0, 50), stretch(512, 50, 100)]);
    expect(limitStretches([at(0, 1024)], 800)).toEqual([]);
  });
});

describe('the names of limits in a picture', () => {
  it('say the range of limits that only drifted, once', () => {
    const drifted = [stretch(1000, 0, 30), stretch(1010, 30, 90), stretch(990, 90, 100)];
    expect(limitLabels(drifted, [], plot)).toEqual([
      { timeS: 90, rssMb: 1010, align: 'right', text: 'limit 990–1010 MB' },
    ]);
  });

  it('keep off the name of the peak, at the other end of their line', () => {
    const peak: PlotLabel = { timeS: 95, rssMb: 990, align: 'right', text: 'peak 990 MB' };
    const held = [stretch(1000, 0, 100)];
    expect(limitLabels(held, [], plot)).toMatchObject([{ timeS: 100, align: 'right' }]);
    expect(limitLabels(held, [peak], plot)).toMatchObject([{ timeS: 0, align: 'left' }]);
  });

  it('are left out where they would lie on one another or on another limit’s line', () => {
    const short = [stretch(1000, 0, 96), stretch(940, 96, 98), stretch(700, 98, 100)];
    expect(limitLabels(short, [], plot).map(({ text }) => text)).toEqual(['limit 700 MB', 'limit 1000 MB']);
  });
});
