import { describe, expect, it } from 'vitest';
import { mapTexts, withoutFolders } from '../../src/shared/known-folders';

const nothing = { files: [], folders: [] };

describe('text for a notebook that is sent to others', () => {
  it.each([
    ['There is no file /home/anna/study/walk.mp4.', 'There is no file walk.mp4.'],
    ['ffmpeg: /data/p12/a.mov: moov atom not found', 'ffmpeg: a.mov: moov atom not found'],
    ['"/data/p12/a.mov" cannot be read', '"a.mov" cannot be read'],
    ['C:\\Users\\Anna\\walk.mp4 is empty', 'walk.mp4 is empty'],
    ['C:/Users/Anna/walk.mp4 is empty', 'walk.mp4 is empty'],
    ['at run (file:///home/anna/gait/kernel.mjs:12:5)', 'at run (kernel.mjs:12:5)'],
    ['at run (file:///C:/Users/Anna/kernel.mjs:12:5)', 'at run (kernel.mjs:12:5)'],
  ])('calls a file by its name alone: %s', (text, short) => {
    expect(withoutFolders(text, nothing)).toBe(short);
  });

  it.each([
    '41.2 frames/s, 1/2 of them',
    'see https://example.org/a/b/c.html',
    'and/or left/right/both',
    'results/w1/events.csv',
    'Set ffmpeg_path to ~/bin/tools/ffmpeg',
  ])('leaves what is no absolute path as it is: %s', (text) => {
    expect(withoutFolders(text, nothing)).toBe(text);
  });

  it('knows the files of a study also where their folders have blanks in their names', () => {
    const file = '/data/Anna Example, born 1950/first walk.mp4';
    expect(withoutFolders(`${file}: damaged`, { files: [file], folders: [] })).toBe(
      'first walk.mp4: damaged',
    );
  });

  it('names what lies in the working folder from there on', () => {
    const known = { files: [], folders: ['/home/anna/my study'] };
    expect(withoutFolders('wrote /home/anna/my study/results/a.csv', known)).toBe('wrote results/a.csv');
  });

  it('changes every text of a record and nothing else', () => {
    const record = { error: 'a', walks: [{ notes: ['a', 'b'], frames: 3, error: null }], done: true };
    expect(mapTexts(record, (text) => text.toUpperCase())).toEqual({
      error: 'A',
      walks: [{ notes: ['A', 'B'], frames: 3, error: null }],
      done: true,
    });
  });
});
