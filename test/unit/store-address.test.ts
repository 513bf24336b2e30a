import { expect, it } from 'vitest';
import { addressOf, canonicalJson, type ResultIdentity } from '../../src/kernel/store/address';

const identity: ResultIdentity = {
  step: 'extract-pose',
  version: 1,
  inputs: { video: 'ab12' },
  parameters: { frame_width: 640, mediapipe: { model_complexity: 1, smooth_landmarks: true } },
  engines: { mediapipe: '0.10.35', model: 'cd34' },
};

it('gives the same result the same address, however its keys are ordered', () => {
  const shuffled: ResultIdentity = {
    engines: { model: 'cd34', mediapipe: '0.10.35' },
    parameters: { mediapipe: { smooth_landmarks: true, model_complexity: 1 }, frame_width: 640 },
    inputs: { video: 'ab12' },
    version: 1,
    step: 'extract-pose',
  };
  expect(addressOf(shuffled)).toBe(addressOf(identity));
  expect(addressOf(identity)).toMatch(/^[0-9a-f]{64}$/);
});

it.each<[string, ResultIdentity]>([
  ['another step', { ...identity, step: 'detect-events' }],
  ['a newer version of the step', { ...identity, version: 2 }],
  ['another video', { ...identity, inputs: { video: 'ab13' } }],
  [
    'another setting, deep inside',
    {
      ...identity,
      parameters: { frame_width: 640, mediapipe: { model_complexity: 2, smooth_landmarks: true } },
    },
  ],
  ['another model', { ...identity, engines: { mediapipe: '0.10.35', model: 'cd35' } }],
  [
    'the same keys in another place',
    { ...identity, inputs: {}, engines: { ...identity.engines, video: 'ab12' } },
  ],
])('%s has another address', (_, changed) => {
  expect(addressOf(changed)).not.toBe(addressOf(identity));
});

it('does not tell a key that is undefined from one that is not there', () => {
  const withUndefined = { ...identity, parameters: { ...identity.parameters, crop: undefined } };
  expect(addressOf(withUndefined)).toBe(addressOf(identity));
});

it('refuses what JSON would change in silence', () => {
  for (const value of [NaN, Infinity, new Date(0), new Float32Array(1), () => 1, [undefined], 1n]) {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  }
});
