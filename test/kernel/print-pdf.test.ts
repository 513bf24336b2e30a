// Browsers that print a PDF, and what becomes of them when the kernel does not live to see its end.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { KernelGone } from '../../src/extension/kernel';
import { canWatch } from '../fixtures/process-watch';
import { startTestKernel, type TestKernel } from '../fixtures/test-kernel';
import { notebook, textCell } from '../unit/export-fixture';
import { findChromium } from '../vscode/bed/chromium';
import { until } from '../vscode/bed/until';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'gait-print-pdf-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
});

const print = ({ client }: TestKernel, browserPath: string) =>
  client.exportNotebook(
    {
      text: notebook(textCell('# A walk')),
      notebookFile: null,
      form: 'pdf',
      target: path.join(folder, 'walk.pdf'),
      overwrite: 'nothing',
      showUnblurred: false,
      browserPath,
    },
    new AbortController().signal,
  );

describe.runIf(canWatch)('a kernel that is killed while a browser prints', () => {
  it('takes the browser with it, though that never ends by itself', async () => {
    const browser = path.join(folder, 'browser');
    writeFileSync(browser, '#!/bin/sh\nsleep 600 &\nwait\n', { mode: 0o755 });
    const kernel = await startTestKernel(folder, { session: null });
    await killedOnce(kernel, print(kernel, browser), 'sleep 600');
  });

  it('takes a real one with it, and what both left goes with the next export', async () => {
    const chromium = await findChromium(console.error);
    const kernel = await startTestKernel(folder, { session: null });
    // By its own name: the part of its command that processes are shown with ends before our arguments.
    await killedOnce(kernel, print(kernel, chromium), path.basename(chromium));

    const next = await startTestKernel(folder, { session: null });
    expect(await print(next, chromium)).toMatchObject({ written: true });
    expect(readdirSync(folder)).toEqual(['walk.pdf']);
    await next.client.stop();
    expect(await next.left()).toEqual([]);
  });
});

/** Kills the kernel as soon as a process of it is there whose command names the browser. */
async function killedOnce(kernel: TestKernel, printed: Promise<unknown>, browser: string): Promise<void> {
  const gone = expect(printed).rejects.toBeInstanceOf(KernelGone);
  await until('the browser', () => kernel.processes().some((line) => line.includes(browser)));
  process.kill(kernel.client.pid, 'SIGKILL');
  await gone;
  expect(await kernel.left()).toEqual([]);
  expect(readdirSync(folder).filter((name) => name.startsWith('gait-print-'))).toHaveLength(1);
}
