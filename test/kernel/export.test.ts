import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gait } from '../fixtures/gait-command';
import { startTestKernel } from '../fixtures/test-kernel';
import { notebook, runStudy, textCell, type RunStudy } from '../unit/export-fixture';

let study: RunStudy;
const folders: string[] = [];

beforeAll(async () => {
  study = await runStudy();
});
afterAll(async () => {
  await study.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder with a notebook that was run. */
async function folderWithNotebook(): Promise<string> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'gait-export-'));
  folders.push(folder);
  const text = notebook(textCell('# A walk'), await study.pose(), await study.gait());
  writeFileSync(path.join(folder, 'walk.gaitnb'), text);
  return folder;
}

describe('the built command', () => {
  it('exports a page that allows one script, its own, and leaves no store behind', async () => {
    const folder = await folderWithNotebook();
    const end = await gait(['export', 'walk.gaitnb', '--to', 'html'], { folder });
    expect(end).toMatchObject({ code: 0, out: 'Exported:\n  walk.html\n', err: '', left: [] });
    expect(readdirSync(folder).sort()).toEqual(['walk.gaitnb', 'walk.html']);
    const page = readFileSync(path.join(folder, 'walk.html'), 'utf8');
    const scripts = [...page.matchAll(/<script>(.*?)<\/script>/gs)].map(([, script]) => script!);
    expect(scripts).toHaveLength(1);
    expect(scripts[0]!.length).toBeGreaterThan(100_000);
    expect(scripts[0]).not.toMatch(/<!--|<script/i);
    const digest = createHash('sha256').update(scripts[0]!).digest('base64');
    expect(page).toContain(`script-src &#39;sha256-${digest}&#39;`);
    expect(Buffer.byteLength(page)).toBeLessThan(5 * 2 ** 20);
  });

  it('says where a PDF comes from when there is no browser', async () => {
    const folder = await folderWithNotebook();
    const end = await gait(['export', 'walk.gaitnb', '--to', 'pdf'], {
      folder,
      env: { PATH: folder, CHROME_PATH: '' },
    });
    expect(end.code).toBe(2);
    expect(end.err).toMatch(/printed by Chromium, Chrome or Edge.*\n.*HTML/);
    expect(readdirSync(folder)).toEqual(['walk.gaitnb']);
  });

  it('tells what the browser said that did not print', async () => {
    const folder = await folderWithNotebook();
    const browser = path.join(folder, 'browser');
    writeFileSync(browser, '#!/bin/sh\necho no display >&2\nexit 7\n', { mode: 0o755 });
    const end = await gait(['export', 'walk.gaitnb', '--to', 'pdf', '--browser', 'browser'], { folder });
    expect(end.code).toBe(1);
    expect(end.err).toMatch(/did not print the page \(exit code 7\)\. It said: no display/);
    expect(readdirSync(folder).sort()).toEqual(['browser', 'walk.gaitnb']);
  });
});

describe('a kernel', () => {
  it('exports without a session, and so without a store', async () => {
    const folder = await folderWithNotebook();
    const { client } = await startTestKernel(folder, { session: null });
    const target = path.join(folder, 'walk.md');
    const result = await client.exportNotebook(
      {
        text: readFileSync(path.join(folder, 'walk.gaitnb'), 'utf8'),
        notebookFile: null,
        form: 'md',
        target,
        overwrite: 'nothing',
        showUnblurred: false,
        browserPath: null,
      },
      new AbortController().signal,
    );
    expect(result).toMatchObject({ written: true });
    expect(readFileSync(target, 'utf8')).toMatch(/^# A walk\n/);
    expect(readdirSync(folder).sort()).toEqual(['walk.gaitnb', 'walk.md', 'walk_files']);
    await expect(client.results()).rejects.toThrow('without a session');
  });
});
