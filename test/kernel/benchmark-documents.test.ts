import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildBenchmarkBundle } from '../../src/kernel/display/benchmark-store';
import { renderSvg } from '../../src/kernel/display/svg';
import { exportNotebook } from '../../src/kernel/export';
import { writeBenchmarkFiles } from '../../src/kernel/performance/benchmark/result-files';
import type { BenchmarkResults } from '../../src/shared/benchmark';
import { outputFormat, outputTypes, type BenchmarkOutput } from '../../src/shared/cell-output';
import { benchmarkResults } from '../unit/benchmark-results-fixture';
import { codeCell, display, notebook } from '../unit/export-fixture';
import { violations } from '../vscode/bed/accessibility';
import { startBrowser } from '../vscode/bed/browser';
import { findChromium } from '../vscode/bed/chromium';
import { openDocument } from '../vscode/bed/open-document';
import { stillCharts, type StillChart } from '../vscode/bed/read-still-charts';

const results = benchmarkResults();
const names = results.contenders.map(({ contender }) => contender);

let folder: string;
let browser: Browser;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'gait-documents-'));
  browser = await startBrowser(await findChromium(console.error));
});
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

const opened = (file: string, options?: BrowserContextOptions) => openDocument(browser, file, options);

/** Ticks are drawn at whole pixels, which moves what they say of a place by one, and marks stand at half of one. */
const drawnWithinPx = 1.5;

/** Every chart of a document says what the results say, as exactly as it is drawn. */
async function expectValues(page: Page, { contenders, accuracy, runs }: BenchmarkResults): Promise<void> {
  const charts = await page.evaluate<StillChart[]>(stillCharts);
  const called = (start: RegExp) => charts.find(({ name }) => start.test(name))!.panels;
  const near = (read: number, meant: number, perPx: number | null) => {
    expect(Math.abs(read - meant)).toBeLessThan(drawnWithinPx * perPx!);
  };

  const costs = called(/Pose alone\. .*CPU/);
  expect(costs).toHaveLength(3);
  for (const [at, key] of (['seconds', 'cpu_s', 'peak_rss_mb'] as const).entries()) {
    const { bars, spreads, perPx } = costs[at]!;
    expect(bars).toHaveLength(names.length);
    for (const [row, contender] of contenders.entries()) {
      const { median, least, most } = contender[key]!;
      near(bars[row]!, median, perPx.x);
      near(spreads[row]![0], least, perPx.x);
      near(spreads[row]![1], most, perPx.x);
    }
  }

  const [pareto] = called(/^Time against error .*joints/i);
  expect(pareto!.dots).toHaveLength(names.length);
  for (const { contender, seconds } of contenders) {
    const error = accuracy.find((one) => one.contender === contender)!.joints_px!.median;
    const dot = pareto!.dots.find(
      ({ x }) => Math.abs(x - seconds!.median) < drawnWithinPx * pareto!.perPx.x!,
    )!;
    near(dot.y, error, pareto!.perPx.y);
  }

  const [memory] = called(/^Memory over time/);
  const counted = runs.filter(({ repeat }) => repeat > 0);
  expect(memory!.lines).toHaveLength(counted.length);
  for (const { series } of counted) {
    const peakMb = Math.max(...series.map(({ rss_mb }) => rss_mb));
    const line = memory!.lines.find((points) =>
      series.every(
        ({ time_s, rss_mb }, at) =>
          Math.abs(points[at]!.x - time_s) < drawnWithinPx * memory!.perPx.x! &&
          Math.abs(points[at]!.y - rss_mb) < drawnWithinPx * memory!.perPx.y!,
      ),
    );
    near(Math.max(...line!.map(({ y }) => y)), peakMb, memory!.perPx.y);
  }
}

describe('the report of a benchmark, sent to somebody without VS Code', () => {
  let page: string;
  let json: string;
  beforeAll(async () => {
    const files = await writeBenchmarkFiles(results, folder, { renderChart: renderSvg });
    page = files.find((file) => file.endsWith('.html'))!;
    json = files.find((file) => file.endsWith('.json'))!;
  });

  test('opens without a network and asks for nothing', async () => {
    const { asked, errors, close } = await opened(page, { offline: true });
    expect(asked).toEqual([pathToFileURL(page).href]);
    expect(errors).toEqual([]);
    await close();
  });

  test('holds the same results as the file beside it', async () => {
    const { page: report, close } = await opened(page);
    const text = await report.evaluate<string>(
      "document.querySelector('#benchmark-results').content.textContent",
    );
    expect(JSON.parse(text)).toEqual(JSON.parse(await readFile(json, 'utf8')));
    await close();
  });

  test('its charts say what that file says', async () => {
    const { page: report, close } = await opened(page);
    await expectValues(report, JSON.parse(await readFile(json, 'utf8')) as BenchmarkResults);
    await close();
  });

  test('can be read by whoever does not see it, and in the dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page: report, close } = await opened(page, { colorScheme });
      expect(await violations(report), colorScheme).toEqual([]);
      await close();
    }
  });

  test('runs nothing that stands in a name or a note', async () => {
    const attack =
      '</template><script>document.title = "run"</script><img src="x" onerror="document.title = 1">';
    const odd = benchmarkResults({ video: { ...results.video, file: attack }, notes: [attack] });
    const files = await writeBenchmarkFiles(odd, path.join(folder, 'odd'), { renderChart: renderSvg });
    const { page: report, asked, close } = await opened(files.find((file) => file.endsWith('.html'))!);
    expect(await report.title()).toBe(`Benchmark of ${attack}`);
    expect(await report.locator('script, img').count()).toBe(0);
    expect(asked).toHaveLength(1);
    await close();
  });
});

describe('a notebook with a benchmark, exported', () => {
  let document: string;
  const bundle = buildBenchmarkBundle(results);
  beforeAll(async () => {
    const payload: BenchmarkOutput = {
      kind: 'benchmark',
      format: outputFormat,
      recordId: 'run',
      name: 'benchmark',
      bundle,
    };
    const output = display({ 'text/plain': bundle.text, [outputTypes.benchmark]: payload });
    document = path.join(folder, 'benchmark.html');
    const request = {
      text: notebook(codeCell('step: benchmark\nvideo: walks', [output])),
      notebookFile: null,
      form: 'html',
      target: document,
      overwrite: 'nothing',
      showUnblurred: false,
      browserPath: null,
    } as const;
    await exportNotebook(request, new AbortController().signal);
  });

  test('asks for nothing, has no errors and can be read by whoever does not see it', async () => {
    const { page, asked, errors, close } = await opened(document, { offline: true });
    await page.locator('html[data-drawn]').waitFor({ state: 'attached' });
    await page.locator('.live figure svg').first().waitFor();
    expect(await violations(page)).toEqual([]);
    expect(asked).toEqual([pathToFileURL(document).href]);
    expect(errors).toEqual([]);
    await close();
  });

  test('its charts on paper say what the notebook says', async () => {
    const { page, close } = await opened(document, { javaScriptEnabled: false });
    await expectValues(page, bundle.results);
    await close();
  });
});
