import { describe, expect, it } from 'vitest';
import { packNumbers, unpackNumbers } from '../../src/shared/packed-numbers';

describe('numbers of an output in a notebook’s file', () => {
  it.each([
    ['none', [], 2],
    ['times of even frames', Array.from({ length: 300 }, (_, frame) => Number((frame / 30).toFixed(4))), 4],
    ['angles with gaps', [null, 12.25, 12.24, null, null, -3.5, 0], 2],
    ['counts', [0, 2, 4, 7], 0],
  ])('are the same after they were written in one line: %s', (_, values, decimals) => {
    const text = packNumbers(values, decimals);
    expect(unpackNumbers(text)).toEqual(values);
    expect(text).not.toContain('\n');
  });

  it('take much less room than a list', () => {
    const angles = Array.from({ length: 300 }, (_, at) => Number((30 * Math.sin(at / 9)).toFixed(2)));
    expect(packNumbers(angles, 2).length).toBeLessThan(0.8 * JSON.stringify(angles).length);
    expect(
      packNumbers(
        Array.from({ length: 300 }, () => 0.9),
        1,
      ).length,
    ).toBeLessThan(12);
  });

  it.each(['', '1,2', '2:1 x', '9:1', '0:1*-3', '0:1*1000000000', '0:1*2*3', '0:1e9', '0: 1'])(
    'are not made of a text that is none: %j',
    (text) => {
      expect(unpackNumbers(text)).toBeNull();
    },
  );
});
