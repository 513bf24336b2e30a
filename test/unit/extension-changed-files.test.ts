import { beforeEach, describe, expect, it } from 'vitest';
import { ChangedFiles, type SeenFile } from '../../src/extension/changed-files';

const noon = '2026-05-01T12:00:00.000Z';
const later = '2026-05-01T13:00:00.000Z';
const at = (time: string, size = 100): SeenFile => ({
  print: `${time} ${size}`,
  writtenMs: Date.parse(time),
});

describe('a file that a cell reads', () => {
  let now: SeenFile | null;
  let changed: (startedAt: string | null) => Promise<readonly string[]>;
  beforeEach(() => {
    const files = new ChangedFiles<string>(
      () => Promise.resolve(now),
      (notebook) => notebook,
    );
    changed = (startedAt) => files.since(startedAt, ['walk.mp4'], 'study.gaitnb');
  });

  it('counts as changed when it is written anew after the run', async () => {
    now = at('2026-05-01T11:00:00Z');
    expect(await changed(noon)).toEqual([]);
    now = at('2026-05-01T12:30:00Z');
    expect(await changed(noon)).toEqual(['walk.mp4']);
    expect(await changed(noon)).toEqual(['walk.mp4']);
  });

  it('counts when an older one is moved into its place, and no more once that is moved back', async () => {
    const first = at('2026-05-01T11:00:00Z');
    now = first;
    expect(await changed(noon)).toEqual([]);
    now = at('2026-05-01T09:00:00Z', 70);
    expect(await changed(noon)).toEqual(['walk.mp4']);
    now = first;
    expect(await changed(noon)).toEqual([]);
  });

  it('does not count when it was newer than the run from the beginning, as in a folder that somebody sent', async () => {
    now = at('2026-05-02T09:00:00Z');
    expect(await changed(noon)).toEqual([]);
    expect(await changed(noon)).toEqual([]);
  });

  it('does not count when it could not be looked up before, as where the workspace was not trusted yet', async () => {
    now = null;
    expect(await changed(noon)).toEqual([]);
    now = at('2026-05-02T09:00:00Z');
    expect(await changed(noon)).toEqual([]);
  });

  it('counts when it was written while the run went on', async () => {
    now = at('2026-05-01T11:00:00Z');
    expect(await changed(null)).toEqual([]);
    now = at('2026-05-01T12:00:01Z');
    expect(await changed(noon)).toEqual(['walk.mp4']);
  });

  it('counts no more after the next run, which has read it', async () => {
    now = at('2026-05-01T11:00:00Z');
    expect(await changed(noon)).toEqual([]);
    now = at('2026-05-01T12:30:00Z');
    expect(await changed(noon)).toEqual(['walk.mp4']);
    expect(await changed(later)).toEqual([]);
  });
});
