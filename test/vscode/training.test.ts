import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { contrasts } from './bed/contrast';
import { useBed } from './bed/in-tests';
import { projectRoot } from './bed/install';
import type { Notebook } from './bed/notebook';
import type { PageElement } from './bed/page-element';
import { troubleIn } from './bed/trouble';
import { until } from './bed/until';
import type { EditorWindow } from './bed/window';

const bed = useBed();

const sample = (name: string): string => path.join(projectRoot, 'samples', name);
/** Where the gait cells of this notebook stand, among its texts. */
const [pose, train] = [4, 6] as const;
const folds = 4;
/** What the WCAG ask of text. */
const readableContrast = 4.5;
/** Two clips are rendered and four poses extracted first, on cores that others may use as well. */
const runWithinMs = 280_000;

/** One window after the other on one folder: each test goes on where the one before has ended. */
describe('a researcher trains folds', () => {
  let window: EditorWindow;
  let notebook: Notebook;
  let trouble: readonly string[];

  beforeAll(async () => {
    window = await bed().newWindow({
      'train-folds.gaitnb': { copyOf: sample('train-folds.gaitnb') },
      'walker-side.mp4': { copyOf: sample('walker-side.mp4') },
      'walker-side.truth.json': { copyOf: sample('walker-side.truth.json') },
      'walker-oblique.mp4': { copyOf: sample('walker-oblique.mp4') },
      'walker-oblique.truth.json': { copyOf: sample('walker-oblique.truth.json') },
    });
    await window.page.setViewportSize({ width: 1280, height: 1500 });
    trouble = troubleIn(window.page);
    notebook = await window.openNotebook('train-folds.gaitnb');
  });

  const live = () => notebook.outputs.locator('.live-run', { hasText: 'train-folds' });

  test('while folds train, one line and one plot tell how they go on, until Stop ends it', async () => {
    await notebook.runAll();
    await notebook.untilState(pose, 'success', runWithinMs);
    await notebook.cellAtTop(train);
    const lines = new Set<string>();
    const curves = new Set<string>();
    let isPictured = false;
    await until(
      'a fold to be finished, and another to train',
      async () => {
        expect(await live().count()).toBeLessThanOrEqual(1);
        expect(await live().locator('.training-curves').count()).toBeLessThanOrEqual(1);
        for (const line of await live().locator('.figures').allInnerTexts()) lines.add(line);
        for (const path of await live().locator('path.aside').evaluateAll(pathsOf)) curves.add(path);
        const state = await notebook.state(train);
        if (state === 'success' || state === 'error') throw new Error(`It ended: ${[...lines].join('\n')}`);
        if (curves.size > 4 && !isPictured) {
          isPictured = true;
          await window.screenshot('training live');
        }
        return [...lines].some((line) => /^folds? [2-4]/.test(line));
      },
      runWithinMs,
    );
    await notebook.interrupt();
    await notebook.untilState(train, 'error');

    const said = [...lines];
    expect(
      said.some((line) => /^folds? \d.* of 4, epochs? \d+.* of \d+ · \d+ of \d+ windows/.test(line)),
    ).toBe(true);
    expect(said.some((line) => /windows\/s · .+ left · \d+ of \d+ MB$/.test(line))).toBe(true);
    expect(curves.size).toBeGreaterThan(4);
    expect(await (await notebook.untilOutput(train)).innerText()).toContain(
      'Stopped. What was finished is kept.',
    );
  });

  test('run again, it goes on with the folds that were finished, and shows what it came to', async () => {
    const lines = new Set<string>();
    const drawnFolds = new Set<string>();
    await notebook.runCell(train);
    await until(
      'the training to end',
      async () => {
        for (const line of await live().locator('.figures').allInnerTexts()) lines.add(line);
        for (const fold of await live().locator('.fold-number').allTextContents()) drawnFolds.add(fold);
        const state = await notebook.state(train);
        return state === 'success' || state === 'error';
      },
      runWithinMs,
    );
    await notebook.untilState(train, 'success');
    // The first fold is not trained again, but its curves are there.
    expect([...drawnFolds]).toContain('1');
    expect([...lines].some((line) => /^folds? 1/.test(line))).toBe(false);

    const output = await notebook.untilOutput(train);
    const training = output.locator('.training');
    expect(await training.locator('.training-curves circle').count()).toBe(2 * folds);
    const matrix = output.getByRole('region', { name: 'Confusion matrix of the exclusive states' });
    expect(await matrix.locator('td.right').count()).toBe(4);
    expect(await matrix.locator('td').first().innerText()).toMatch(/^\d+(\.\d)? %\s+\d+$/);
    const baselines = await output
      .getByRole('region', { name: 'The network and the baselines' })
      .locator('tr', { hasText: 'Contact, accuracy' })
      .locator('td')
      .allInnerTexts();
    expect(baselines).toHaveLength(3);
    for (const text of baselines) expect(text).toMatch(/^[01]\.\d{3} ± 0\.\d{3}$/);
    // The network has learnt more than the commonest class.
    expect(parseFloat(baselines[0]!)).toBeGreaterThan(parseFloat(baselines[2]!));
    const foldRows = output.getByRole('region', { name: 'Folds' });
    expect(await foldRows.locator('tbody tr').count()).toBe(folds);
    expect(await foldRows.locator('tfoot').innerText()).toMatch(/^Mean ± SD\s.*[01]\.\d{3} ± 0\.\d{3}/);
    expect(await output.getByRole('region', { name: 'Classes' }).innerText()).toContain(
      'Single support left',
    );
    expect(await output.locator('.run .summary').innerText()).toMatch(/^Done/);
    expect(trouble).toEqual([]);
  });

  test('its tables can be scrolled with the keyboard', async () => {
    const output = await notebook.untilOutput(train);
    const region = output.getByRole('region', { name: 'Confusion matrix of the exclusive states' });
    await region.focus();
    expect(await region.evaluate((place: PageElement) => place.getAttribute('tabindex'))).toBe('0');
    await window.page.keyboard.press('ArrowDown');
    // The notebook around it did not take the key for one of its own.
    expect(await notebook.state(train)).toBe('success');
  });

  test('all of it can be read in a light, a dark and a high contrast theme', async () => {
    const size = window.page.viewportSize()!;
    await window.page.setViewportSize({ ...size, height: 2600 });
    for (const theme of ['light', 'dark', 'high contrast'] as const) {
      await window.setTheme(theme);
      await notebook.cellAtTop(train);
      await window.screenshot(`training ${theme}`);
      const texts = notebook.outputs.locator(
        '.training > p, .training caption, .training th, .training td, .curves-plot text, .training figcaption',
      );
      const shown = await contrasts(texts);
      expect(shown.length).toBeGreaterThan(60);
      expect(shown.filter(({ contrast }) => contrast < readableContrast)).toEqual([]);
    }
    await window.page.setViewportSize(size);
  });

  test('saved and opened again, it is drawn from the file with no kernel', async () => {
    await notebook.save();
    await window.untilNothingIsUnsaved();
    const saved = await readFile(path.join(window.folder, 'train-folds.gaitnb'), 'utf8');
    for (const form of ['application/vnd.gait.training+json', 'image/svg+xml']) expect(saved).toContain(form);
    await window.close();
    await until('the kernel to end with its window', () => bed().kernels().length === 0);

    window = await bed().windowOn(window.folder);
    notebook = await window.openNotebook('train-folds.gaitnb');
    await notebook.cellAtTop(train);
    const output = await notebook.untilOutput(train);
    await output.locator('.training-curves path.aside').first().waitFor();
    expect(await output.locator('.training-curves circle').count()).toBe(2 * folds);
    expect(await output.locator('table.confusion td.right').count()).toBe(4);
    expect(await output.locator('.alarm').allInnerTexts()).toEqual([]);
    expect(bed().kernels()).toEqual([]);
    expect(await notebook.isDirty()).toBe(false);
  });
});

/** Shape of each drawn line. */
const pathsOf = (lines: PageElement[]): string[] => lines.map((line) => line.getAttribute('d') ?? '');
