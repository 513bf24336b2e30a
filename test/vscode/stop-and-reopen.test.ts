import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { useBed } from './bed/in-tests';
import { projectRoot } from './bed/install';
import type { Notebook } from './bed/notebook';
import { notebookText } from './bed/notebook-text';
import type { PageElement } from './bed/page-element';
import { until } from './bed/until';
import type { EditorWindow } from './bed/window';

const bed = useBed();

const poseCell = (profile: string): string =>
  `step: extract-pose\nvideo: walks\nprofile: ${profile}\nmax_memory_mb: 2048\nas: poses`;
const [load, pose, events] = [0, 1, 2] as const;
const runWithinMs = 240_000;

/** What the kernels have started, as the system sees it. */
function startedByKernels(): string[] {
  const kernels = new Set(
    bed()
      .kernels()
      .map(({ pid }) => pid),
  );
  return bed()
    .server.processes()
    .filter(({ parentPid }) => kernels.has(parentPid))
    .map(({ command }) => command);
}

/** One window after the other on one folder: each test goes on where the one before has ended. */
describe('a notebook that is stopped, saved and opened again', () => {
  let window: EditorWindow;
  let notebook: Notebook;

  beforeAll(async () => {
    window = await bed().newWindow({
      'walk.gaitnb': notebookText([
        'step: load-video\nvideo: walker-side.mp4\nas: walks',
        poseCell('accurate'),
        'step: detect-events\npose: poses\nas: gait',
      ]),
      'walker-side.mp4': { copyOf: path.join(projectRoot, 'samples/walker-side.mp4') },
    });
    notebook = await window.openNotebook('walk.gaitnb');
  });

  test('Stop ends the cell that runs and all that it has started, and the notebook goes on', async () => {
    await notebook.runAll();
    const live = notebook.outputs.locator('.live-run', { hasText: 'extract-pose' });
    await live.getByText(/^[1-9]\d* of 210 frames/).waitFor({ timeout: runWithinMs });
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

    const [kernel] = bed().kernels();
    await notebook.replaceCell(pose, poseCell('fast'));
    await notebook.runCell(pose);
    await notebook.untilState(pose, 'success', runWithinMs);
    await notebook.runCell(events);
    await notebook.untilState(events, 'success');
    expect(
      bed()
        .kernels()
        .map(({ pid }) => pid),
    ).toEqual([kernel!.pid]);
  });

  test('saved, closed and opened again, it shows all that it did, with no kernel and unchanged', async () => {
    const file = path.join(window.folder, 'walk.gaitnb');
    await notebook.save();
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
    await gait.locator('.curves .chart svg path, .curves .chart canvas').first().waitFor();
    expect(await gait.locator('.lane .mark').count()).toBeGreaterThan(20);
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
