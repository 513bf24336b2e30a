import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { benchmarkPage } from '../../src/kernel/display/benchmark-page';
import { buildBenchmarkBundle } from '../../src/kernel/display/benchmark-store';
import { exportedCells } from '../../src/kernel/export/exported-cells';
import { htmlDocument } from '../../src/kernel/export/html-document';
import { pageScript } from '../../src/kernel/export/page-script';
import { outputFormat, outputTypes, type BenchmarkOutput } from '../../src/shared/cell-output';
import { benchmarkResults } from '../unit/benchmark-results-fixture';
import { codeCell, display, notebook, runStudy } from '../unit/export-fixture';
import { startBrowser } from '../vscode/bed/browser';
import { findChromium } from '../vscode/bed/chromium';
import { openDocument } from '../vscode/bed/open-document';

const results = benchmarkResults();

let folder: string;
let browser: Browser;
/** An exported notebook with a walk and a benchmark. */
let text: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'gait-layout-'));
  browser = await startBrowser(await findChromium(console.error));
  const study = await runStudy();
  const bundle = buildBenchmarkBundle(results);
  const payload: BenchmarkOutput = {
    kind: 'benchmark',
    format: outputFormat,
    recordId: 'run',
    name: 'benchmark',
    bundle,
  };
  const output = display({ 'text/plain': bundle.text, [outputTypes.benchmark]: payload });
  text = notebook(
    await study.pose(),
    await study.gait(),
    codeCell('step: benchmark\nvideo: walks', [output]),
  );
  await study.close();
});
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

async function saved(name: string, html: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, html);
  return file;
}

const exported = async (script: string | null): Promise<string> =>
  htmlDocument(exportedCells(text), { script, notebookFile: null });

/** Where the captions of wide tables stand, seen from the left and once all tables are scrolled to their right ends. */
const captionsInSight = `(async () => {
  const roots = [document];
  for (const root of roots)
    for (const each of root.querySelectorAll('*')) if (each.shadowRoot) roots.push(each.shadowRoot);
  const tables = roots.flatMap((root) => [...root.querySelectorAll('.wide')])
    .filter((frame) => frame.scrollWidth > frame.clientWidth && frame.querySelector('caption:not(.spoken)'));
  const seen = () => tables.map((frame) => {
    const range = document.createRange();
    range.selectNodeContents(frame.querySelector('caption'));
    const [words, window] = [range.getBoundingClientRect(), frame.getBoundingClientRect()];
    return words.left >= window.left - 1 && words.right <= window.right + 1;
  });
  const atLeft = seen();
  for (const frame of tables) frame.scrollLeft = frame.scrollWidth;
  return { atLeft, atRight: seen() };
})()`;

async function expectCaptionsInSight(page: Page, leastTables: number): Promise<void> {
  const { atLeft, atRight } = await page.evaluate<{ atLeft: boolean[]; atRight: boolean[] }>(captionsInSight);
  expect(atLeft.length).toBeGreaterThanOrEqual(leastTables);
  expect(atLeft.filter((isSeen) => !isSeen)).toEqual([]);
  expect(atRight.filter((isSeen) => !isSeen)).toEqual([]);
}

describe('a document in a window as narrow as half a screen of a tablet', () => {
  const viewport = { width: 420, height: 900 };

  test('shows the captions of tables whole: the report of a benchmark', async () => {
    const file = await saved('report.html', await benchmarkPage(results, null));
    const { page, close } = await openDocument(browser, file, { viewport });
    await expectCaptionsInSight(page, 3);
    await close();
  });

  test('shows the captions of tables whole: an exported notebook, with its script and without', async () => {
    const still = await openDocument(browser, await saved('still.html', await exported(null)), { viewport });
    await expectCaptionsInSight(still.page, 4);
    await still.close();

    const live = await openDocument(browser, await saved('live.html', await exported(await pageScript())), {
      viewport,
    });
    await live.page.locator('html[data-drawn]').waitFor({ state: 'attached' });
    await expectCaptionsInSight(live.page, 4);
    await live.close();
  });
});
