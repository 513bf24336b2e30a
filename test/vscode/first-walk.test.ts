import path from 'node:path';
import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { contrasts } from './bed/contrast';
import { useBed } from './bed/in-tests';
import { projectRoot } from './bed/install';
import type { Notebook } from './bed/notebook';
import type { PageElement } from './bed/page-element';
import { troubleIn } from './bed/trouble';
import { until } from './bed/until';
import type { EditorWindow } from './bed/window';
import { exportedBefore, exportsOnceMore } from './export-again-story';
import { sendsItToSomebody } from './export-story';

const bed = useBed();

const sample = (name: string): string => path.join(projectRoot, 'samples', name);
/** Where the gait cells of this notebook stand, among its texts. */
const [load, pose, events, report] = [1, 3, 5, 7] as const;
const gaitCells = [load, pose, events, report];
/** What the WCAG ask of text. */
const readableContrast = 4.5;
/** Poses of 210 frames, on cores that others may use as well. */
const runWithinMs = 240_000;

/** One window for the whole story: each test goes on where the one before has ended. */
describe('a researcher’s first walk', () => {
  let window: EditorWindow;
  let notebook: Notebook;
  let trouble: readonly string[];

  beforeAll(async () => {
    window = await bed().newWindow({
      'first-walk.gaitnb': { copyOf: sample('first-walk.gaitnb') },
      'walker-side.mp4': { copyOf: sample('walker-side.mp4') },
      // By which the walker is known to be nobody.
      'walker-side.truth.json': { copyOf: sample('walker-side.truth.json') },
      ...exportedBefore,
    });
    trouble = troubleIn(window.page);
    notebook = await window.openNotebook('first-walk.gaitnb');
  });

  test('while the pose is extracted, one line and one plot tell how it goes on', async () => {
    await notebook.runAll();
    const live = notebook.outputs.locator('.live-run', { hasText: 'extract-pose' });
    const lines = new Set<string>();
    const plots = new Set<string>();
    const decoders = new Set<string>();
    await until(
      'the pose to be extracted',
      async () => {
        const state = await notebook.state(pose);
        expect(await live.count()).toBeLessThanOrEqual(1);
        for (const line of await live.locator('.figures').allInnerTexts()) lines.add(line);
        for (const plot of await live.locator('.memory-line').evaluateAll(pathsOf)) plots.add(plot);
        for (const { command } of bed().server.processes())
          if (/^\S*ffmpeg\s/.test(command)) decoders.add(command.split(' ')[0]!);
        return state === 'success' || state === 'error';
      },
      runWithinMs,
    );
    await notebook.untilState(pose, 'success');

    const frames = [...lines].flatMap((line) => /^(\d+) of 210 frames/.exec(line)?.[1] ?? []).map(Number);
    expect(new Set(frames).size).toBeGreaterThan(2);
    expect(frames).toEqual(frames.toSorted((a, b) => a - b));
    expect([...lines].some((line) => /frames\/s · .+ left · \d+ of \d+ MB$/.test(line))).toBe(true);
    expect(plots.size).toBeGreaterThan(2);
    // There is no ffmpeg on the PATH of the bed: the one in the package must do.
    expect([...decoders]).toEqual([expect.stringContaining('/bed-extensions/')]);
  });

  test('every cell succeeds and shows what it has found', async () => {
    // Each is looked at where it is in view: to roll there takes more than to look.
    const shown = async (cell: number): Promise<Locator> => {
      await notebook.untilState(cell, 'success', runWithinMs);
      const output = await notebook.untilOutput(cell);
      expect(await output.locator('.run .summary').innerText()).toMatch(/^Done/);
      return output;
    };
    const study = await shown(load);
    expect(await study.locator('table.study tbody').innerText()).toMatch(/walker-side\.mp4\s+7\.00 s\s+210/);
    expect(await study.locator('img.frame-strip').count()).toBe(1);
    const track = await shown(pose);
    expect(await track.locator('.pose header').innerText()).toMatch(/a pose in \d+ % of 210 frames/);
    const gait = await shown(events);
    expect(await gait.locator('.gait header').innerText()).toMatch(/^walker-side 110\.\d steps\/min/);
    expect(await gait.locator('.lane .mark').count()).toBeGreaterThan(20);
    await gait.getByRole('rowheader', { name: 'Stance' }).waitFor();
    expect(await (await shown(report)).innerText()).toContain('results/first-walk/report.html');
    // Nothing of the runs stays behind.
    expect(await notebook.outputs.locator('.live-run').count()).toBe(0);
    expect(trouble).toEqual([]);
  });

  test('pointing at a moment of the curves moves the players there', async () => {
    await notebook.cellAtTop(events);
    const gait = await notebook.untilOutput(events);
    const curves = gait.locator('.curves-overlay');
    const positions = notebook.outputs.locator('.player .position');
    await until('both players to stand at that moment', async () => {
      if (!(await notebook.pointAt(curves))) return false;
      const moment = /^[\d.]+ s/.exec((await gait.locator('.curves .bubble').textContent()) ?? '')?.[0];
      const texts = await positions.allInnerTexts();
      return (
        moment !== undefined &&
        !moment.startsWith('0') &&
        texts.length === 2 &&
        texts.every((text) => text.includes(` ${moment} `))
      );
    });
  });

  sendsItToSomebody(() => ({ bed: bed(), window, notebook }));

  test('a changed parameter is computed, and what did not change is there at once', async () => {
    await notebook.replaceCell(events, 'step: detect-events\npose: poses\nfilter_cutoff_hz: 4\nas: gait');
    const remark = async (cell: number): Promise<string> =>
      (await notebook.cell(cell)).locator('.cell-statusbar-container').innerText();
    await until(
      'the marks of what is no longer so',
      async () =>
        /Changed since it ran/.test(await remark(events)) && /Inputs have changed/.test(await remark(report)),
    );
    expect(await remark(pose)).not.toMatch(/changed/i);

    await notebook.runAll();
    for (const cell of gaitCells) await notebook.untilState(cell, 'success', runWithinMs);
    const outcome = async (cell: number): Promise<string> =>
      (await notebook.untilOutput(cell)).locator('.run .summary').innerText();
    expect(await outcome(events)).toMatch(/^Done/);
    expect(await outcome(pose)).toMatch(/^From the store/);
    expect(await outcome(load)).toMatch(/^From the store/);
    await until(
      'the marks to go',
      async () => !/changed/i.test(`${await remark(events)}${await remark(report)}`),
    );
    expect(trouble).toEqual([]);
  });

  test('all of it can be read in a light, a dark and a high contrast theme', async () => {
    const { page } = window;
    const size = page.viewportSize()!;
    const texts = notebook.outputs.locator(
      '.run .summary span, .gait header *, .gait .notes li, .gait .said, .lane text.row, .curves text, td, th, summary',
    );
    const expectReadable = async (): Promise<void> => {
      const shown = await contrasts(texts);
      expect(shown.length).toBeGreaterThan(50);
      expect(shown.filter(({ contrast }) => contrast < readableContrast)).toEqual([]);
    };
    await page.setViewportSize({ ...size, height: 2400 });
    for (const theme of ['light', 'dark', 'high contrast'] as const) {
      await window.setTheme(theme);
      for (const [cell, name] of [
        [load, 'study'],
        [pose, 'pose'],
        [events, 'events'],
        [report, 'report'],
      ] as const) {
        await notebook.cellAtTop(cell);
        await window.screenshot(`${name} ${theme}`);
        if (cell === events) await expectReadable();
      }
    }
    await page.setViewportSize(size);
  });

  exportsOnceMore(() => window);
});

/** Shape of each drawn line. */
const pathsOf = (lines: PageElement[]): string[] => lines.map((line) => line.getAttribute('d') ?? '');
