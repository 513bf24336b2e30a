import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/kernel/package-files';
import { killedHint } from '../../src/processes/killed';
import { lastWords } from '../../src/processes/last-words';
import { nodeEnvironment } from '../../src/processes/node-child';
import { ownedName, ownerState, thisOwner } from '../../src/processes/owner';
import { hasProcessGroups, killTree } from '../../src/processes/process-group';

describe('the owner of what lies on disk', () => {
  it('is alive as long as its process, whatever follows its name', () => {
    expect(ownerState(thisOwner)).toBe('alive');
    expect(ownerState(ownedName())).toBe('alive');
  });

  it('is dead where another process has its number by now', () => {
    const [place, pid, start] = thisOwner.split('-');
    expect(ownerState(`${place}-${pid}-${Number(start) + 1}`)).toBe(
      process.platform === 'linux' ? 'dead' : 'alive',
    );
  });

  it('is dead once its process has ended', async () => {
    const child = spawn(process.execPath, ['-e', await ownerProgram()], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const [name] = (await once(child, 'message')) as [string];
    expect(ownerState(name)).toBe('alive');
    child.disconnect();
    await once(child, 'exit');
    expect(ownerState(name)).toBe('dead');
  });

  it('cannot be looked for on another machine, nor by a name that is none', () => {
    expect(ownerState(`00000000-${process.pid}-1`)).toBe('elsewhere');
    expect(ownerState('walk.mp4')).toBe('elsewhere');
  });
});

/** A program that tells its owner's name, and ends once its channel is closed. */
async function ownerProgram(): Promise<string> {
  const contents = `import { thisOwner } from './owner'; process.on('disconnect', () => {}); process.send(thisOwner);`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: path.join(packageRoot, 'src', 'processes') },
    bundle: true,
    platform: 'node',
    write: false,
  });
  return outputFiles[0]!.text;
}

describe('a process that is started for work', () => {
  it('gets the environment without the options for this process’s Node', () => {
    expect(
      nodeEnvironment({ NODE_OPTIONS: '--inspect', Node_Options: '--inspect', HOME: '/home/a' }),
    ).toEqual({
      HOME: '/home/a',
      ELECTRON_RUN_AS_NODE: '1',
    });
  });

  it.runIf(process.platform === 'linux')('is ended with all that it started', async () => {
    const script = `const { pid } = require('node:child_process').spawn('sleep', ['600']); console.log(pid);`;
    const child = spawn(process.execPath, ['-e', script], { detached: hasProcessGroups });
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    const stat = `/proc/${Number(said.toString())}/stat`;
    expect(readFileSync(stat, 'utf8')).toContain('(sleep)');
    killTree(child);
    await once(child, 'close');
    await expect.poll(() => isAtWork(stat)).toBe(false);
    killTree(child);
  });

  it('leaves the end of what it said', async () => {
    const [out, err] = [Readable.from(['a'.repeat(20), 'out of ']), Readable.from(['memory\n'])];
    const words = lastWords([out, null], 10);
    await once(out, 'end');
    expect(words()).toBe('aaaout of');
    const others = lastWords([err]);
    await once(err, 'end');
    expect(others()).toBe('memory');
  });
});

/** Neither gone nor a zombie that nobody has taken away yet. */
function isAtWork(stat: string): boolean {
  try {
    return !/\) Z /.test(readFileSync(stat, 'utf8'));
  } catch {
    return false;
  }
}

describe('a process that ended on a signal', () => {
  it('is blamed on memory only where a system in want of it sends that signal', () => {
    expect(killedHint('SIGKILL', 'Try again.')).toContain('lower max_memory_mb');
    expect(killedHint('SIGTERM', 'Try again.')).toBe('Try again.');
    expect(killedHint(null, 'Try again.')).toBe('Try again.');
  });
});
