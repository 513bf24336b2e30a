import { describe, expect, it } from 'vitest';
import { withSettings } from '../../src/shared/cell-edits/apply-settings';
import { jupyterText } from '../../src/shared/cell-edits/jupyter-text';
import { newCell, stepNames } from '../../src/shared/cell-edits/new-cell';
import { benchmarkEdit, isBenchmark } from '../../src/shared/cell-edits/pose-cells';
import { freeName, madeBy } from '../../src/shared/cell-edits/result-names';
import { correctionsCell, joinedBelow, withCorrections } from '../../src/shared/cell-edits/write-corrections';
import type { EventEdit } from '../../src/shared/event-edit';
import { parseCell } from '../../src/shared/gait-cell';
import { parseStep } from '../../src/shared/parse-step';

const poseCell = `# The walker from the side
step: extract-pose
video: walks   # made above
profile: balanced
as: poses`;

describe('advice that is applied', () => {
  it('changes the value that is there, and keeps comments and order', () => {
    expect(withSettings(poseCell, { performance_mode: 'fast' })).toBe(
      poseCell.replace('balanced', 'fast').replace('walks   #', 'walks # '.trimEnd()),
    );
  });

  it('adds a limit that was not there at the end', () => {
    expect(withSettings(poseCell, { max_memory_mb: 1024 })).toContain('as: poses\nmax_memory_mb: 1024');
  });

  it('puts other settings into the block for them, beside those that are there', () => {
    const once = withSettings(poseCell, { io_optimization: { max_workers: 2 } });
    const twice = withSettings(once, { io_optimization: { parallel_processing: true } });
    expect(parseStep(parseCell(twice))).toMatchObject({
      settings: { io_optimization: { max_workers: 2, parallel_processing: true } },
    });
    expect(twice).toContain('# The walker from the side');
  });

  it('changes a filter where the cell itself sets it, for that is what counts', () => {
    const cell = 'step: detect-events\npose: poses\nfilter_cutoff_hz: 6';
    const changed = withSettings(cell, { signal_processing: { filter_cutoff_hz: 4 } });
    expect(changed).toBe('step: detect-events\npose: poses\nfilter_cutoff_hz: 4');
  });

  it('takes no batch of frames for a batch of training', () => {
    const cell = 'step: train-folds\ndata: events\nbatch_size: 16';
    const changed = withSettings(cell, { io_optimization: { batch_size: 64 } });
    expect(parseStep(parseCell(changed))).toMatchObject({
      batch_size: 16,
      settings: { io_optimization: { batch_size: 64 } },
    });
    expect(withSettings(cell, { training: { batch_size: 8 } })).toBe(cell.replace('16', '8'));
  });

  it('leaves a cell alone that cannot be read', () => {
    expect(() => withSettings('step: [extract-pose', { performance_mode: 'fast' })).toThrow(
      /cannot be changed/,
    );
  });

  it('keeps long values in one line', () => {
    const long = `step: load-video\nvideo: ${'a folder with a long name/'.repeat(8)}walk.mp4`;
    expect(withSettings(long, { max_memory_mb: 400 })).toBe(`${long}\nmax_memory_mb: 400`);
  });
});

describe('the decision of a benchmark', () => {
  const load = 'step: load-video\nvideo: a.mp4\nas: walks';
  const measure = 'step: benchmark\nvideo: walks';
  const decision = { performance_mode: 'fast', max_memory_mb: 640 };

  it('goes into every cell that finds poses of the videos that were measured, and into no other', () => {
    const other = 'step: extract-pose\nvideo: others\nas: more';
    const texts = [load, poseCell, measure, other, 'step: extract-pose\nvideo: walks # again'];
    const edit = benchmarkEdit(texts, 2, decision);
    expect(edit?.kind === 'change' && [...edit.texts.keys()]).toEqual([1, 4]);
    expect(edit?.kind === 'change' && edit.texts.get(1)).toContain(
      'profile: fast\nas: poses\nmax_memory_mb: 640',
    );
    expect(edit?.kind === 'change' && edit.texts.get(4)).toContain('video: walks # again\nprofile: fast');
  });

  it('becomes a cell of its own where none finds poses yet', () => {
    const taken = 'step: extract-pose\nvideo: others\nas: poses';
    const edit = benchmarkEdit([load, measure, taken], 1, decision);
    expect(edit?.kind === 'insert' && parseStep(parseCell(edit.text))).toMatchObject({
      step: 'extract-pose',
      video: 'walks',
      profile: 'fast',
      max_memory_mb: 640,
      as: 'poses-2',
    });
  });

  it('goes nowhere where the cell no longer measures', () => {
    expect(benchmarkEdit([load], 0, decision)).toBeNull();
    expect(isBenchmark('step: [')).toBe(false);
    expect(isBenchmark(measure)).toBe(true);
  });
});

const moved: EventEdit = {
  edit: 'move',
  walk: 'walker-side',
  side: 'left',
  event: 'heel_strike',
  time_s: 1.2000000001,
  to_s: 1.2333333333,
  author: 'K. Mori',
  at: '2026-03-01T10:00:00.000Z',
  reason: 'Moved by hand.',
};

describe('corrections that are written down', () => {
  it('become a cell that runs', () => {
    const text = correctionsCell({ of: 'events', edits: [moved] }, ['walks', 'poses', 'events']);
    expect(parseStep(parseCell(text))).toEqual({
      step: 'edit-events',
      of: 'events',
      as: 'events-corrected',
      edits: [{ ...moved, time_s: 1.2, to_s: 1.2333 }],
    });
  });

  it('get a name that no other result has, also when corrected results are corrected', () => {
    const named = (of: string, taken: readonly string[]): unknown =>
      madeBy(correctionsCell({ of, edits: [moved] }, taken))?.name;
    expect(named('events', ['events', 'events-corrected'])).toBe('events-corrected-2');
    expect(named('events-corrected', ['events', 'events-corrected'])).toBe('events-corrected-2');
    expect(named('events-corrected-2', ['events-corrected', 'events-corrected-2'])).toBe(
      'events-corrected-3',
    );
  });

  it('join those of a cell that corrects the same result', () => {
    const first = correctionsCell({ of: 'events', edits: [moved] }, []);
    const both = withCorrections(`# By two readers\n${first}`, {
      of: 'events',
      edits: [{ ...moved, edit: 'delete', time_s: 2 }],
    });
    expect(both).toMatch(/^# By two readers/);
    expect(parseStep(parseCell(both!))).toMatchObject({
      edits: [{ edit: 'move' }, { edit: 'delete', time_s: 2 }],
    });
  });

  it('are not written twice into a cell that has them', () => {
    const first = correctionsCell({ of: 'events', edits: [moved] }, []);
    const again = withCorrections(first, { of: 'events', edits: [{ ...moved, at: '2027-01-01T00:00:00Z' }] });
    expect(parseStep(parseCell(again!))).toMatchObject({ edits: [{ edit: 'move' }] });
    expect(again!.match(/edit: move/g)).toHaveLength(1);
  });

  it('join the nearest cell below that corrects the same result, and none that corrects its namesake', () => {
    const corrects = correctionsCell({ of: 'events', edits: [moved] }, []);
    const later = { of: 'events', edits: [{ ...moved, time_s: 3.21, to_s: 3.25 }] };
    const report = 'step: report\nof: events\noutput: results';
    expect(joinedBelow([report, 'as: [', corrects, corrects], later)).toEqual({
      at: 2,
      text: withCorrections(corrects, later),
    });
    const madeAnew = 'step: detect-events\npose: other\nas: events';
    expect(joinedBelow([report, madeAnew, corrects], later)).toBeNull();
  });

  describe('in a cell that corrects the same events already', () => {
    const strike = (given: Partial<EventEdit>): EventEdit => ({ ...moved, time_s: 1.2, to_s: 1.3, ...given });
    const removed = ({ to_s: _, ...edit }: EventEdit): EventEdit => ({ ...edit, edit: 'delete' });
    const added = ({ to_s: _, ...edit }: EventEdit): EventEdit => ({ ...edit, edit: 'add' });
    /** The corrections of a cell after others were written into it. */
    const joined = (before: readonly EventEdit[], edits: readonly EventEdit[]): unknown => {
      const cell = correctionsCell({ of: 'events', edits: before }, []);
      const step = parseStep(parseCell(withCorrections(cell, { of: 'events', edits })!));
      return step.step === 'edit-events' ? step.edits : null;
    };
    const other = strike({ time_s: 7, to_s: 7.1 });

    it('one that goes on from where the event was moved to comes after it', () => {
      const further = strike({ time_s: 1.3, to_s: 1.4 });
      expect(joined([strike({}), other], [further])).toEqual([strike({}), other, further]);
      expect(joined([strike({})], [removed(further)])).toEqual([strike({}), removed(further)]);
    });

    it('one of the event as it was found takes the place of what was made of it before', () => {
      const anew = strike({ to_s: 1.45, at: '2026-03-02T10:00:00.000Z' });
      const course = [strike({}), other, strike({ time_s: 1.3, to_s: 1.4 })];
      expect(joined(course, [anew])).toEqual([anew, other]);
      expect(joined(course, [removed(anew)])).toEqual([removed(anew), other]);
      expect(joined([removed(strike({}))], [anew])).toEqual([anew]);
    });

    it('one that is there already is there once, also where the event was moved there and back', () => {
      const back = strike({ time_s: 1.3, to_s: 1.2 });
      expect(joined([strike({}), other], [strike({}), other])).toEqual([strike({}), other]);
      expect(joined([strike({}), back], [strike({})])).toEqual([strike({}), back, strike({})]);
    });

    it('an event that was added is not added beside itself', () => {
      const near = added(strike({ time_s: 1.21 }));
      expect(joined([added(strike({})), other], [near])).toEqual([near, other]);
      const far = added(strike({ time_s: 3 }));
      expect(joined([added(strike({}))], [far])).toEqual([added(strike({})), far]);
    });

    it('events of another side, kind or walk are others', () => {
      const others = [
        strike({ side: 'right', to_s: 1.4 }),
        strike({ event: 'toe_off', to_s: 1.4 }),
        strike({ walk: 'second', to_s: 1.4 }),
      ];
      expect(joined([strike({})], others)).toEqual([strike({}), ...others]);
    });
  });

  it.each([
    ['another result', 'step: edit-events\nof: others\nedits: [{ edit: delete }]'],
    ['a table of corrections', 'step: edit-events\nof: events\nedits: corrections.csv'],
    ['another step', 'step: report\nof: events'],
    ['a cell that cannot be read', 'step: ['],
  ])('do not join %s', (_, text) => {
    expect(withCorrections(text, { of: 'events', edits: [moved] })).toBeNull();
  });
});

describe('a new cell', () => {
  const surroundings = { above: [], below: [], videos: ['clip.mov'], author: 'K. Mori' };

  it.each(stepNames)('of %s is a step that can be run as it stands', (step) => {
    expect(parseStep(parseCell(newCell(step, surroundings))).step).toBe(step);
  });

  it('goes on from what was made last above, and takes a name of its own', () => {
    const above = [
      { name: 'walks', step: 'load-video' },
      { name: 'poses', step: 'extract-pose' },
      { name: 'other', step: 'load-landmarks' },
      { name: 'events', step: 'detect-events' },
    ];
    expect(newCell('detect-events', { ...surroundings, above })).toBe(
      'step: detect-events\npose: other\nas: events-2',
    );
  });

  it('opens a video that lies beside the notebook', () => {
    expect(newCell('load-video', surroundings)).toBe('step: load-video\nvideo: clip.mov\nas: walks');
  });
});

describe('the name of what a cell makes', () => {
  it.each([
    ['step: load-video\nas: walks', { name: 'walks', step: 'load-video' }],
    ['step: load-video', { name: 'load-video', step: 'load-video' }],
    ['- a list', null],
    ['step: [', null],
    ['', null],
  ])('%j', (text, made) => {
    expect(madeBy(text)).toEqual(made);
  });

  it('is numbered where it is taken', () => {
    expect(freeName('walks', ['walks', 'walks-2'])).toBe('walks-3');
  });
});

describe('a copy for Jupyter', () => {
  const notebook = {
    cells: [
      {
        cell_type: 'markdown',
        id: 'a',
        metadata: {},
        source: ['# A walk'],
      },
      {
        cell_type: 'code',
        execution_count: 1,
        id: 'b',
        metadata: { tags: ['first'] },
        outputs: [{ data: { 'text/plain': ['Done.'] }, metadata: {}, output_type: 'display_data' }],
        source: ['step: load-video'],
      },
      {
        cell_type: 'code',
        execution_count: null,
        id: 'c',
        metadata: { vscode: { languageId: 'python' } },
        outputs: [],
        source: ['1 + 1'],
      },
    ],
    metadata: { language_info: { name: 'gait' }, author: 'K. Mori' },
    nbformat: 4,
    nbformat_minor: 5,
  };

  it('says of each cell which language it is in, and keeps all else', () => {
    const [text, gait, python] = notebook.cells;
    expect(JSON.parse(jupyterText(JSON.stringify(notebook)))).toEqual({
      ...notebook,
      cells: [
        text,
        { ...gait, metadata: { tags: ['first'], vscode: { languageId: 'gait' } } },
        { ...python, metadata: { vscode: { languageId: 'python' } } },
      ],
    });
  });
});
