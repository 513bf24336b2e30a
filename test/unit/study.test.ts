import { describe, expect, it } from 'vitest';
import { GaitError } from '../../src/shared/errors';
import { formatStudyTable, parseStudyTable, readStudyTable } from '../../src/kernel/study/table';
import { parseEditsTable } from '../../src/kernel/study/edits-table';
import { expandPaths, toWalks } from '../../src/kernel/study/walks';
import type { Walk } from '../../src/shared/results';

const file = '/data/study.csv';
const refusal = (text: string): GaitError => {
  try {
    parseStudyTable(text, file);
  } catch (thrown) {
    if (thrown instanceof GaitError) return thrown;
    throw thrown;
  }
  throw new Error('The table was taken.');
};

describe('a study table', () => {
  it('needs only a path, which starts from the folder of the table', () => {
    const { walks } = parseStudyTable('path\nwalks/a.mp4\n', file);
    expect(walks).toEqual([{ path: '/data/walks/a.mp4' }]);
  });

  it('carries subject, scale and crop of every walk, and leaves empty cells out', () => {
    const { walks } = parseStudyTable(
      'path,id,subject,affected_side,height_m,crop\na.mp4,pre,S01,left,1.65,"0,520,1768,474"\nb.mp4,post,,,,\n',
      file,
    );
    expect(walks[0]).toEqual({
      path: '/data/a.mp4',
      id: 'pre',
      subject: 'S01',
      affected_side: 'left',
      height_m: 1.65,
      crop: [0, 520, 1768, 474],
    });
    expect(walks[1]).toEqual({ path: '/data/b.mp4', id: 'post' });
  });

  it('gives the same walks when it is written and read again, whatever is known of each', () => {
    const walks: Walk[] = [
      { id: 'bare', source: 'video', path: '/data/bare.mp4' },
      {
        id: 'pre',
        source: 'video',
        path: '/data/a, b.mp4',
        subject: 'S01',
        session: '2',
        condition: 'orthosis, left',
        affectedSide: 'left',
        aid: 'cane',
        heightM: 1.65,
        beltSpeedMS: 0,
        captureFps: 120,
        crop: [0, 520, 1768, 474],
        viewDeg: -12.5,
        floorPoints: [10, 900, 1500.5, 910, 4],
      },
    ];
    const { walks: read, warnings } = parseStudyTable(formatStudyTable(walks), file);
    expect(toWalks(read, 'video')).toEqual(walks);
    expect(warnings).toEqual([]);
  });

  it('is read as spreadsheets write it: byte order mark, Windows lines, semicolons', () => {
    const { walks } = parseStudyTable('\uFEFFpath;subject\r\na.mp4;S01\r\n', file);
    expect(walks).toEqual([{ path: '/data/a.mp4', subject: 'S01' }]);
  });

  it('without a path column is refused, and says which columns it has', () => {
    const { kind, message, hint } = refusal('file,subject\na.mp4,S01\n');
    expect(kind).toBe('bad-input');
    expect(message).toContain('no column "path"');
    expect(hint).toContain('file, subject');
  });

  it('with a value of the wrong type is refused by row and column', () => {
    const { message } = refusal('path,height_m\na.mp4,1.65\nb.mp4,tall\n');
    expect(message).toContain('Row 3');
    expect(message).toContain('height_m');
    expect(message).toContain('"tall"');
  });

  it.each([
    ['height_m', 'tall', 'Give a number from 0.4 to 2.6.'],
    ['height_m', '-1', 'Give a number from 0.4 to 2.6.'],
    ['affected_side', 'links', 'Give "left", "right", "both" or "none".'],
    ['crop', '"1,2,3"', 'Give four numbers of pixels: x, y, width, height, with a width and height above 0.'],
  ])('with %s %s says what would do', (column, cell, hint) => {
    expect(refusal(`path,${column}\na.mp4,${cell}\n`).hint).toBe(hint);
  });

  it('with a walk that has no path says that it is missing', () => {
    expect(refusal('path,id\n,a\n').message).toBe('Row 2 of study.csv: path is missing.');
  });

  it('with a comma for the decimal point is read where semicolons part its cells', () => {
    expect(parseStudyTable('path;height_m;crop\na.mp4;1,75;0,1,20,30\n', file).walks[0]).toMatchObject({
      height_m: 1.75,
      crop: [0, 1, 20, 30],
    });
  });

  it('with a row of another length says which line, and what commas in a cell need', () => {
    const { message, hint } = refusal('path,crop\na.mp4,0,520,1768,474\n');
    expect(message).toBe('Line 2 of study.csv has more or fewer cells than its header.');
    expect(hint).toContain('in quotes');
  });

  it('that is missing, or a folder, says so', async () => {
    await expect(readStudyTable('/nowhere/study.csv')).rejects.toThrow(
      '/nowhere/study.csv cannot be read: there is no such file.',
    );
    await expect(readStudyTable(import.meta.dirname)).rejects.toThrow('cannot be read: it is a folder.');
  });

  it('with a misspelled column is refused and names the right one; another column only draws a warning', () => {
    expect(refusal('path,heigth_m\na.mp4,1.65\n').hint).toContain('height_m');
    expect(parseStudyTable('path,favourite colour\na.mp4,blue\n', file).warnings).toEqual([
      'Column "favourite colour" of study.csv is not used.',
    ]);
  });

  it('without rows is refused', () => {
    expect(refusal('path,subject\n').message).toContain('no rows');
  });
});

describe('a table of corrections by hand', () => {
  const parsed = (text: string) => parseEditsTable(text, 'edits.csv');
  const header = 'edit,walk,time_s,to_s,side,event,author,at,reason';

  it('is read with its empty cells left out', () => {
    expect(parsed(`${header}\nmove,pre,1.2,1.25,left,toe_off,A,2026-03-01,"late, by eye"\n`)).toEqual([
      {
        edit: 'move',
        walk: 'pre',
        time_s: 1.2,
        to_s: 1.25,
        side: 'left',
        event: 'toe_off',
        author: 'A',
        at: '2026-03-01',
        reason: 'late, by eye',
      },
    ]);
    expect(parsed(`${header}\nswap_legs,,1,2,,,A,,b\n`)).toEqual([
      { edit: 'swap_legs', time_s: 1, to_s: 2, author: 'A', reason: 'b' },
    ]);
  });

  it('is read as spreadsheets write it, and as this package does', () => {
    expect(parsed('edit;time_s;side;event;author;reason\r\nadd;1,25;left;toe_off;A;b\r\n')).toMatchObject([
      { time_s: 1.25 },
    ]);
    const own =
      'edit,time_s,to_s,side,event,before_s,after_s,changed_events,author,at,reason,limb,id,subject';
    expect(parsed(`${own}\ndelete,1.2,,left,toe_off,1.2,,1,A,2026-03-01,b,affected,pre,S01\n`)).toMatchObject(
      [{ edit: 'delete', walk: 'pre', time_s: 1.2 }],
    );
  });

  it.each([
    ['no rows', `${header}\n`, 'has no rows'],
    [
      'a misspelled column',
      'edit,time_s,side,event,auther,reason\nadd,1,left,toe_off,A,b\n',
      'column "auther"',
    ],
    ['no author', `${header}\nadd,,1,,left,toe_off,,,b\n`, 'Row 2 of edits.csv: author is missing.'],
    ['no reason', `${header}\nadd,,1,,left,toe_off,A,,\n`, 'Row 2 of edits.csv: reason is missing.'],
    ['a side that is none', `${header}\nadd,,1,,both,toe_off,A,,b\n`, 'side cannot be "both"'],
  ])('with %s is refused', (_what, text, says) => {
    expect(() => parsed(text)).toThrow(says);
  });
});

describe('ids of walks', () => {
  it('come from the file names and are made unique', () => {
    const walks = toWalks(
      [{ path: '/a/walk.mp4' }, { path: '/b/walk.mp4' }, { path: '/c/x.y.mp4' }],
      'video',
    );
    expect(walks.map(({ id }) => id)).toEqual(['walk', 'walk-2', 'x.y']);
  });

  it('that are given twice are refused', () => {
    const twice = [
      { path: '/a.mp4', id: 'S01' },
      { path: '/b.mp4', id: 's01' },
    ];
    expect(() => toWalks(twice, 'video')).toThrow(/stands twice/);
  });

  it('cannot lead out of the output folder', () => {
    for (const id of ['../up', 'a/b', '..', 'nul\u0000']) {
      expect(() => toWalks([{ path: '/a.mp4', id }], 'video')).toThrow(/cannot name a folder/);
    }
    expect(toWalks([{ path: '/a/<b>&"c".mp4' }], 'video')[0]?.id).toBe('_b_c_');
  });
});

describe('paths', () => {
  it('that match nothing are an error, not an empty study', async () => {
    await expect(expandPaths('*.no-such-video', import.meta.dirname)).rejects.toThrow(/No file matches/);
  });

  it('that are globs give their files in a stable order', async () => {
    const files = await expandPaths('study*.test.ts', import.meta.dirname);
    expect(files.some((found) => found.endsWith('study.test.ts'))).toBe(true);
    expect(files).toEqual([...files].sort());
  });
});
