import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { printPdf } from '../../src/kernel/export/print-pdf';
import { thisOwner } from '../../src/processes/owner';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'gait-printed-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

const never = new AbortController().signal;

/** A program that does so in a browser's place. */
async function browserThat(does: string): Promise<string> {
  const file = path.join(folder, 'browser');
  await writeFile(file, `#!/bin/sh\n${does}\n`, { mode: 0o755 });
  return file;
}

const prints = `for each in "$@"; do case "$each" in
--print-to-pdf=*) printf '%%PDF-1.4' > "\${each#*=}";;
esac; done`;

describe('a page that is printed', () => {
  it('leaves nothing beside the document', async () => {
    const browser = await browserThat(prints);
    const pdf = await printPdf('<p>A walk</p>', { browser, folder, signal: never });
    expect(Buffer.from(pdf).toString()).toBe('%PDF-1.4');
    expect(await readdir(folder)).toEqual(['browser']);
  });

  it('takes away what a killed process left, and nothing of one that is printing', async () => {
    const [place] = thisOwner.split('-');
    // No process has the highest id there is.
    const [left, living] = [
      `gait-print-${place}-4194305-9-0123456789ab`,
      `gait-print-${thisOwner}-0123456789ab`,
    ];
    for (const name of [left, living, 'gait-print-of-mine'])
      await mkdir(path.join(folder, name, 'profile'), { recursive: true });
    await printPdf('<p>A walk</p>', { browser: await browserThat(prints), folder, signal: never });
    expect((await readdir(folder)).sort()).toEqual(['browser', 'gait-print-of-mine', living].sort());
  });
});

it.runIf(process.platform === 'linux')(
  'a browser that is stopped ends with all that it started',
  async () => {
    const started = path.join(folder, 'started');
    const browser = await browserThat(
      `sleep 600 &\necho $$ $! > '${started}.part'; mv '${started}.part' '${started}'\nwait`,
    );
    const stop = new AbortController();
    const printed = printPdf('<p>A walk</p>', { browser, folder, signal: stop.signal });
    await expect
      .poll(() => readFile(started, 'utf8').catch(() => ''), { timeout: 20_000 })
      .toMatch(/^\d+ \d+/);
    stop.abort();
    await expect(printed).rejects.toMatchObject({ kind: 'cancelled' });
    for (const pid of (await readFile(started, 'utf8')).trim().split(' ')) {
      const stat = (): Promise<string> => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      await expect.poll(stat).toMatch(/^$|\) Z /);
    }
    expect((await readdir(folder)).sort()).toEqual(['browser', 'started']);
  },
);
