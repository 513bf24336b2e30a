import { describe, expect, it } from 'vitest';
import { GaitError } from '../../src/shared/errors';
import { parseCell, readCell } from '../../src/shared/gait-cell';

function refusal(text: string): GaitError {
  try {
    parseCell(text);
  } catch (thrown) {
    if (thrown instanceof GaitError) return thrown;
    throw thrown;
  }
  throw new Error('Nothing was refused.');
}

describe('a gait cell', () => {
  it('stands for the step that it writes out', () => {
    const text =
      '# the walk\nstep: load-video\nvideo: [a.mp4, "*.mov"]\nheight_m: 1.72\nsettings:\n  mediapipe: { model_complexity: 0 }\n';
    expect(parseCell(text)).toEqual({
      step: 'load-video',
      video: ['a.mp4', '*.mov'],
      height_m: 1.72,
      settings: { mediapipe: { model_complexity: 0 } },
    });
  });

  it('reads the same with the line ends of Windows, a byte order mark and an end mark', () => {
    expect(parseCell('\uFEFFstep: report\r\nof: gait\r\n...\r\n')).toEqual({ step: 'report', of: 'gait' });
  });

  it('keeps times and words as they are written', () => {
    expect(parseCell('at: 2026-01-05T10:00:00Z\nwalk: no\naid: ~')).toEqual({
      at: '2026-01-05T10:00:00Z',
      walk: 'no',
      aid: null,
    });
  });

  it('does not let a key reach what all objects share', () => {
    const value = parseCell('step: report\n__proto__: { polluted: true }');
    expect(Object.keys(value as object)).toEqual(['step', '__proto__']);
    expect('polluted' in {}).toBe(false);
  });

  it.each([[''], ['  \n\n'], ['# a note alone\n']])('%j is empty, and is told how a step begins', (text) => {
    const { kind, message, hint } = refusal(text);
    expect(kind).toBe('bad-input');
    expect(message).toBe('The cell is empty.');
    expect(hint).toContain('`step: load-video`');
  });

  it.each([
    [
      'two keys `step`',
      'step: load-video\nvideo: a.mp4\nstep: report\nof: g',
      'Line 3: The cell holds two steps.',
    ],
    ['two documents', 'step: load-video\n---\nstep: report', 'Line 2: The cell holds two documents.'],
    [
      'a list of steps',
      '- step: load-video\n- step: report',
      'Line 1: A cell holds one step, and this is a list.',
    ],
    ['a key twice', 'step: report\nof: a\n# no\nof: b', 'Line 4: The key "of" stands twice.'],
    [
      'a key twice in a group',
      'step: report\nsettings:\n  frame_rate: 30\n  frame_rate: 60',
      'Line 4: The key "frame_rate"',
    ],
    ['words alone', 'load the video', 'Line 1: This is no step.'],
    ['a tab', 'step: report\n\tof: a', 'Line 2: A tab stands where YAML wants spaces.'],
    ['a key without a value', 'step: report\nof', 'Line 2: "of" has no value.'],
    ['an open quote', 'step: report\nof: "gait', 'A quote is not closed.'],
    ['an open bracket', 'step: report\nof: [gait, more\n', 'Line 2: A bracket is not closed.'],
    [
      'an open bracket far above where that is noticed',
      'step: report\nof: [gait,\n  # of the study\n\n  [more]\nas: x',
      'Line 2: A bracket is not closed.',
    ],
    [
      'an open bracket in another one',
      'step: load-video\nsettings: {\n  mediapipe: { model_complexity: 0\n}\nvideo: a.mp4',
      'Line 3: A bracket is not closed.',
    ],
    [
      'a bracket of one kind within another',
      'step: load-video\nsettings: { a: 1,\n  b: [1, 2\n  }',
      'Line 3: A bracket is not closed.',
    ],
    ['a reserved sign', 'step: load-video\nvideo: @x', 'Line 2: A value cannot begin with @.'],
    ['a tag', 'step: report\nof: !!js/function "x"', 'Line 2: !!js/function is a tag'],
    ['an anchor', 'step: report\nof: &a gait', 'Line 2: &a is an anchor'],
  ])('with %s says in which line', (_, text, message) => {
    expect(refusal(text).message).toContain(message);
    expect(refusal(text).hint).toBeTruthy();
  });

  it('with a glob that has no quotes is told to quote it', () => {
    const { message, hint } = refusal('step: load-video\nvideo: *.mp4');
    expect(message).toBe('Line 2: *.mp4 is an alias in YAML, and aliases are not taken.');
    expect(hint).toContain('"*.mp4"');
  });

  it('with a colon that has no space behind it is told where the space goes', () => {
    expect(refusal('step:load-video\nvideo: a.mp4').hint).toBe(
      'Put a space after the colon: step: load-video.',
    );
  });

  it('cannot be blown up by aliases of aliases', () => {
    const levels = Array.from({ length: 30 }, (_, at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}]`);
    expect(refusal(['a0: &a0 lol', ...levels].join('\n')).message).toContain('Line 1: &a0 is an anchor');
  });

  it.each([
    ['open brackets', `of: ${'['.repeat(100_000)}`],
    ['closed brackets', `of: ${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['lists', `of:\n  ${'- '.repeat(50_000)}x`],
    ['keys', '? '.repeat(50_000)],
  ])('nested without end by %s is refused before it is read', (_, text) => {
    expect(refusal(text).message).toContain('nested more than 32 deep');
  });

  it('with more than a cell is for is told where long lists go', () => {
    const { message, hint } = refusal(
      `edits:\n${'  - { edit: add, time_s: 1.25, side: left }\n'.repeat(6000)}`,
    );
    expect(message).toContain('a cell takes 200000');
    expect(hint).toContain('CSV');
  });

  it('that is half written gives all that is wrong, in the order of the text', () => {
    const { document, problems } = readCell(
      'step: load-video\nvideo: a.mp4\nvideo: b.mp4\naid: &x none\nhei',
    );
    expect(problems.map(({ fault }) => fault)).toEqual(['duplicate-key', 'alias', 'yaml']);
    expect(document).not.toBeNull();
  });
});
