import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { path as carriedFfmpeg } from '@ffmpeg-installer/ffmpeg';
import { path as carriedFfprobe } from '@ffprobe-installer/ffprobe';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { packageRoot } from '../../src/kernel/package-files';
import { createSession } from '../../src/kernel/session';

const sample = path.join(packageRoot, 'samples/walker-side.mp4');
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'gait-repairs-'));
  onTestFinished(() => rm(folder, { recursive: true }));
});

describe('a session goes on once the user has repaired', () => {
  it('the folder of its store', async () => {
    await writeFile(path.join(folder, 'store'), 'a file where the folder should be');
    const session = await createSession({ workingFolder: folder, storeFolder: 'store' });
    const load = { step: 'load-video', video: sample, as: 'walks' } as const;
    await expect(session.run(load)).rejects.toMatchObject({ kind: 'bad-input' });
    await rm(path.join(folder, 'store'));
    const { walks } = await session.run(load);
    expect(walks.map(({ error }) => error)).toEqual([undefined]);
    await session.close();
  });

  it('the ffmpeg that it was told of by a path from its own folder', async () => {
    const session = await createSession({
      workingFolder: folder,
      settings: { ffmpeg_path: 'tools/ffmpeg' },
    });
    const load = { step: 'load-video', video: sample, as: 'walks' } as const;
    const missing = path.join(folder, 'tools', 'ffmpeg');
    await expect(session.run(load)).rejects.toMatchObject({
      message: `ffmpeg_path does not work: ${missing} does not exist.`,
    });
    await mkdir(path.dirname(missing));
    await symlink(carriedFfmpeg, missing);
    await symlink(carriedFfprobe, path.join(path.dirname(missing), 'ffprobe'));
    const { walks } = await session.run(load);
    expect(walks.map(({ error }) => error)).toEqual([undefined]);
    await session.close();
  });
});

describe('closing a session', () => {
  it('is possible where its store could not be opened', async () => {
    await writeFile(path.join(folder, 'store'), '');
    const session = await createSession({ workingFolder: folder, storeFolder: 'store' });
    await expect(session.run({ step: 'load-video', video: sample })).rejects.toMatchObject({
      kind: 'bad-input',
    });
    await expect(session.close()).resolves.toBeUndefined();
  });
});
