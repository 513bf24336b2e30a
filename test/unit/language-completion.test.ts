import { describe, expect, it } from 'vitest';
import type { CellContext } from '../../src/shared/language/cell-context';
import { complete } from '../../src/shared/language/completion/complete';
import { stepSchema } from '../../src/shared/steps';
import { detect, filesOf, load, notebook, pose } from './language-fixture';

/** Completes where `|` stands in the last cell. */
async function at(
  cell: string,
  above: readonly string[] = [load, pose, detect],
  more?: Partial<CellContext>,
) {
  const offset = cell.indexOf('|');
  const text = cell.replace('|', '');
  const found = await complete(text, offset, notebook([...above, text], more));
  const one = (label: string) => {
    const completion = found.find((candidate) => candidate.label === label);
    if (!completion) throw new Error(`"${label}" is not among ${found.map((c) => c.label).join(', ')}.`);
    return completion;
  };
  return {
    found,
    labels: found.map(({ label }) => label),
    one,
    /** The cell with one of them taken, tab stops left out. */
    taken: (label: string) => {
      const { span, insert } = one(label);
      const plain = insert.replace(/\$\{?\d\}?/g, '').replace(/\\([\\$}])/g, '$1');
      return text.slice(0, span.from) + plain + text.slice(span.to);
    },
  };
}

describe('a cell that is begun', () => {
  it.each(['|', '\n|', '# my walk\nst|'])('asks for the step first: %j', async (cell) => {
    const { labels, taken } = await at(cell);
    expect(labels).toEqual(['step']);
    expect(taken('step').endsWith('step: ')).toBe(true);
  });

  it('offers every step with what it does', async () => {
    const { labels, one } = await at('step: |');
    expect(labels).toEqual(stepSchema.options.map((option) => option.shape.step.value));
    expect(one('extract-pose').documentation).toContain('33 landmarks');
  });

  it('gets the rest of a step with names that fit those above', async () => {
    const { taken } = await at('step: ext|', [load]);
    expect(taken('extract-pose')).toBe('step: extract-pose\nvideo: walks\nas: poses');
  });

  it('gets a video that lies beside the notebook', async () => {
    const { taken } = await at('step: |', [], { files: filesOf('b.mp4', 'a.csv') });
    expect(taken('load-video')).toBe('step: load-video\nvideo: b.mp4\nas: walks');
  });

  it('keeps what is there when its step is changed', async () => {
    const { taken } = await at('step: load-v|ideo\nvideo: a.mp4');
    expect(taken('load-landmarks')).toBe('step: load-landmarks\nvideo: a.mp4');
  });

  it('puts in the space that is missing behind the colon', async () => {
    const { taken } = await at('step:|\nvideo: a.mp4');
    expect(taken('load-video')).toBe('step: load-video\nvideo: a.mp4');
  });
});

describe('keys', () => {
  it('come with those first that the step needs, and without those that are there', async () => {
    const { labels, one } = await at('step: edit-events\nas: mended\n|');
    expect(labels.slice(0, 2)).toEqual(['of', 'edits']);
    expect(labels).not.toContain('as');
    expect(one('of').detail).toContain('needed');
  });

  it.each([
    ['at the end without a line end', 'step: load-video\nvideo: a.mp4\nhei|', 'height_m'],
    ['between other lines', 'step: load-video\n|\nvideo: a.mp4', 'height_m'],
    ['after an empty value', 'step: load-video\nvideo:\n|', 'height_m'],
    ['in a group', 'step: extract-pose\nsettings:\n  |', 'frame_width'],
    ['in a group with others below', 'step: extract-pose\nsettings:\n  |\n  frame_rate: 30', 'frame_width'],
    ['in a group of a group', 'step: extract-pose\nsettings:\n  mediapipe:\n    mod|', 'model_complexity'],
    ['in braces', 'step: extract-pose\nsettings: { | }', 'frame_width'],
    ['in braces that are not closed', 'step: extract-pose\nsettings: { fr|', 'frame_width'],
    ['in a list of corrections', 'step: edit-events\nedits:\n  - |', 'time_s'],
    ['further in a list of corrections', 'step: edit-events\nedits:\n  - edit: add\n    |', 'time_s'],
    ['in a correction in braces', 'step: edit-events\nedits:\n  - { edit: add, | }', 'time_s'],
    ['beside a line that is wrong', 'step: load-video\nvideo: [a.mp4\nhei|\n', 'height_m'],
    ['with the line ends of Windows', 'step: load-video\r\nvideo: a.mp4\r\n|\r\n', 'height_m'],
  ])('are offered %s', async (_, cell, key) => {
    expect((await at(cell)).labels).toContain(key);
  });

  it('say their unit and range, their default, and what they affect', async () => {
    const { one } = await at('step: load-video\n|');
    expect(one('height_m').detail).toBe('a number from 0.4 to 2.6 · m');
    const { one: ofDetect } = await at('step: detect-events\n|');
    expect(ofDetect('filter_cutoff_hz').documentation).toMatch(/Hz[^]*Default: `6`[^]*Affects the result/);
  });

  it('go in with their colon, groups and lists with the beginning of a block', async () => {
    const { taken } = await at('step: edit-events\n|');
    expect(taken('of')).toBe('step: edit-events\nof: ');
    expect(taken('settings')).toBe('step: edit-events\nsettings:\n  ');
    expect(taken('edits')).toBe(
      'step: edit-events\nedits:\n  - edit: \n    time_s: \n    author: \n    reason: ',
    );
  });

  it('take the place of one that stands there, and leave its value', async () => {
    const { taken } = await at('step: load-video\nhei|gth: 1.7');
    expect(taken('height_m')).toBe('step: load-video\nheight_m: 1.7');
  });

  it('of a group whose line is empty go below it', async () => {
    const { taken } = await at('step: extract-pose\nsettings: |');
    expect(taken('frame_width')).toBe('step: extract-pose\nsettings: \n  frame_width: ');
  });

  it('are not offered in comments, nor within texts over several lines', async () => {
    expect((await at('step: load-video\n# vid|')).labels).toEqual([]);
    expect((await at('step: load-video\naid: walker\n  on wh|eels')).labels).toEqual([]);
  });
});

describe('values', () => {
  it.each<[string, string[]]>([
    ['step: load-video\naffected_side: |', ['left', 'right', 'both', 'none']],
    ['step: load-video\naffected_side: le|', ['left', 'right', 'both', 'none']],
    ['step: extract-pose\nsettings:\n  blur_faces: |', ['true', 'false']],
    ['step: extract-pose\nsettings: { mediapipe: { model_complexity: | } }', ['0', '1', '2']],
    ['step: detect-events\nexclude: [|]', ['first', 'last', 'outlier']],
    ['step: detect-events\nexclude:\n  - first\n  - |', ['first', 'last', 'outlier']],
    ['step: edit-events\nedits:\n  - edit: |', ['add', 'move', 'delete', 'swap_legs']],
    ['step: detect-events\nfilter_cutoff_hz: |', ['6']],
    ['step: make-phantom\nfps: |', ['30']],
  ])('%j are %j', async (cell, expected) => {
    expect((await at(cell)).labels).toEqual(expected);
  });

  it('say which is the default', async () => {
    const { one } = await at('step: detect-events\nfilter_order: |');
    expect(one('4').detail).toContain('default');
    expect(one('8').detail).not.toContain('default');
  });

  it('of profiles are the built-in ones and those of the configuration file', async () => {
    const profiles = { clinic: { description: 'For the ward.', performance_mode: 'fast' } };
    const { labels, one } = await at('step: extract-pose\nprofile: |', [load], { profiles });
    expect(labels).toEqual(['fast', 'balanced', 'accurate', 'clinic', 'auto']);
    expect(one('clinic').documentation).toContain('For the ward.');
    expect(one('auto').documentation).toContain('fits in the memory limit');
  });

  it.each(['profiles: [fast, |]', 'profiles:\n  - |'])(
    'of a benchmark are those to measure: %j',
    async (key) => {
      const profiles = { clinic: { performance_mode: 'fast' } };
      const { labels } = await at(`step: benchmark\nvideo: walks\n${key}`, [load], { profiles });
      expect(labels).toEqual(['fast', 'balanced', 'accurate', 'clinic']);
    },
  );
});

describe('names of results', () => {
  const second = 'step: extract-pose\nvideo: walks\nas: slow-poses';

  it('are those that fit, the nearest cell’s first', async () => {
    const { labels, one } = await at('step: detect-events\npose: |', [load, pose, second]);
    expect(labels).toEqual(['slow-poses', 'poses']);
    expect(one('poses').detail).toBe('result of extract-pose');
  });

  it('are offered in lists too', async () => {
    expect((await at('step: report\nof:\n  - |')).labels).toEqual(['gait']);
    expect((await at('step: report\nof: [gait, |]')).labels).toEqual(['gait']);
  });

  it('of cells below are not offered', async () => {
    const text = 'step: detect-events\npose: ';
    const found = await complete(text, text.length, { ...notebook([text, pose]), at: 0 });
    expect(found).toEqual([]);
  });
});

describe('paths', () => {
  const files = filesOf(
    'walk.mp4',
    'two words.mov',
    'table.csv',
    'clips/a.mp4',
    'clips/deep/b.mp4',
    '.gait/x.mp4',
  );

  it('are videos and folders for a video, tables for a study', async () => {
    expect((await at('step: load-video\nvideo: |', [], { files })).labels).toEqual([
      'two words.mov',
      'walk.mp4',
      'clips/',
    ]);
    expect((await at('step: load-video\nstudy: |', [], { files })).labels).toEqual(['table.csv', 'clips/']);
  });

  it('go on within a folder', async () => {
    const { labels, taken } = await at('step: load-video\nvideo: clips/|', [], { files });
    expect(labels).toEqual(['a.mp4', 'deep/']);
    expect(taken('deep/')).toBe('step: load-video\nvideo: clips/deep/');
  });

  it.each([
    ['step: load-video\nvideo: tw|', 'two words.mov', 'step: load-video\nvideo: two words.mov'],
    ['step: load-video\nvideo: "cl|"', 'clips/', 'step: load-video\nvideo: "clips/"'],
    [
      'step: load-video\nvideo: "clips/|\nas: walks',
      'a.mp4',
      'step: load-video\nvideo: "clips/a.mp4"\nas: walks',
    ],
    ['step: load-video\nvideo: [walk.mp4, |]', 'clips/', 'step: load-video\nvideo: [walk.mp4, clips/]'],
    ['step: load-video\nvideo:\n  - wa|', 'walk.mp4', 'step: load-video\nvideo:\n  - walk.mp4'],
  ])('%j with %j becomes %j', async (cell, label, becomes) => {
    expect((await at(cell, [], { files })).taken(label)).toBe(becomes);
  });

  it('cannot be known where the notebook is in no folder', async () => {
    expect((await at('step: load-video\nvideo: |', [])).labels).toEqual([]);
  });
});
