import { describe, expect, it } from 'vitest';
import { angleScale } from '../../src/shared/charts/angle-scale';

describe('the scale of a panel of angles', () => {
  it('reaches as far as the angles do', () => {
    expect(angleScale([-12, null, 40.5])).toEqual({ zero: false });
    expect(angleScale([null])).toEqual({ zero: false });
  });

  it.each([
    ['a trunk that hardly moves', [2.4, null, 3.1]],
    ['a joint that stands still', [-40, -40]],
    ['nearly ten degrees, between whole ones', [0.6, 10.55]],
  ])('spans ten degrees around %s, so that nothing looks like a large movement', (_, values) => {
    const { domain } = angleScale(values);
    const [from, to] = domain!;
    const seen = values.filter((value) => value !== null);
    expect(to - from).toBeGreaterThanOrEqual(10);
    expect(to - from).toBeLessThanOrEqual(12);
    expect(from).toBeLessThanOrEqual(Math.min(...seen));
    expect(to).toBeGreaterThanOrEqual(Math.max(...seen));
  });
});
