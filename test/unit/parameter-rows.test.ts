import { describe, expect, it } from 'vitest';
import { cadenceInWords, missingReasons, normInWords, parameterRows } from '../../src/shared/parameter-rows';
import type { GaitParameters } from '../../src/shared/results';
import { gaitAnalysis } from './display-fixture';

const { parameters } = gaitAnalysis(6);
const rowOf = (key: string, changed: Partial<GaitParameters> = {}) =>
  parameterRows({ ...parameters, ...changed }).find((row) => row.key === key);

describe('the rows of the parameter table', () => {
  it('name lengths and speed also where there is no scale, and say that this is why they are empty', () => {
    expect(rowOf('speed_m_s')).toMatchObject({ unit: 'm/s', left: { mean: null }, norm: null });
    expect(missingReasons(parameterRows(parameters))).toEqual([expect.stringMatching(/^no scale/)]);
  });

  it('name what few set-ups show only where it was seen', () => {
    const seen = { mean: 0.12, sd: 0.01, n: 4 };
    expect(rowOf('step_width_m')).toBeUndefined();
    expect(rowOf('step_width_m', { step_width_m: { left: seen, right: seen, all: seen } })).toMatchObject({
      label: 'Step width',
      all: seen,
    });
  });

  it('say of double support that its last column is both in all', () => {
    expect(rowOf('double_support_percent')).toMatchObject({ note: 'in all', all: { mean: 24.1 } });
  });

  it('give what healthy adults show to the digit that its spread is known to', () => {
    const band = { mean: 1.0834, sd: 0.0712, source: 'A study' };
    const row = rowOf('stride_time_s', { normative: { stride_time_s: band } })!;
    expect(row.norm).toEqual(band);
    expect(normInWords(row)).toBe('1.08 ± 0.07');
    expect(normInWords(rowOf('step_time_s')!)).toBe('');
  });

  it('say why there is no cadence', () => {
    expect(cadenceInWords({ ...parameters, cadence_steps_per_min: null })).toMatch(/too few steps/);
    expect(cadenceInWords(parameters)).toBe('109.1 steps/min');
  });
});
