// A command that is stopped, or cannot write: nothing half-made stays, nothing goes on running, and the next run gives
// what an undisturbed one would have given.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { builtFile } from '../../src/kernel/package-files';
import { gait } from '../fixtures/gait-command';
import { resultTables } from '../fixtures/result-tables';
import { shortWalk } from '../fixtures/short-walk';

const { folder, analyze, results, unfinished } = await shortWalk();

let expected: unknown;
beforeAll(async () => {
  expect((await gait(analyze('first'), { folder })).code).toBe(0);
  expected = await resultTables(results('first'));
});

describe('a command that is stopped', () => {
  // One place for all of them: each begins where the ones before were stopped, and so does the whole run at the end.
  const place = 'stopped';

  it.each([
    ['SIGINT', 'as soon as it has begun', 'load-video  1'],
    ['SIGINT', 'while it looks at frames', 'extract-pose  1 of'],
    ['SIGTERM', 'while it looks at frames', 'extract-pose  1 of'],
    ['SIGHUP', 'while it looks at frames', 'extract-pose  1 of'],
    // Last, for from here on the landmarks are in the store.
    ['SIGINT', 'before it writes the report', 'detect-events  1'],
  ] as const)(
    'ends with 130 on %s %s, says so, and leaves nothing half-made',
    async (signal, when, words) => {
      let sent = false;
      const stopped = await gait([...analyze(place), '--set', 'io_optimization.batch_size=1'], {
        folder,
        onSaid: (said, child) => {
          if (!sent && said.includes(words)) sent = child.kill(signal);
        },
      });
      expect(sent).toBe(true);
      // What is told when the last frame was looked at: nothing but frames of it was.
      if (when === 'while it looks at frames') expect(stopped.err).not.toContain('extract-pose  1 walk');
      expect(stopped.code).toBe(130);
      expect(stopped.err).toMatch(/Cancelled\.\n$/);
      expect(stopped.out).toBe('');
      expect(stopped.left).toEqual([]);
      expect(existsSync(results(place))).toBe(false);
      expect(unfinished(place)).toEqual([]);
    },
  );

  it('gives, run again after all of these, what an undisturbed one would have given', async () => {
    expect((await gait(analyze(place), { folder })).code).toBe(0);
    expect(await resultTables(results(place))).toEqual(expected);
  });

  it('ends at once when it is told twice', async () => {
    let sent = 0;
    const { code, left } = await gait(analyze('twice'), {
      folder,
      onSaid: (said, child) => {
        if (sent === 0 && said.includes('load-video  1')) {
          sent = 2;
          child.kill('SIGINT');
          child.kill('SIGTERM');
        }
      },
    });
    expect(code).toBe(130);
    expect(left).toEqual([]);
  });

  it('goes on when nobody reads what it prints', async () => {
    // Its walk is in the store already: what is printed comes after that.
    const command = [builtFile('gait.js'), ...analyze('first'), '--output', results('unread')];
    const shell = spawn('sh', ['-c', '"$@" --json | head -1', 'sh', process.execPath, ...command], {
      cwd: folder,
    });
    let err = '';
    let out = '';
    shell.stdout.on('data', (text: Buffer) => (out += text.toString()));
    shell.stderr.on('data', (text: Buffer) => (err += text.toString()));
    await new Promise((resolve) => shell.on('close', resolve));
    expect(out).toBe('{\n');
    expect(err).not.toMatch(/EPIPE|rror/);
    expect(await resultTables(results('unread'))).toEqual(expected);
  });
});

describe('an output folder', () => {
  it.each(['walk.mp4', 'walk.mp4/deep', '/dev/null'])(
    'that is, or lies in, a file is refused before any work: %s',
    async (output) => {
      const { code, err, left } = await gait([...analyze('refused'), '--output', output], { folder });
      expect(code).toBe(2);
      expect(err).toMatch(/a file where a folder is needed/);
      expect(err).toContain('--output');
      expect(err).not.toContain('load-video');
      expect(left).toEqual([]);
    },
  );

  it('of a run whose videos all fail is not made', async () => {
    const { code } = await gait(['analyze', '--videos', 'nowhere.mp4', '--output', 'none'], { folder });
    expect(code).toBe(2);
    expect(existsSync(path.join(folder, 'none'))).toBe(false);
  });
});

it('a store in the place of a file is refused, with what to do', async () => {
  const { code, err } = await gait([...analyze('refused'), '--store', 'walk.mp4'], { folder });
  expect(code).toBe(2);
  expect(err).toMatch(/a file where a folder is needed/);
  expect(err).toContain('--store');
});

/** Mounts a file system of so many KB, where we may; the function unmounts it. */
function mountDisk(at: string, kb: number): (() => void) | null {
  mkdirSync(at, { recursive: true });
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kb}k`, 'tmpfs', at]).status === 0;
  if (!mounted) return null;
  return () => {
    spawnSync('umount', [at]);
  };
}
const probe = mountDisk(path.join(folder, 'probe'), 64);
probe?.();
if (!probe)
  console.log('May not mount a small disk here: the command is not tried on full and read-only ones.');

describe.runIf(probe !== null)('on a disk that', () => {
  const disk = path.join(folder, 'disk');
  const onDisk = (): string[] => readdirSync(disk, { recursive: true, encoding: 'utf8' });
  beforeEach(() => {
    const unmount = mountDisk(disk, 40);
    onTestFinished(() => unmount?.());
  });

  it('is full, the report is given up whole, with what to do', async () => {
    const { code, err, left } = await gait([...analyze('first'), '--output', `${disk}/results`], { folder });
    expect(code).toBe(1);
    expect(err).toContain(`No space is left to write in ${disk}/results.`);
    expect(err).toContain('--output');
    expect(err).not.toMatch(/^\s+at /m);
    expect(left).toEqual([]);
    expect(onDisk()).toEqual([]);
  });

  it('is full, the walk that cannot be stored fails, with what to do', async () => {
    const { code, err, left } = await gait([...analyze('full'), '--store', `${disk}/store`], { folder });
    expect(code).toBe(1);
    expect(err).toContain(`No space is left to write in ${disk}/store.`);
    expect(err).toContain('--store');
    expect(err).not.toMatch(/^\s+at /m);
    expect(left).toEqual([]);
    expect(existsSync(results('full'))).toBe(false);
    expect(readdirSync(path.join(disk, 'store', 'temporary'))).toEqual([]);
  });

  it('can only be read, is refused before any work', async () => {
    expect(spawnSync('mount', ['-o', 'remount,ro', disk]).status).toBe(0);
    for (const option of ['--output', '--store']) {
      const { code, err, left } = await gait([...analyze('read-only'), option, `${disk}/here`], { folder });
      expect(code).toBe(2);
      expect(err).toContain(`The folder ${disk}/here cannot be written.`);
      expect(err).toContain(option);
      expect(err).not.toContain('load-video');
      expect(left).toEqual([]);
    }
  });
});
