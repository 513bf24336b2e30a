import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { outputTypes, type GaitOutput, type RunOutput } from '../../src/shared/cell-output';
import { parsePayload } from '../../src/webview/payload/parse';
import { gait } from '../fixtures/gait-command';
import { violations } from './bed/accessibility';
import type { Bed } from './bed/bed';
import { installBed } from './bed/install';
import type { Notebook } from './bed/notebook';
import { openDocument, type OpenDocument } from './bed/open-document';
import { until } from './bed/until';
import { screenshotFolder, type EditorWindow } from './bed/window';
import { meanCycleOf, memoryPoints, type ReadCurves } from './bed/read-charts';

const mostBytes = 5 * 2 ** 20;

/** `first-walk.gaitnb`, all of whose cells have run for the first time, and nobody has saved it. */
export interface WalkThatRan {
  readonly bed: Bed;
  readonly window: EditorWindow;
  readonly notebook: Notebook;
}

/** What a researcher does next who has run a notebook; it leaves the notebook saved. */
export const sendsItToSomebody = (walk: () => WalkThatRan): void => {
  describe('sends the notebook to somebody without VS Code', () => {
    let bed: Bed;
    let window: EditorWindow;
    let notebook: Notebook;
    let html: string;

    beforeAll(() => {
      ({ bed, window, notebook } = walk());
      html = path.join(window.folder, 'first-walk.html');
    });

    const exportAs = async (label: string, file: string): Promise<void> => {
      await window.command('Gait: Export…');
      await window.pick(label);
      const place = window.page.locator('.quick-input-widget:visible input.input');
      await until('the dialog to name a file', async () => (await place.inputValue()).endsWith(file));
      await window.page.keyboard.press('Enter');
      await window.notification(`Exported to ${path.join(window.folder, file)}`);
    };

    /** The document, once a browser that runs scripts has drawn its outputs. */
    const opened = async (options: BrowserContextOptions = {}): Promise<OpenDocument> => {
      const document = await openDocument(bed.browser, html, options);
      if (options.javaScriptEnabled !== false)
        await document.page.locator('html[data-drawn]').waitFor({ state: 'attached' });
      return document;
    };

    test('from the palette, of the notebook as it is now, which is not saved', async () => {
      expect(await notebook.isDirty()).toBe(true);
      await exportAs('HTML', 'first-walk.html');
      expect((await stat(html)).size).toBeLessThan(mostBytes);
      // The kernel that wrote it has gone; that of the notebook stays.
      await until('one kernel to be left', () => bed.kernels().length === 1);
    });

    test('it opens at once, plays, asks for nothing and has no errors', async () => {
      const { page, asked, errors, close } = await opened();
      expect(await page.locator('.output.is-live').count()).toBeGreaterThanOrEqual(6);
      const player = page.locator('.pose .player').first();
      await player.getByRole('button', { name: /play/i }).click();
      const position = player.locator('.position');
      const before = await position.innerText();
      await until('the player to go on', async () => (await position.innerText()) !== before);
      await drawnMeanCycles(page);
      await page.screenshot({ path: path.join(screenshotFolder, 'export-live.png'), fullPage: true });
      expect(asked).toEqual([pathToFileURL(html).href]);
      expect(errors).toEqual([]);
      await close();
    });

    test('its charts and tables say what the file of the notebook says', async () => {
      await notebook.save();
      const outputs = await savedOutputs(path.join(window.folder, 'first-walk.gaitnb'));
      const { bundle } = outputs.gait;
      const { page, close } = await opened();
      const hip = await page.evaluate<ReadCurves>(meanCycleOf('Hip (°)'));
      for (const side of ['left', 'right'] as const) {
        const curve = bundle.meanCurves.find((one) => one.joint === 'hip' && one.side === side)!;
        expect(hip[side]).toHaveLength(101);
        for (const [percent, mean] of curve.meanDeg.entries()) {
          expect(Math.abs(hip[side][percent]!.x - percent)).toBeLessThan(0.1);
          expect(Math.abs(hip[side][percent]!.y - mean!)).toBeLessThan(hip.valuePerPx / 10);
        }
      }
      // In the run's picture on paper: the same series, drawn by hand.
      const memory = await page.evaluate<readonly (readonly [number, number])[]>(memoryPoints);
      const { series, memory: figures, seconds } = outputs.run.record;
      expect(memory).toHaveLength(series.length);
      const topMb = 1.1 * Math.max(figures.limitMb, figures.peakRssMb);
      const endS = Math.max(seconds, series.at(-1)!.timeS);
      for (const [at, [x, y]] of memory.entries()) {
        expect(Math.abs(((x - 150) / 640) * endS - series[at]!.timeS)).toBeLessThan(endS / 640);
        expect(Math.abs((1 - (y - 10) / 120) * topMb - series[at]!.rssMb)).toBeLessThan(topMb / 120);
      }
      const stride = page.locator('.gait .parameters tr, .gait table tr', { hasText: 'Stride time' }).first();
      expect(await stride.innerText()).toContain(bundle.parameters.stride_time_s.left.mean!.toFixed(3));
      await close();
    });

    test('whoever cannot see it, or reads it in the dark, can read it', async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const { page, close } = await opened({ colorScheme });
        expect(await violations(page), colorScheme).toEqual([]);
        await close();
      }
      // What stands on paper is what is there without scripts.
      const { page, close } = await opened();
      await page.emulateMedia({ media: 'print' });
      await page.screenshot({ path: path.join(screenshotFolder, 'export-print.png'), fullPage: true });
      expect(await violations(page)).toEqual([]);
      await close();
    });

    test('printed, or without scripts, it is complete', async () => {
      const { page, close } = await opened({ javaScriptEnabled: false });
      for (const name of [/^Skeleton of walker-side/, /^Joint angles of walker-side/, /^Mean joint angles/]) {
        await page.getByRole('img', { name }).first().waitFor();
      }
      expect(await page.getByRole('rowheader', { name: 'Stride time' }).count()).toBe(1);
      await page.getByRole('heading', { name: 'Performance' }).waitFor();
      await close();

      const live = await opened();
      await live.page.emulateMedia({ media: 'print' });
      expect(await live.page.locator('.live').filter({ visible: true }).count()).toBe(0);
      await live.page
        .getByRole('img', { name: /^Joint angles of walker-side/ })
        .first()
        .waitFor();
      await live.close();
    });

    test('as a PDF, a Jupyter notebook and Markdown as well', async () => {
      const { chromium } = await installBed();
      const pdf = await gait(['export', 'first-walk.gaitnb', '--to', 'pdf', '--browser', chromium], {
        folder: window.folder,
      });
      expect(pdf).toMatchObject({ code: 0, out: 'Exported:\n  first-walk.pdf\n', left: [] });
      const bytes = await readFile(path.join(window.folder, 'first-walk.pdf'));
      expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
      expect(bytes.length).toBeLessThan(mostBytes);
      await exportAs('Jupyter Notebook', 'first-walk.ipynb');
      await exportAs('Markdown', 'first-walk.md');
      expect(await readFile(path.join(window.folder, 'first-walk.md'), 'utf8')).toContain('## Performance');
    });
  });
};

/** Charts are drawn when they come into sight; one of many points on a canvas. */
async function drawnMeanCycles(page: Page): Promise<void> {
  const chart = page.locator('.gait figure .chart').first();
  await chart.scrollIntoViewIfNeeded();
  await chart.locator('svg, canvas').first().waitFor();
}

/** The gait and the run of the pose, as the notebook's file holds them. */
async function savedOutputs(file: string): Promise<{ gait: GaitOutput; run: RunOutput }> {
  const { cells } = JSON.parse(await readFile(file, 'utf8')) as {
    cells: { outputs?: { data?: Record<string, unknown> }[] }[];
  };
  const found = (cell: number, mime: string): unknown =>
    cells[cell]!.outputs!.map(({ data }) => data?.[mime]).find((value) => value !== undefined);
  const gaitPayload = parsePayload(found(5, outputTypes.gait));
  const runPayload = parsePayload(found(3, outputTypes.run));
  if (!gaitPayload.ok || !runPayload.ok) throw new Error('The notebook holds no gait and no run.');
  // Sound: they were found under the types of these.
  return { gait: gaitPayload.payload as GaitOutput, run: runPayload.payload as RunOutput };
}
