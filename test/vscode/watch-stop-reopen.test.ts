import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { useBed } from './bed/in-tests';
import { projectRoot } from './bed/install';
import type { Notebook } from './bed/notebook';
import { notebookText } from './bed/notebook-text';
import type { PageElement } from './bed/page-element';
import { pageWith } from './bed/page-with';
import { until } from './bed/until';
import type { EditorWindow } from './bed/window';

const bed = useBed();

const poseCell = (profile: string): string =>
  `step: extract-pose\nvideo: walks\nprofile: ${profile}\nmax_memory_mb: 2048\nas: poses`;
const [load, pose, events] = [0, 1, 2] as const;
const runWithinMs = 240_000;

const kernelIds = (): number[] =>
  bed()
    .kernels()
    .map(({ pid }) => pid);

/** What the kernels have started, as the system sees it. */
function startedByKernels(): string[] {
  const kernels = new Set(kernelIds());
  return bed()
    .server.processes()
    .filter(({ parentPid }) => kernels.has(parentPid))
    .map(({ command }) => command);
}

/** One window after the other on one folder: each test goes on where the one before has ended. */
describe('a notebook with the side bar beside it', () => {
  let window: EditorWindow;
  let notebook: Notebook;

  beforeAll(async () => {
    window = await bed().newWindow({
      'walk.gaitnb': notebookText([
        'step: load-video\nvideo: walker-side.mp4\nmax_frames: 150\nas: walks',
        poseCell('accurate'),
        'step: detect-events\npose: poses\nas: gait',
      ]),
      'walker-side.mp4': { copyOf: path.join(projectRoot, 'samples/walker-side.mp4') },
    });
    notebook = await window.openNotebook('walk.gaitnb');
    await window.command('View: Show Gait');
  });

  /** What the side bar lists, by the words that it begins with. */
  const entry = (words: RegExp): Locator => window.page.getByRole('treeitem', { name: words });
  const finishedPose = /^extract-pose → poses, .*done · .* of 2048 MB · fast/;

  test('says there before the first run that there is none, and how to make one', async () => {
    await window.page.getByText('No step has run here yet.').waitFor();
    const page = await pageWith(window, 'the view of what runs', 'main .quiet[role="status"]');
    expect(await page.locator('.quiet').innerText()).toContain('No step runs.');
    await window.screenshot('runs none yet');
  });

  test('Stop ends the cell that runs and all that it has started', async () => {
    await notebook.runAll();
    const live = notebook.outputs.locator('.live-run', { hasText: 'extract-pose' });
    await live.getByText(/^[1-9]\d* of 150 frames/).waitFor({ timeout: runWithinMs });
    expect(startedByKernels().join()).toMatch(/ffmpeg/);
    await notebook.interrupt();
    await notebook.untilState(pose, 'error');
    await until('all that the cell has started to end', () => startedByKernels().length === 0);
    const said = await (await notebook.untilOutput(pose)).innerText();
    expect(said).toContain('Stopped. What was finished is kept.');
    // What would have come after it was not begun.
    expect(await notebook.state(events)).toBe('none');
    expect(await notebook.output(events)).toBe(null);
    await window.screenshot('stopped');
  });

  test('it goes on, and the run is seen to move: stage, frames, memory against the limit, CPU, and what waits', async () => {
    const kernels = kernelIds();
    await notebook.replaceCell(pose, poseCell('fast'));
    await window.command('Notebook: Execute Cell and Below');
    await notebook.untilState(events, 'pending');
    const page = await pageWith(window, 'the run in the view', 'main .running .memory-line');
    const run = page.locator('.running', { hasText: 'extract-pose' });
    await run.getByText(/^[1-9]\d* of 150 frames/).waitFor({ timeout: runWithinMs });
    const facts = await run.locator('dl').innerText();
    expect(facts).toMatch(/Stage\s+video processing/);
    expect(facts).toMatch(/Memory\s+\d+ of 2048 MB, peak \d+ MB/);
    expect(facts).toMatch(/CPU\s+\d+ %/);
    expect(facts).toMatch(/Walks\s+0 of 1 walk done · in work: walker-side/);
    expect(facts).toMatch(/Waiting\s+detect-events/);
    await window.screenshot('runs live');

    const seen = new Set<string>();
    await until(
      'the pose to be extracted',
      async () => {
        const texts = await run
          .locator('dl')
          .allInnerTexts()
          .catch(() => []);
        for (const text of texts) seen.add(/\d+ of 150 frames/.exec(text)?.[0] ?? '');
        return (await notebook.state(pose)) === 'success';
      },
      runWithinMs,
    );
    expect(seen.size).toBeGreaterThan(3);
    await notebook.untilState(events, 'success', runWithinMs);
    expect(kernels).toHaveLength(1);
    expect(kernelIds()).toEqual(kernels);
  });

  test('the history is listed, and shows the figures of a run that is chosen', async () => {
    const finished = entry(finishedPose);
    await finished.waitFor();
    await entry(/^load-video → walks, /).waitFor();
    await entry(/^extract-pose → poses, .*stopped/).waitFor();
    await entry(/^detect-events → gait, /).waitFor();
    await finished.click();
    await window.tab('Run: extract-pose → poses').waitFor();
    const page = await pageWith(window, 'the figures of the run', 'main .run-page');
    const text = await page.locator('.run-page').innerText();
    expect(text).toMatch(/Peak memory\s+\d+ of 2048 MB/);
    expect(text).toMatch(/Stage video processing\s+\d/);
    expect(text).toMatch(/max_memory_mb\s+2048 \(cell\)/);
    await page.locator('.memory-line').waitFor();
    await window.screenshot('runs details');
  });

  test('two runs are laid side by side', async () => {
    await entry(finishedPose).click();
    await entry(/^detect-events → gait, /).click({ modifiers: ['Control'] });
    await window.command('Gait: Compare Runs');
    const page = await pageWith(window, 'the two runs', 'main .run-page thead');
    const heads = await page.locator('.run-page thead').first().locator('th').allInnerTexts();
    expect(heads.map((head) => head.split(',')[0])).toEqual([
      '',
      'extract-pose → poses',
      'detect-events → gait',
      'Change',
    ]);
    expect(await page.locator('.run-page').innerText()).toMatch(/Time\s+\S+ s\s+\S+ s\s+−\d+ %/);
    await until(
      'a line for each run',
      async () => (await page.locator('.overlay .memory-line').count()) === 2,
    );
    await window.setTheme('dark');
    await window.screenshot('runs side by side');
    await window.setTheme('light');
  });

  test('saved, closed and opened again, it shows all that it did, with no kernel and unchanged', async () => {
    const file = path.join(window.folder, 'walk.gaitnb');
    await window.tab('walk.gaitnb').click();
    await notebook.save();
    await window.untilNothingIsUnsaved();
    const saved = await readFile(file);
    await window.close();
    await until('the kernel to end with its window', () => bed().kernels().length === 0);

    window = await bed().windowOn(window.folder);
    notebook = await window.openNotebook('walk.gaitnb');
    const study = await notebook.untilOutput(load);
    await until('the strip of frames to be there', async () =>
      (await study.locator('img.frame-strip').evaluateAll(areLoaded)).every(Boolean),
    );
    expect(await study.locator('.run .summary').innerText()).toMatch(/^Done/);

    await notebook.cellAtTop(pose);
    const track = await notebook.untilOutput(pose);
    const position = track.locator('.player .position');
    const before = await position.innerText();
    // With the keyboard: a click would scroll the page of the outputs within the editor.
    await track.getByRole('button', { name: 'Next picture' }).focus();
    await window.page.keyboard.press('Enter');
    await until('the next picture', async () => (await position.innerText()) !== before);

    const gait = await notebook.untilOutput(events);
    const drawn = gait.locator('.curves .chart svg path, .curves .chart canvas').filter({ visible: true });
    await drawn.first().waitFor();
    expect(await gait.locator('.lane .mark').count()).toBeGreaterThan(14);
    expect(await gait.locator('table.parameters').innerText()).toContain('Stance');
    expect(await notebook.outputs.locator('.live-run, .alarm').allInnerTexts()).toEqual([]);
    await window.screenshot('opened again');

    expect(bed().kernels()).toEqual([]);
    expect(await notebook.isDirty()).toBe(false);
    await window.closeEditor();
    await window.tab('walk.gaitnb').waitFor({ state: 'detached' });
    expect((await readFile(file)).equals(saved)).toBe(true);
  });
});

const areLoaded = (pictures: PageElement[]): boolean[] =>
  pictures.map((picture) => (picture as unknown as { naturalWidth: number }).naturalWidth > 0);
