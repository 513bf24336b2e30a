import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { checkWritable, writeFolder } from '../../src/kernel/store/write-folder';

let place: string;
beforeEach(() => {
  place = mkdtempSync(path.join(os.tmpdir(), 'write-folder-'));
  onTestFinished(() => {
    rmSync(place, { recursive: true });
  });
});

/** Writes a report of two files, and may fail between them. */
const write = (folder: string, content: string, failBetween = false): Promise<string[]> =>
  writeFolder(folder, '--output', async (staging) => {
    await mkdir(path.join(staging, 'walk'));
    await writeFile(path.join(staging, 'walk', 'events.csv'), content);
    expect(existsSync(path.join(folder, 'report.html'))).toBe(existsSync(path.join(folder, 'walk')));
    if (failBetween) throw new Error('The chart could not be drawn.');
    await writeFile(path.join(staging, 'report.html'), content);
    return [path.join('walk', 'events.csv'), 'report.html'];
  });

describe('an output folder', () => {
  it('gets all files of a report, in the place of older ones, and keeps what else lies there', async () => {
    const folder = path.join(place, 'deep', 'results');
    await write(folder, 'old');
    writeFileSync(path.join(folder, 'notes.txt'), 'mine');
    const files = await write(folder, 'new');
    expect(files).toEqual([path.join(folder, 'walk', 'events.csv'), path.join(folder, 'report.html')]);
    for (const file of files) expect(readFileSync(file, 'utf8')).toBe('new');
    expect(readdirSync(folder).sort()).toEqual(['notes.txt', 'report.html', 'walk']);
  });

  it('is as it was where a report fails half-way', async () => {
    const folder = path.join(place, 'results');
    await write(folder, 'old');
    await expect(write(folder, 'new', true)).rejects.toThrow('The chart');
    expect(readFileSync(path.join(folder, 'walk', 'events.csv'), 'utf8')).toBe('old');
    expect(readdirSync(folder).sort()).toEqual(['report.html', 'walk']);
  });

  it('is as it was where one of the files cannot be put in its place', async () => {
    const folder = path.join(place, 'results');
    await write(folder, 'old');
    rmSync(path.join(folder, 'report.html'));
    const broken = writeFolder(folder, '--output', async (staging) => {
      await mkdir(path.join(staging, 'walk'));
      for (const name of ['events.csv', 'angles.csv'])
        await writeFile(path.join(staging, 'walk', name), 'new');
      return ['walk/events.csv', 'walk/angles.csv', 'report.html'];
    });
    await expect(broken).rejects.toThrow('report.html');
    expect(readFileSync(path.join(folder, 'walk', 'events.csv'), 'utf8')).toBe('old');
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual([
      'walk',
      path.join('walk', 'events.csv'),
    ]);
  });

  it.each([
    [
      'walk',
      'a file where a folder is needed',
      () => {
        writeFileSync(path.join(place, 'walk'), 'mine');
      },
    ],
    [
      'report.html',
      'a folder where a file is to be written',
      () => {
        mkdirSync(path.join(place, 'report.html'));
      },
    ],
  ])('in which %s is %s gets none of the files, and is told which it is', async (name, what, putThere) => {
    putThere();
    const written = writeFolder(place, '--output', async (staging) => {
      await mkdir(path.join(staging, 'walk'));
      const names = ['events.csv', path.join('walk', 'angles.csv'), 'report.html'];
      for (const file of names) await writeFile(path.join(staging, file), 'new');
      return names;
    });
    await expect(written).rejects.toMatchObject({
      kind: 'bad-input',
      message: `${path.join(place, name)} is ${what}.`,
      hint: 'Move it, or name another place with --output.',
    });
    expect(readdirSync(place)).toEqual([name]);
  });

  it('that was made for a report that failed is not there afterwards', async () => {
    await expect(write(path.join(place, 'deep', 'results'), 'new', true)).rejects.toThrow('The chart');
    expect(readdirSync(place)).toEqual([]);
  });

  it('of another report stays where one beside it fails that made the folder above them both', async () => {
    const shared = path.join(place, 'new');
    const failing = writeFolder(path.join(shared, 'a'), '--output', async () => {
      await write(path.join(shared, 'b'), 'theirs');
      throw new Error('The chart could not be drawn.');
    });
    await expect(failing).rejects.toThrow('The chart');
    expect(readdirSync(shared)).toEqual(['b']);
    expect(readFileSync(path.join(shared, 'b', 'report.html'), 'utf8')).toBe('theirs');
  });

  it('loses what a killed run left there', async () => {
    // No machine has this name, and a day has passed since: nobody is going to finish it.
    const leftover = path.join(place, '.gait-00000000-1-1-ab');
    mkdirSync(leftover);
    utimesSync(leftover, 0, 0);
    await write(place, 'new');
    expect(readdirSync(place).sort()).toEqual(['report.html', 'walk']);
  });

  it('that can be made is fine before the work, and is not made by asking', async () => {
    await checkWritable(path.join(place, 'deep', 'results'), '--output');
    await checkWritable(place, '--output');
    expect(readdirSync(place)).toEqual([]);
  });

  it('is fine for each of many runs that ask at once for folders beside each other', async () => {
    const folders = Array.from({ length: 200 }, (_, run) => path.join(place, 'new', String(run % 50)));
    const asked = await Promise.allSettled(folders.map((folder) => checkWritable(folder, '--output')));
    expect(asked.filter(({ status }) => status === 'rejected')).toEqual([]);
  });

  it.runIf(process.platform === 'linux').each(['/proc', '/proc/results', '/proc/deep/results'])(
    'that no folder can be made in is refused before the work (%s)',
    async (folder) => {
      const refusal = {
        kind: 'bad-input',
        message: `The folder ${folder} cannot be written.`,
        hint: expect.stringContaining('--output') as string,
      };
      await expect(checkWritable(folder, '--output')).rejects.toMatchObject(refusal);
      await expect(write(folder, 'new')).rejects.toMatchObject(refusal);
    },
  );

  it.each(['file', 'file/deep'])(
    'that is, or lies in, a file is refused before the work (%s)',
    async (name) => {
      writeFileSync(path.join(place, 'file'), '');
      const folder = path.join(place, name);
      const refusal = { kind: 'bad-input', message: expect.stringContaining(folder) as string };
      await expect(checkWritable(folder, '--output')).rejects.toMatchObject(refusal);
      await expect(write(folder, 'new')).rejects.toMatchObject(refusal);
    },
  );
});
