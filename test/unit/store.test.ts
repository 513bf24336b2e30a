import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { thisOwner } from '../../src/processes/owner';
import { unfinishedCheckpoint } from '../../src/kernel/store/checkpoints';
import { openScratchStore, openStore, type Store } from '../../src/kernel/store/store';

const address = 'a1'.repeat(32);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'store-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
});

const fillWith = (text: string) => async (temporary: string) => {
  await writeFile(path.join(temporary, 'table.csv'), text);
  mkdirSync(path.join(temporary, 'pictures'));
  await writeFile(path.join(temporary, 'pictures', 'strip.jpg'), text);
};
const read = (result: string | null): string => readFileSync(path.join(result!, 'table.csv'), 'utf8');
const leftovers = (): string[] => readdirSync(path.join(folder, 'temporary'));

describe('a result', () => {
  it('is found again, also by the next session', async () => {
    const store = await openStore(folder);
    expect(await store.find(address)).toBeNull();
    const written = await store.write(address, fillWith('first'));
    expect(await store.find(address)).toBe(written);
    const next = await openStore(folder);
    expect(read(await next.find(address))).toBe('first');
    expect(leftovers()).toEqual([]);
  });

  it('does not exist while it is being made', async () => {
    const store = await openStore(folder);
    await store.write(address, async (temporary) => {
      await fillWith('half')(temporary);
      expect(await store.find(address)).toBeNull();
      expect(await (await openStore(folder)).find(address)).toBeNull();
      expect(existsSync(temporary)).toBe(true);
    });
    expect(await store.find(address)).not.toBeNull();
  });

  it('leaves nothing behind where making it fails', async () => {
    const store = await openStore(folder);
    const failing = store.write(address, async (temporary) => {
      await fillWith('half')(temporary);
      throw new Error('no pose');
    });
    await expect(failing).rejects.toThrow('no pose');
    expect(await store.find(address)).toBeNull();
    expect(leftovers()).toEqual([]);
  });

  it('is the first one that was finished where two make it at once', async () => {
    const [one, other] = [await openStore(folder), await openStore(folder)];
    const folders = await Promise.all([
      one.write(address, fillWith('one')),
      other.write(address, fillWith('other')),
      one.write(address, fillWith('again')),
    ]);
    expect(new Set(folders).size).toBe(1);
    expect(['one', 'other', 'again']).toContain(read(folders[0]));
    expect(leftovers()).toEqual([]);
  });

  it.each<[string, (result: string) => void]>([
    [
      'a file of it is gone',
      (result) => {
        rmSync(path.join(result, 'pictures', 'strip.jpg'));
      },
    ],
    [
      'a file of it was cut off',
      (result) => {
        truncateSync(path.join(result, 'table.csv'), 2);
      },
    ],
    [
      'its manifest is gone',
      (result) => {
        rmSync(path.join(result, 'result.json'));
      },
    ],
    [
      'its manifest is torn',
      (result) => {
        truncateSync(path.join(result, 'result.json'), 20);
      },
    ],
  ])('counts as not there where %s, and is made again', async (_, damage) => {
    const store = await openStore(folder);
    damage(await store.write(address, fillWith('first')));
    expect(await store.find(address)).toBeNull();
    await store.write(address, fillWith('second'));
    expect(read(await store.find(address))).toBe('second');
    expect(leftovers()).toEqual([]);
  });
});

describe('opening a store', () => {
  const [place, , start] = thisOwner.split('-');

  function leave(owner: string): string {
    const left = path.join(folder, 'temporary', `${owner}-0123456789ab`);
    mkdirSync(left, { recursive: true });
    writeFileSync(path.join(left, 'table.csv'), 'half');
    return left;
  }

  it('removes what a dead process left half-written', async () => {
    // No process has the highest id there is.
    const left = leave(`${place}-4194305-${start}`);
    await openStore(folder);
    expect(existsSync(left)).toBe(false);
  });

  it.runIf(process.platform === 'linux')('is not fooled by a process id that is in use again', async () => {
    const left = leave(`${place}-${process.pid}-1`);
    await openStore(folder);
    expect(existsSync(left)).toBe(false);
  });

  it('leaves alone what a living process is making', async () => {
    const left = leave(thisOwner);
    await openStore(folder);
    expect(existsSync(left)).toBe(true);
  });

  it('leaves alone what another machine may be making, until it is a day old', async () => {
    const left = leave('00000000-77-1');
    await openStore(folder);
    expect(existsSync(left)).toBe(true);
    const daysAgo = new Date(Date.now() - 2 * 24 * 3600 * 1000);
    utimesSync(left, daysAgo, daysAgo);
    await openStore(folder);
    expect(existsSync(left)).toBe(false);
  });

  it('keeps patients’ data out of a repository', async () => {
    await openStore(folder);
    expect(readFileSync(path.join(folder, '.gitignore'), 'utf8')).toBe('*\n');
  });

  it.runIf(process.platform === 'linux')('says what to do where no folder can be made', async () => {
    await expect(openStore('/proc/deep/store')).rejects.toMatchObject({
      kind: 'bad-input',
      message: 'The folder /proc/deep/store cannot be written.',
      hint: expect.stringContaining('--store') as string,
    });
  });

  it('says what to do where a file stands in the way', async () => {
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    for (const place of [file, path.join(file, 'store')]) {
      await expect(openStore(place)).rejects.toMatchObject({
        kind: 'bad-input',
        hint: expect.stringContaining('--store') as string,
      });
    }
  });
});

describe('names', () => {
  it('come back after the process is gone, each with its last value', async () => {
    const store = await openStore(folder);
    await store.remember('walks', { step: 'load-video', walks: ['a', 'b'] });
    await store.remember('poses', 1);
    await store.remember('poses', { step: 'extract-pose' });
    const recalled = await (await openStore(folder)).recall();
    expect(Object.fromEntries(recalled)).toEqual({
      walks: { step: 'load-video', walks: ['a', 'b'] },
      poses: { step: 'extract-pose' },
    });
  });

  it('that differ in case alone stay apart, and a torn one costs the others nothing', async () => {
    const store = await openStore(folder);
    await store.remember('Walks', 1);
    await store.remember('walks', 2);
    writeFileSync(path.join(folder, 'names', `${'0'.repeat(32)}.json`), '{"name":"torn","val');
    expect(Object.fromEntries(await store.recall())).toEqual({ Walks: 1, walks: 2 });
  });
});

describe('without a store', () => {
  const open = async (): Promise<Store> => {
    const store = await openScratchStore();
    onTestFinished(() => store.close());
    return store;
  };

  it('nothing is found again, and nothing is left', async () => {
    const store = await open();
    const result = await store.write(address, fillWith('once'));
    expect(read(result)).toBe('once');
    expect(await store.find(address)).toBeNull();
    await store.close();
    expect(existsSync(store.folder)).toBe(false);
  });

  it('what a killed session left in the temporary folder goes with the next one', async () => {
    const store = await open();
    const [place] = thisOwner.split('-');
    const left = path.join(os.tmpdir(), `gait-notebook-${place}-4194305-9-0123456789ab`);
    mkdirSync(left);
    await open();
    expect(existsSync(left)).toBe(false);
    expect(existsSync(store.folder)).toBe(true);
  });

  it.runIf(process.platform !== 'win32')('others on the machine cannot look in', async () => {
    expect(statSync((await open()).folder).mode & 0o077).toBe(0);
  });
});

describe('a checkpoint whose writer was ended', () => {
  it('keeps what was whole, and leaves no half of it, nor takes away that of another', async () => {
    const store = await openStore(folder);
    const [ended, going] = [await store.checkpoint(address), await store.checkpoint('b2'.repeat(32))];
    writeFileSync(ended!.file, 'the epoch before');
    writeFileSync(unfinishedCheckpoint(ended!.file), 'half');
    writeFileSync(unfinishedCheckpoint(going!.file), 'half');
    await ended!.tidy();
    expect(readdirSync(path.dirname(ended!.file)).sort()).toEqual(
      [path.basename(unfinishedCheckpoint(going!.file)), address].sort(),
    );
    expect(readFileSync(ended!.file, 'utf8')).toBe('the epoch before');
  });
});
