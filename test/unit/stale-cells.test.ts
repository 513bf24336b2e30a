import { describe, expect, it } from 'vitest';
import { lastRunOf, SeenRuns, staleMarks, type CellAndRun, type LastRun } from '../../src/shared/stale-cells';
import { parseCell } from '../../src/shared/gait-cell';

let clock = 0;

/** A cell that has just run and shows it. */
function ran(
  text: string,
  recordId: string,
  inputs: Record<string, string> = {},
  more: Partial<LastRun> = {},
) {
  // Sound: the cells of these tests are steps.
  const step = parseCell(text) as { step: string; as?: string };
  clock += 1;
  const lastRun: LastRun = {
    recordId,
    name: step.as ?? step.step,
    startedAt: new Date(clock * 1000).toISOString(),
    done: true,
    fromStore: false,
    step,
    inputs,
    ...more,
  };
  return { text, lastRun };
}

const load = 'step: load-video\nvideo: a.mp4\nas: walks';
const extract = 'step: extract-pose\nvideo: walks\nas: poses';
const detect = 'step: detect-events\npose: poses';

const allRun = (): [CellAndRun, CellAndRun, CellAndRun] => [
  ran(load, 'L1'),
  ran(extract, 'P1', { walks: 'L1' }),
  ran(detect, 'E1', { poses: 'P1' }),
];

const texts = (cells: readonly CellAndRun[], seen?: SeenRuns): (string | null)[] =>
  staleMarks(cells, seen).map((mark) => mark?.text ?? null);

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
    expect(texts([{ text: load, lastRun: null }, second, third])).toEqual([null, null, null]);
  });
});

describe('a cell that is run again and answered from the store', () => {
  it('leaves those below as they are', () => {
    const seen = new SeenRuns();
    const [first, second, third] = allRun();
    expect(texts([first, second, third], seen)).toEqual([null, null, null]);
    const again = ran(extract, 'P2', { walks: 'L1' }, { fromStore: true });
    expect(texts([first, again, third], seen)).toEqual([null, null, null]);
  });

  it('marks those below that were made meanwhile with something else', () => {
    const seen = new SeenRuns();
    const [first, second] = allRun();
    texts([first, second], seen);
    const other = ran(`${extract}\nprofile: fast`, 'P2', { walks: 'L1' });
    const below = ran(detect, 'E2', { poses: 'P2' });
    expect(texts([first, other, below], seen)).toEqual([null, null, null]);
    const back = ran(extract, 'P3', { walks: 'L1' }, { fromStore: true });
    expect(texts([first, back, below], seen)[2]).toBe('Inputs have changed: poses was made anew. Run again.');
  });
});

describe('run outputs from elsewhere', () => {
  it('that are not ours count as none', () => {
    expect(lastRunOf(null)).toBeNull();
    expect(lastRunOf({ kind: 'run', format: 1, recordId: 7 })).toBeNull();
    expect(lastRunOf({ kind: 'live-run', format: 1, runId: 'x', step: 'report' })).toBeNull();
  });

  it('that name each other in a circle come to an end', () => {
    const one = ran('step: edit-events\nof: two\nas: one', 'A', { two: 'B' });
    const two = ran('step: edit-events\nof: one\nas: two', 'B', { one: 'A' });
    expect(texts([one, two])).toEqual([null, null]);
  });
});
