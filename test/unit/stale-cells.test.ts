import { describe, expect, it } from 'vitest';
import {
  lastRunOf,
  liveRunOf,
  staleMarks,
  type CellAndRun,
  type LastRun,
} from '../../src/shared/stale-cells';
import { outputFormat } from '../../src/shared/cell-output';
import { parseCell } from '../../src/shared/gait-cell';

let clock = 0;

/** A cell that has just run and shows it. */
function ran(
  text: string,
  recordId: string,
  inputs: Record<string, string> = {},
  more: Partial<LastRun> = {},
): CellAndRun {
  // Sound: the cells of these tests are steps.
  const step = parseCell(text) as { step: string; as?: string };
  clock += 1;
  const lastRun: LastRun = {
    recordId,
    name: step.as ?? step.step,
    startedAt: new Date(clock * 1000).toISOString(),
    done: true,
    step,
    inputs,
    read: {},
    made: null,
    ...more,
  };
  return { text, lastRun, broken: false, running: false, formerName: null, changedFiles: [] };
}

/** A cell that says why it did not run. */
const broke = (text: string, formerName: string | null = null): CellAndRun => ({
  text,
  lastRun: null,
  broken: true,
  running: false,
  formerName,
  changedFiles: [],
});

const load = 'step: load-video\nvideo: a.mp4\nas: walks';
const extract = 'step: extract-pose\nvideo: walks\nas: poses';
const detect = 'step: detect-events\npose: poses';

const allRun = (): [CellAndRun, CellAndRun, CellAndRun] => [
  ran(load, 'L1'),
  ran(extract, 'P1', { walks: 'L1' }),
  ran(detect, 'E1', { poses: 'P1' }),
];

const texts = (cells: readonly CellAndRun[]): (string | null)[] =>
  staleMarks(cells).map((mark) => mark?.text ?? null);

describe('a notebook whose cells have all run', () => {
  it('has no marks', () => {
    expect(texts(allRun())).toEqual([null, null, null]);
  });

  it('has none where only comments, spaces and the order of keys changed', () => {
    const [first, second, third] = allRun();
    const other = '# the pose\nas: poses\n\nvideo:   walks # of the clinic\nstep: extract-pose\n';
    expect(texts([first, { ...second, text: other }, third])).toEqual([null, null, null]);
  });

  it('marks the cell that was changed, and those that read what it makes', () => {
    const [first, second, third] = allRun();
    const faster = { ...second, text: `${extract}\nprofile: fast` };
    expect(texts([first, faster, third])).toEqual([
      null,
      'Changed since it ran. Run again.',
      'Inputs have changed: the cell that makes poses has changed. Run again.',
    ]);
    expect(texts([{ ...first, text: 'step: [' }, second, third])).toEqual([
      'Changed since it ran. Run again.',
      'Inputs have changed: the cell that makes walks has changed. Run again.',
      'Inputs have changed: poses was made of inputs that have changed. Run again.',
    ]);
  });

  it('marks what was made of a result that another run has made anew', () => {
    const [first, , third] = allRun();
    const again = ran(extract, 'P2', { walks: 'L1' });
    expect(texts([first, again, third])[2]).toBe('Inputs have changed: poses was made anew. Run again.');
    const run = allRun();
    const elsewhere = ran(
      `${extract}
profile: fast`,
      'P3',
      { walks: 'L1' },
    );
    expect(texts([...run, elsewhere])[2]).toBe('Inputs have changed: poses was made anew. Run again.');
  });

  it('marks what was made of a result whose last run failed, and not the cell that failed', () => {
    const [first, , third] = allRun();
    const failed = ran(extract, 'P2', { walks: 'L1' }, { done: false });
    expect(texts([first, failed, third])).toEqual([
      null,
      null,
      'Inputs have changed: the last run that should make poses did not come to its end. Run again.',
    ]);
  });

  it('says nothing of cells that were never run, or whose inputs are no longer shown', () => {
    const [, second, third] = allRun();
    const cleared = { ...broke(load, 'walks'), broken: false };
    expect(texts([cleared, second, third])).toEqual([null, null, null]);
  });

  it('keeps the marks below a cell that was changed and then could not run', () => {
    const [first, , third] = allRun();
    const mark =
      'Inputs have changed: the last run that should make poses did not come to its end. Run again.';
    expect(texts([first, broke(`${extract}\nprofile: fast`), third])).toEqual([null, null, mark]);
    expect(texts([first, broke(`${extract}\nprofile: [`), third])).toEqual([null, null, mark]);
    expect(texts([first, broke('step: [', 'poses'), third])).toEqual([null, null, mark]);
    expect(texts([first, broke('step: ['), third])).toEqual([null, null, null]);
  });

  it('marks the cell whose video was written anew, and those that were made of it', () => {
    const [first, second, third] = allRun();
    expect(texts([{ ...first, changedFiles: ['a.mp4'] }, second, third])).toEqual([
      'Inputs have changed: a.mp4 was written anew. Run again.',
      'Inputs have changed: walks was made of inputs that have changed. Run again.',
      'Inputs have changed: poses was made of inputs that have changed. Run again.',
    ]);
  });

  it('says in a few words what is wrong, beside all of it', () => {
    const [first, second, third] = allRun();
    const marks = staleMarks([{ ...first, text: 'step: [' }, second, third]);
    expect(marks.map((mark) => mark?.short)).toEqual([
      'Changed since it ran',
      'Inputs have changed',
      'Inputs have changed',
    ]);
  });
});

describe('a cell that is run again', () => {
  const made = (digest: string, recordId: string): CellAndRun =>
    ran(extract, recordId, { walks: 'L1' }, { made: digest });
  const below = ran(detect, 'E1', { poses: 'P1' }, { read: { poses: 'same' } });

  it('leaves those below as they are where it made the same, also after the notebook was opened again', () => {
    expect(texts([made('same', 'P2'), below])).toEqual([null, null]);
  });

  it('leaves those below as they are whose input is known by what it was alone', () => {
    const recalled = ran(detect, 'E1', {}, { read: { poses: 'same' } });
    expect(texts([made('same', 'P2'), recalled])).toEqual([null, null]);
  });

  it('marks those below where it made something else', () => {
    expect(texts([made('other', 'P2'), below])[1]).toBe(
      'Inputs have changed: poses was made anew. Run again.',
    );
  });
});

describe('cells below one that runs', () => {
  /** A cell that shows how its run goes on. */
  const runs = (text: string, formerName: string | null = null): CellAndRun => ({
    text,
    lastRun: null,
    broken: false,
    running: true,
    formerName,
    changedFiles: [],
  });

  it('wait for what it makes, and for what is made of that', () => {
    const [, second, third] = allRun();
    expect(texts([runs(load), second, third])).toEqual([
      null,
      'Waits for walks: the cell that makes it, or one before that, is running.',
      'Waits for poses: the cell that makes it, or one before that, is running.',
    ]);
    expect(staleMarks([runs(load), second, third]).map((mark) => mark?.short ?? null)).toEqual([
      null,
      'Waits for walks',
      'Waits for poses',
    ]);
  });

  it('wait for it under the name that they have read, also where it makes another by now', () => {
    const [first, , third] = allRun();
    const renamed = runs(extract.replace('poses', 'points'), 'poses');
    expect(staleMarks([first, renamed, third])[2]).toMatchObject({ reason: 'waiting' });
  });

  it('wait for nothing where they read nothing of it, or were changed themselves', () => {
    const [first, second, third] = allRun();
    const changed = { ...third, text: `${detect}\nfilter_cutoff_hz: 4` };
    expect(texts([first, second, runs(detect)])).toEqual([null, null, null]);
    expect(texts([first, runs(extract), changed])[2]).toBe('Changed since it ran. Run again.');
  });
});

describe('run outputs from elsewhere', () => {
  it('that tell of no digests are read all the same', () => {
    const record = { name: 'poses', startedAt: '2026-01-01T00:00:00Z', outcome: 'done' };
    const ran = { step: { step: 'extract-pose' }, inputs: { walks: 'L1' } };
    const payload = { kind: 'run', format: outputFormat, recordId: 'P1', record, ran };
    expect(lastRunOf(payload)).toMatchObject({ recordId: 'P1', inputs: ran.inputs, read: {}, made: null });
    const newer = { ...payload, ran: { ...ran, read: { walks: 'ab' }, made: 'cd' } };
    expect(lastRunOf(newer)).toMatchObject({ read: { walks: 'ab' }, made: 'cd' });
  });

  it('that are not ours count as none', () => {
    expect(lastRunOf(null)).toBeNull();
    expect(lastRunOf({ kind: 'run', format: 1, recordId: 7 })).toBeNull();
    expect(lastRunOf({ kind: 'live-run', format: 1, runId: 'x', step: 'report' })).toBeNull();
  });

  it('that stand for a run that goes on name it', () => {
    expect(liveRunOf({ kind: 'live-run', format: outputFormat, runId: 'x', step: 'report' })).toBe('x');
    expect(liveRunOf({ kind: 'run', format: outputFormat, runId: 'x' })).toBeNull();
    expect(liveRunOf('live-run')).toBeNull();
  });

  it('that name each other in a circle come to an end', () => {
    const one = ran('step: edit-events\nof: two\nas: one', 'A', { two: 'B' });
    const two = ran('step: edit-events\nof: one\nas: two', 'B', { one: 'A' });
    expect(texts([one, two])).toEqual([null, null]);
  });
});
