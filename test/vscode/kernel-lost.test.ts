import { beforeAll, describe, expect, test } from 'vitest';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { useBed } from './bed/in-tests';
import { projectRoot } from './bed/install';
import type { Notebook } from './bed/notebook';
import { notebookText } from './bed/notebook-text';
import { until } from './bed/until';
import type { EditorWindow } from './bed/window';

const bed = useBed();

const loadCell = 'step: load-video\nvideo: walker-side.mp4\nmax_frames: 120\nas: walks\n';
const poseCell = 'step: extract-pose\nvideo: walks\nprofile: fast\nas: poses\n';

/** Poses of 120 frames, on cores that others may use as well. */
const poseWithinMs = 240_000;

/** The kernel of the only window that has one. */
function theKernel(): number {
  const kernels = bed().kernels();
  expect(kernels).toHaveLength(1);
  return kernels[0]!.pid;
}

/** One window for all of it: each test goes on where the one before has ended. */
describe('a notebook that loses what it stands on', () => {
  let window: EditorWindow;
  let notebook: Notebook;

  beforeAll(async () => {
    window = await bed().newWindow({
      'walk.gaitnb': notebookText([loadCell, poseCell]),
      'walker-side.mp4': { copyOf: path.join(projectRoot, 'samples/walker-side.mp4') },
    });
    notebook = await window.openNotebook('walk.gaitnb');
  });

  test('a researcher whose kernel is killed reads what happened, and goes on with what the store holds', async () => {
    await notebook.runAll();
    await notebook.untilState(0, 'success');
    const live = await notebook.untilOutput(1);
    await live
      .getByText(/[1-9]\d* of 120 frames/)
      .first()
      .waitFor();
    const killed = theKernel();
    process.kill(killed, 'SIGKILL');

    await notebook.untilState(1, 'error');
    const report = await notebook.untilOutput(1);
    await report
      .getByText(/The kernel ended unexpectedly: killed by SIGKILL/)
      .first()
      .waitFor();
    const said = await report.innerText();
    expect(said).toMatch(/Its last memory figure was [1-9]\d* of [1-9]\d* MB\./);
    expect(said).toMatch(/Its log is empty|Last lines of its log/);
    expect(said).toContain('Run the cell again');
    await notebook.cellAtTop(1);
    await window.screenshot('kernel killed');
    // What the dead kernel had started is gone as well.
    const workers = () =>
      bed()
        .server.processes()
        .filter(({ command }) => /ffmpeg|ffprobe/.test(command));
    await until('the video programs of the killed kernel to end', () => workers().length === 0);

    // Nobody has loaded the video for the new kernel: the name comes back from the store.
    await notebook.runCell(1);
    await notebook.untilState(1, 'success', poseWithinMs);
    expect(theKernel()).not.toBe(killed);

    await window.command('Gait: Restart Kernel');
    await until('the kernel to end', () => bed().kernels().length === 0);
    await notebook.runAll();
    for (const cell of [0, 1]) {
      await notebook.untilState(cell, 'success');
      const output = await notebook.untilOutput(cell);
      await output.getByText('From the store').first().waitFor();
    }
  });

  test('a notebook whose store is deleted while it is open keeps what it shows, and runs anew', async () => {
    await notebook.runCell(0);
    await notebook.untilState(0, 'success');
    const store = path.join(window.folder, '.gait');
    expect(existsSync(store)).toBe(true);
    await rm(store, { recursive: true });

    await notebook.runCell(1);
    await notebook.untilState(1, 'error');
    const report = await notebook.untilOutput(1);
    await report.getByText('What was stored of "walks" is gone').first().waitFor();
    await report.getByText('Run the load-video step that makes it again.').first().waitFor();
    const kept = await notebook.untilOutput(0);
    await kept.getByText('walker-side.mp4').first().waitFor();

    await notebook.runAll();
    await notebook.untilState(0, 'success');
    await notebook.untilState(1, 'success', poseWithinMs);
    const anew = await notebook.untilOutput(0);
    await anew.getByText('Done', { exact: true }).first().waitFor();
    expect(existsSync(store)).toBe(true);
  });

  test('two windows on one notebook both run it, and neither overwrites what the other has saved', async () => {
    // What is unsaved would come back in the other window.
    await notebook.save();
    await window.untilNothingIsUnsaved();
    const second = await bed().windowOn(window.folder);
    const ofSecond = await second.openNotebook('walk.gaitnb');
    await notebook.runCell(0);
    await ofSecond.runCell(0);
    await notebook.untilState(0, 'success');
    await ofSecond.untilState(0, 'success');
    expect(bed().kernels()).toHaveLength(2);

    await notebook.save();
    const file = path.join(window.folder, 'walk.gaitnb');
    const saved = await readFile(file, 'utf8');
    expect(await ofSecond.isDirty()).toBe(true);
    await second.page.keyboard.press('Control+S');
    await second.notification(/Failed to save 'walk.gaitnb'/);
    expect(await readFile(file, 'utf8')).toBe(saved);
    expect(await ofSecond.isDirty()).toBe(true);
  });
});
