import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { benchmarkPage } from '../../src/kernel/display/benchmark-page';
import { buildBenchmarkBundle } from '../../src/kernel/display/benchmark-store';
import { renderSvg } from '../../src/kernel/display/svg';
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

/** Of each chart: the height of its smallest letters, and whether its frame can be scrolled to its end by keys. */
const chartsOf = `(async () => {
  const letters = (svg) => Math.min(...[...svg.querySelectorAll('text')].map((text) =>
    parseFloat(getComputedStyle(text).fontSize) * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width));
  return [...document.querySelectorAll('.wide-chart')].filter((frame) => frame.checkVisibility()).map((frame) => {
    frame.focus();
    const beyondPx = frame.scrollWidth - frame.clientWidth;
    frame.scrollLeft = beyondPx;
    return { lettersPx: letters(frame.querySelector('svg')), beyondPx, isReached: document.activeElement === frame
      && Math.abs(frame.scrollLeft - beyondPx) <= 1 };
  });
})()`;

interface SeenChart {
  readonly lettersPx: number;
  readonly beyondPx: number;
  readonly isReached: boolean;
}

describe('a chart of a document', () => {
  test.each([
    ['the report of a benchmark', () => benchmarkPage(results, renderSvg)],
    ['an exported notebook', () => exported(null)],
  ])('can be read in a narrow window, and is whole on paper: %s', async (name, made) => {
    const viewport = { width: 420, height: 900 };
    const { page, close } = await openDocument(browser, await saved(`charts of ${name}.html`, await made()), {
      viewport,
    });
    const narrow = await page.evaluate<SeenChart[]>(chartsOf);
    expect(narrow.length).toBeGreaterThanOrEqual(3);
    for (const { lettersPx, beyondPx, isReached } of narrow) {
      expect(lettersPx).toBeGreaterThanOrEqual(7);
      expect(beyondPx).toBeGreaterThan(0);
      expect(isReached).toBe(true);
    }
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);

    await page.emulateMedia({ media: 'print' });
    const printed = await page.evaluate<SeenChart[]>(chartsOf);
    expect(printed.map(({ beyondPx }) => beyondPx).filter((px) => px > 1)).toEqual([]);
    await close();
  });
});

/**
 * Tables whose heading, caption or head is parted from the first row, or whose first or last row stands alone, wherever on
 * a page they come to stand. Pages stand side by side as columns, which break by the same rules.
 */
const partedTables = `(() => {
  const pagePx = 1000;
  const main = document.querySelector('main');
  main.style.cssText = 'height: ' + pagePx + 'px; width: 680px; columns: 1; column-gap: 40px; column-fill: auto; overflow: hidden';
  const above = main.insertBefore(document.createElement('div'), main.firstChild);
  // What is folded up is not printed.
  const tables = [...main.querySelectorAll('table')].filter((table) => table.checkVisibility());
  const pageOf = (element, which) => Math.round([...element.getClientRects()].at(which).left);
  const parted = [];
  for (let px = 0; px < pagePx; px += 25) {
    above.style.height = px + 'px';
    for (const table of tables) {
      const rows = [...table.tBodies[0].rows];
      const before = [table.closest('.wide').previousElementSibling, table.caption, table.tHead];
      const pages = before.filter((each) => each && each.matches('h2, h3, caption, thead')).map((each) => pageOf(each, -1));
      const first = pageOf(rows[0], 0);
      const isParted = table.tHead !== null && pageOf(table.tHead, 0) !== first;
      const isAlone = rows.length > 1 && (pageOf(rows[1], 0) !== first || pageOf(rows.at(-1), 0) !== pageOf(rows.at(-2), 0));
      const name = table.caption.innerText.slice(0, 40);
      if (isParted || isAlone || pages.slice(0, -1).some((page) => page !== first)) parted.push(name + ' at ' + px);
    }
  }
  return { tables: tables.length, parted };
})()`;

describe('a document on paper', () => {
  test.each([
    ['the report of a benchmark', () => benchmarkPage(results, null), 4],
    ['an exported notebook', () => exported(null), 5],
  ])('keeps the head of a table with its rows: %s', async (name, made, leastTables) => {
    const { page, close } = await openDocument(browser, await saved(`${name}.html`, await made()));
    await page.emulateMedia({ media: 'print' });
    const { tables, parted } = await page.evaluate<{ tables: number; parted: string[] }>(partedTables);
    expect(tables).toBeGreaterThanOrEqual(leastTables);
    expect(parted).toEqual([]);
    await close();
  });
});
