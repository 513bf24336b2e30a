import { describe, expect, it } from 'vitest';
import { digestOf, digestsOf } from '../../src/kernel/result-digest';
import type { NamedResult } from '../../src/kernel/steps/step';
import { failed, result } from './cell-outputs-fixture';

const named = (walks: NamedResult['walks'], name = 'poses'): NamedResult => ({
  name,
  step: 'extract-pose',
  walks,
  records: [],
});
const one = result('w1', '/study/.gait/results/1');

describe('the digest of a result', () => {
  it('is the same where the same was made again, from the store or of a file that was moved', () => {
    const again = result('w1', '/elsewhere/1', {
      fromStore: true,
      walk: { ...one.walk, path: '/moved/w1.mp4' },
    });
    expect(digestOf(named([again]))).toBe(digestOf(named([one])));
    expect(digestOf(named([one]))).toMatch(/^[0-9a-f]{32}$/);
  });

  it.each([
    ['another pose', [{ ...one, address: 'another' }]],
    ['another walker', [{ ...one, walk: { ...one.walk, heightM: 1.91 } }]],
    ['another rate of its landmarks', [{ ...one, landmarksFps: 50 }]],
    ['another walk beside it', [one, result('w2', '/study/.gait/results/2')]],
    ['a walk beside it that failed', [one, failed('w2')]],
  ])('is another for %s', (_, walks) => {
    expect(digestOf(named(walks))).not.toBe(digestOf(named([one])));
  });

  it('is none where the store holds nothing of a walk that did not fail', () => {
    expect(digestOf(named([{ ...one, address: null }]))).toBeNull();
    expect(digestsOf([named([{ ...one, address: null }], 'clip'), named([one])])).toEqual({
      poses: digestOf(named([one])),
    });
  });
});
