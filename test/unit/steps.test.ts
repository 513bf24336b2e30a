import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { GaitError } from '../../src/shared/errors';
import { parseStep, settingsOfStep } from '../../src/shared/parse-step';
import { makePhantomStep, stepSchema } from '../../src/shared/steps';

function refusal(raw: unknown): GaitError {
  try {
    parseStep(raw, 'cell 3');
  } catch (thrown) {
    if (thrown instanceof GaitError) return thrown;
    throw thrown;
  }
  throw new Error('Nothing was refused.');
}

describe('a step', () => {
  it('is filled in with its defaults', () => {
    expect(parseStep({ step: 'report', of: 'gait' })).toMatchObject({ of: 'gait', output: 'results' });
  });

  it('that makes a phantom says its defaults, and leaves them to the recording that it may be like', () => {
    const step = parseStep({ step: 'make-phantom', output: 'walker.mp4', cadence_steps_per_min: 96 });
    expect(step).toEqual({ step: 'make-phantom', output: 'walker.mp4', cadence_steps_per_min: 96 });
    const { fps } = makePhantomStep.shape;
    expect(z.toJSONSchema(fps, { io: 'input' })).toMatchObject({ default: 30, minimum: 5, maximum: 240 });
  });

  it('cannot be a phantom of no known gait', () => {
    const { message, hint } = refusal({ step: 'make-phantom', output: 'walker.mp4', gait: 'limping' });
    expect(message).toContain('gait cannot be "limping"');
    expect(hint).toContain('"antalgic"');
  });

  it('with a mistyped name is told the nearest', () => {
    const { message, hint, kind } = refusal({ step: 'extract-pos', video: 'walks' });
    expect(kind).toBe('bad-input');
    expect(message).toBe('cell 3: there is no step "extract-pos".');
    expect(hint).toContain('Did you mean "extract-pose"?');
    for (const option of stepSchema.options) expect(hint).toContain(option.shape.step.value);
  });

  it.each([[{}], [[]], [null], ['load-video'], [{ video: 'x.mp4' }]])(
    '%j does not say which step it is',
    (raw) => {
      expect(refusal(raw).message).toBe('cell 3: it does not say which step it is.');
    },
  );

  it.each<[object, string, string]>([
    [{ step: 'extract-pose', vidoe: 'walks', video: 'walks' }, 'unknown key "vidoe"', '"video"'],
    [{ step: 'extract-pose' }, 'video is missing', 'a name: a letter'],
    [{ step: 'load-video', video: 'a.mp4', crop: [0, 0, 0, 0] }, 'crop', 'a width and height above 0'],
    [{ step: 'load-video', video: 'a.mp4', crop: [0, 0, 5] }, 'crop', 'x, y, width, height'],
    [{ step: 'load-video', video: [] }, 'video cannot be []', 'a path, a glob, or a list of them'],
    [
      { step: 'load-video', video: 'a', affected_side: 'lefft' },
      '"lefft"',
      '"left", "right", "both" or "none"',
    ],
    [{ step: 'detect-events', pose: 'p', filter_order: 3 }, 'filter_order cannot be 3', '2, 4 or 8'],
    [{ step: 'detect-events', pose: 'p', max_memory_mb: -1 }, 'max_memory_mb cannot be -1', '80%'],
    [
      { step: 'detect-events', pose: 'p', settings: { signal_procesing: {} } },
      'unknown key "settings.signal_procesing"',
      '"settings.signal_processing"',
    ],
    [{ step: 'make-phantom', output: 'x', duration_s: 1e9 }, 'duration_s', 'a number from 0.1 to 600'],
  ])('%j is refused in words', (raw, says, expected) => {
    const { message, hint } = refusal(raw);
    expect(message).toContain(says);
    expect(hint).toContain(expected);
  });
});

describe('the settings of a step', () => {
  it('hold its profile, its limit and whatever else it sets', () => {
    const step = parseStep({
      step: 'extract-pose',
      video: 'walks',
      profile: 'fast',
      max_memory_mb: '50%',
      settings: { frame_width: 320 },
    });
    expect(settingsOfStep(step)).toEqual({
      performance_mode: 'fast',
      max_memory_mb: '50%',
      frame_width: 320,
    });
  });

  it('hold the signal processing that a cell names directly, beside what its settings say', () => {
    const step = parseStep({
      step: 'detect-events',
      pose: 'poses',
      filter_cutoff_hz: 5,
      settings: { signal_processing: { max_gap_s: 0.1 } },
    });
    expect(settingsOfStep(step)).toEqual({ signal_processing: { filter_cutoff_hz: 5, max_gap_s: 0.1 } });
  });

  it('are nothing where it sets nothing', () => {
    expect(settingsOfStep(parseStep({ step: 'detect-events', pose: 'poses' }))).toEqual({});
  });
});
