import { describe, expect, it } from 'vitest';
import type { CellContext } from '../../src/shared/language/cell-context';
import type { CellDiagnostic, Fix } from '../../src/shared/language/cell-diagnostic';
import { diagnose } from '../../src/shared/language/diagnostics/diagnose';
import { detect, filesOf, load, notebook, pose } from './language-fixture';

const applied = (text: string, { edits }: Fix): string =>
  [...edits]
    .sort((a, b) => b.span.from - a.span.from)
    .reduce((now, { span, text: put }) => now.slice(0, span.from) + put + now.slice(span.to), text);

/** The one thing that is wrong with the last cell. */
async function only(cells: readonly string[], more?: Partial<CellContext>) {
  const context = notebook(cells, more);
  const text = cells[context.at]!;
  const found = await diagnose(text, context);
  expect(found).toHaveLength(1);
  const [first] = found as [CellDiagnostic];
  return {
    ...first,
    marked: text.slice(first.span.from, first.span.to),
    after: (title: string): string => {
      const fix = first.fixes.find((candidate) => candidate.title.startsWith(title));
      if (!fix)
        throw new Error(`There is no fix "${title}", only ${first.fixes.map((f) => f.title).join(', ')}.`);
      return applied(text, fix);
    },
  };
}

describe('a cell that is right', () => {
  it.each([
    ['a video', [load]],
    ['a pose of it', [load, pose]],
    ['events of that', [load, pose, detect]],
    [
      'events corrected in place',
      [load, pose, detect, 'step: edit-events\nof: gait\nedits: edits.csv\nas: mended'],
    ],
    ['several sources', [load, pose, detect, 'step: report\nof: [gait]\noutput: out']],
    ['an empty cell', [load, '']],
    ['a note', [load, '# later']],
  ])('has no marks: %s', async (_, cells) => {
    const files = filesOf('walk.mp4', 'edits.csv');
    expect(await diagnose(cells.at(-1)!, notebook(cells, { files }))).toEqual([]);
  });

  it('may read the video that a cell above will render', async () => {
    const cells = ['step: make-phantom\noutput: walker.mp4', 'step: load-video\nvideo: ./walker.mp4'];
    expect(await diagnose(cells[1]!, notebook(cells, { files: filesOf() }))).toEqual([]);
  });
});

describe('a mistyped key', () => {
  it('is marked alone, and changed to the nearest', async () => {
    const { code, marked, message, after } = await only([
      'step: load-video\nvideo: a.mp4\nheigth_m: 1.7 # tall',
    ]);
    expect([code, marked]).toEqual(['unknown-key', 'heigth_m']);
    expect(message).toBe('Unknown key "heigth_m". Did you mean "height_m"?');
    expect(after('Change')).toBe('step: load-video\nvideo: a.mp4\nheight_m: 1.7 # tall');
    expect(after('Remove')).toBe('step: load-video\nvideo: a.mp4');
  });

  it('in a group of settings is told its place', async () => {
    const cell = 'step: extract-pose\nvideo: walks\nsettings:\n  io_optimization:\n    batch_sise: 8\n';
    const { marked, message } = await only([load, cell]);
    expect(marked).toBe('batch_sise');
    expect(message).toContain('Did you mean "settings.io_optimization.batch_size"?');
  });

  it('that belongs into a group is moved there', async () => {
    const cell = 'step: extract-pose\nvideo: walks\nsettings:\n  model_complexity: 0\n';
    const { after } = await only([load, cell]);
    expect(after('Move')).toBe(
      'step: extract-pose\nvideo: walks\nsettings:\n  mediapipe: { model_complexity: 0 }\n',
    );
  });

  it('in a correction is found within its list', async () => {
    const edit = '  - edit: delete\n    time_s: 1.2\n    author: me\n    reason: late\n    sied: left';
    const { marked, after } = await only([
      load,
      pose,
      detect,
      `step: edit-events\nof: gait\nedits:\n${edit}`,
    ]);
    expect(marked).toBe('sied');
    expect(after('Change')).toContain('    side: left');
  });

  it('that could mean two things is refused with the reason', async () => {
    const cell = 'step: report\nof: gait\nsettings:\n  blur_faces: true\n  batch_size: 3';
    const { code, marked, message, after } = await only([load, pose, detect, cell]);
    expect([code, marked]).toEqual(['refused-key', 'batch_size']);
    expect(message).toMatch(/^"batch_size" is not taken\. By itself it may mean frames/);
    expect(after('Remove')).toBe('step: report\nof: gait\nsettings:\n  blur_faces: true');
  });
});

describe('a key twice', () => {
  it('is marked where it stands again, and taken out with all that belongs to it', async () => {
    const cell = 'step: load-video\nvideo: a.mp4\nvideo:\n  - b.mp4\n  - c.mp4\nas: walks\n';
    const { code, after, span } = await only([cell]);
    expect([code, span.from]).toEqual(['duplicate-key', cell.lastIndexOf('video:')]);
    expect(after('Remove')).toBe('step: load-video\nvideo: a.mp4\nas: walks\n');
  });
});

describe('a value that cannot be', () => {
  it.each([
    [
      'step: load-video\nvideo: a.mp4\nheight_m: 17',
      '17',
      'height_m cannot be 17. Give a number from 0.4 to 2.6.',
    ],
    ['step: load-video\nvideo: a.mp4\nheight_m: 1,7', '1,7', 'height_m cannot be "1,7".'],
    ['step: load-video\nvideo: a.mp4\ncrop: [0, 0, 5]', '[0, 0, 5]', 'four numbers of pixels'],
    ['step: load-video\nvideo:', 'video', 'video has no value. Give a path, a glob, or a list of them.'],
    ['step: load-video\nvideo: a.mp4\nas: my walks', 'my walks', 'a name: a letter'],
  ])('%j is marked at %j', async (cell, at, says) => {
    const { code, marked, message } = await only([cell]);
    expect([code, marked]).toEqual(['value', at]);
    expect(message).toContain(says);
  });

  it.each([
    ['step: load-video\nvideo: a.mp4\naffected_side: lefft', 'affected_side: left'],
    ['step: extract-pose\nvideo: walks\nsettings: { blur_faces: yes }', 'blur_faces: true'],
    ['step: detect-events\npose: poses\nfilter_order: "4"', 'filter_order: 4'],
    ['step: detect-events\npose: poses\nexclude: [frist]', 'exclude: [first]'],
  ])('%j becomes %j', async (cell, becomes) => {
    const { after } = await only([load, pose, cell]);
    expect(after('Change')).toContain(becomes);
  });
});

describe('a step', () => {
  it('with a mistyped name is changed to the nearest', async () => {
    const { code, marked, after } = await only(['step: load-vidoe\nvideo: a.mp4']);
    expect([code, marked]).toEqual(['unknown-step', 'load-vidoe']);
    expect(after('Change')).toBe('step: load-video\nvideo: a.mp4');
  });

  it('that is not named is asked for in the first line', async () => {
    const { code, marked, message } = await only(['# note\nvideo: a.mp4\nas: walks']);
    expect([code, marked]).toEqual(['unknown-step', '# note']);
    expect(message).toContain('Steps are: load-video, load-landmarks, extract-pose');
  });

  it('without a key it needs gets it, with the nearest result that fits', async () => {
    const { code, marked, after } = await only([load, 'step: extract-pose # now\nprofile: fast']);
    expect([code, marked]).toEqual(['missing-key', 'extract-pose']);
    expect(after('Add video: walks')).toBe('step: extract-pose # now\nvideo: walks\nprofile: fast');
  });

  it('without any of its sources is told of each', async () => {
    const { code, message, after } = await only(['step: load-video\n']);
    expect(code).toBe('missing-key');
    expect(message).toContain('load-video needs `video` or `study`.');
    expect(after('Add study')).toBe('step: load-video\nstudy: \n');
  });

  it('that lacks a key within a list gets it there', async () => {
    const cell = 'step: edit-events\nof: gait\nedits:\n  - edit: delete\n    time_s: 1.2\n    reason: late';
    const { code, marked, after } = await only([load, pose, detect, cell]);
    expect([code, marked]).toEqual(['missing-key', 'edit: delete']);
    expect(after('Add author')).toContain('  - author: \n    edit: delete\n');
  });

  it('that stands beside another is not explained as one', async () => {
    const { code, marked } = await only([`${load}\nstep: report\nof: gait`]);
    expect([code, marked]).toEqual(['two-steps', 'step']);
  });
});

describe('the name of a result', () => {
  it('that nobody makes is changed to the nearest that fits', async () => {
    const { code, marked, message, after } = await only([load, pose, 'step: detect-events\npose: pozes']);
    expect([code, marked]).toEqual(['unknown-result', 'pozes']);
    expect(message).toBe('No cell makes a result "pozes". Did you mean "poses"?');
    expect(after('Change')).toBe('step: detect-events\npose: poses');
  });

  it('where no cell makes any says which step is missing', async () => {
    const { message } = await only(['step: detect-events\npose: poses']);
    expect(message).toContain('Put a cell with the extract-pose or load-landmarks step above this one.');
  });

  it('of another kind of step says what is needed', async () => {
    const { code, message, after } = await only([load, pose, 'step: detect-events\npose: walks']);
    expect(code).toBe('result-kind');
    expect(message).toBe(
      '"walks" is the result of load-video. A result of extract-pose or load-landmarks is needed here.',
    );
    expect(after('Change')).toBe('step: detect-events\npose: poses');
  });

  it('that a cell below makes is a warning', async () => {
    const { code, severity, message } = await only([pose, load], { at: 0 });
    expect([code, severity]).toEqual(['result-below', 'warning']);
    expect(message).toContain('"walks" is made by a cell below (load-video).');
  });

  it('in a list is marked alone', async () => {
    const { marked } = await only([load, pose, detect, 'step: report\nof: [gait, gate]']);
    expect(marked).toBe('gate');
  });

  it('is the step’s own where a cell gives none', async () => {
    const cells = ['step: load-video\nvideo: a.mp4', 'step: extract-pose\nvideo: load-video'];
    expect(await diagnose(cells[1]!, notebook(cells))).toEqual([]);
  });

  it('that two cells make is a warning at the later, with a name that is free', async () => {
    const { code, severity, marked, after } = await only([load, load]);
    expect([code, severity, marked]).toEqual(['name-twice', 'warning', 'walks']);
    expect(after('Change')).toContain('as: walks-2');
  });

  it('of a step that no other reads may stand twice', async () => {
    const report = 'step: report\nof: gait';
    expect(await diagnose(report, notebook([load, pose, detect, report, report]))).toEqual([]);
  });
});

describe('a file', () => {
  it('that is not there is marked, with the nearest beside it', async () => {
    const files = filesOf('clips/walk.mp4', 'clips/walk.csv');
    const { code, severity, marked, message, after } = await only(
      ['step: load-video\nvideo: clips/wlak.mp4'],
      {
        files,
      },
    );
    expect([code, severity, marked]).toEqual(['missing-file', 'warning', 'clips/wlak.mp4']);
    expect(message).toBe('There is no file clips/wlak.mp4. Did you mean clips/walk.mp4?');
    expect(after('Change')).toContain('video: clips/walk.mp4');
  });

  it('of a glob that finds nothing is marked', async () => {
    const files = filesOf('a.mov');
    const { message } = await only(['step: load-video\nvideo: ["*.mp4", "*.mov"]'], { files });
    expect(message).toBe('No file matches *.mp4. Paths start from the notebook’s folder.');
  });
});

describe('a memory limit', () => {
  const demanding = 'step: extract-pose\nvideo: walks\nprofile: accurate\nmax_memory_mb: 300';

  it('without room for the profile’s model is an error with two ways out, both of which do', async () => {
    const { code, severity, marked, message, after } = await only([load, demanding]);
    expect([code, severity, marked]).toEqual(['memory-limit', 'error', '300']);
    expect(message).toContain('does not allow the heavy pose model with segmentation');
    expect(await diagnose(after('Raise'), notebook([load, after('Raise')]))).toEqual([]);
    expect(after('Raise')).toMatch(/max_memory_mb: \d{3,4}$/);
  });

  it('with room for the fast profile offers it', async () => {
    const { after } = await only([load, demanding.replace('300', '450')]);
    const fast = after('Use the profile fast');
    expect(fast).toContain('profile: fast\nmax_memory_mb: 450');
    expect(await diagnose(fast, notebook([load, fast]))).toEqual([]);
  });

  it('with room for small videos alone is a warning', async () => {
    const { severity, message } = await only([
      load,
      'step: extract-pose\nvideo: walks\nprofile: fast\nmax_memory_mb: 365',
    ]);
    expect(severity).toBe('warning');
    expect(message).toContain('small videos alone');
  });

  it('that the editor sets is marked at the step, and raised by a key of the cell', async () => {
    const layers = [{ source: 'user settings', values: { max_memory_mb: 200 } }];
    const { marked, after } = await only([load, pose, detect], { layers });
    expect(marked).toBe('detect-events');
    expect(after('Raise')).toMatch(/^step: detect-events\nmax_memory_mb: \d+\npose: poses/);
  });

  it('counts the size of a phantom', async () => {
    const cell = 'step: make-phantom\noutput: w.mp4\nwidth_px: 3840\nheight_px: 2160\nmax_memory_mb: 400';
    const { code, message } = await only([cell]);
    expect(code).toBe('memory-limit');
    expect(message).toContain('a phantom of 3840 × 2160 pixels');
  });

  it('as a share is left to the run, which knows what is free', async () => {
    const cell = 'step: extract-pose\nvideo: walks\nmax_memory_mb: "1%"';
    expect(await diagnose(cell, notebook([load, cell]))).toEqual([]);
  });
});

describe('a profile', () => {
  it('that is not known is changed to the nearest', async () => {
    const { code, marked, after } = await only([load, 'step: extract-pose\nvideo: walks\nprofile: fsat']);
    expect([code, marked]).toEqual(['unknown-profile', 'fsat']);
    expect(after('Change')).toContain('profile: fast');
  });

  it('of the configuration file is known', async () => {
    const cell = 'step: extract-pose\nvideo: walks\nprofile: clinic';
    expect(
      await diagnose(cell, notebook([load, cell], { profiles: { clinic: { performance_mode: 'fast' } } })),
    ).toEqual([]);
  });

  it('that is chosen by the step is known, and has room where the lightest has', async () => {
    const cell = 'step: extract-pose\nvideo: walks\nprofile: auto\nmax_memory_mb: 450';
    expect(await diagnose(cell, notebook([load, cell]))).toEqual([]);
  });

  it('of a list to measure is changed to the nearest', async () => {
    const { code, marked, after } = await only([
      load,
      'step: benchmark\nvideo: walks\nprofiles: [fast, acurate]',
    ]);
    expect([code, marked]).toEqual(['unknown-profile', 'acurate']);
    expect(after('Change')).toContain('profiles: [fast, accurate]');
  });

  it('that chooses is none to measure', async () => {
    const { code, message } = await only([load, 'step: benchmark\nvideo: walks\nprofiles: [auto]']);
    expect([code, message]).toEqual([
      'unknown-profile',
      expect.stringContaining('chooses one of the others'),
    ]);
  });

  it('is needed that chooses, where there is a deadline', async () => {
    const pose = 'step: extract-pose\nvideo: walks\nprofile: fast\ndeadline_s: 60';
    const { code, marked } = await only([load, pose]);
    expect([code, marked]).toEqual(['deadline', 'deadline_s']);
    const chosen = pose.replace('fast', 'auto');
    expect(await diagnose(chosen, notebook([load, chosen]))).toEqual([]);
  });
});
