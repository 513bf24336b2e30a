import { describe, expect, it } from 'vitest';
import { filesRead } from '../../src/shared/language/read-files';

describe('the files that a cell reads', () => {
  it('are its videos, landmarks and tables, wherever they stand in it', () => {
    expect(filesRead('step: load-video\nvideo: clips/walk.mp4\nas: walks')).toEqual(['clips/walk.mp4']);
    expect(filesRead('step: load-video\nvideo: [a.mp4, "b*.mp4"]')).toEqual(['a.mp4', 'b*.mp4']);
    expect(filesRead('step: load-landmarks\nlandmarks: lab.trc')).toEqual(['lab.trc']);
  });

  it('are neither names of results nor what it writes', () => {
    expect(filesRead('step: extract-pose\nvideo: walks')).toEqual([]);
    expect(filesRead('step: make-phantom\noutput: made.mp4')).toEqual([]);
  });

  it('are none where the text is no step', () => {
    for (const text of ['', 'walk.mp4', 'step: [', 'step: lod-video\nvideo: a.mp4', '- video: a.mp4'])
      expect(filesRead(text)).toEqual([]);
  });
});
