import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { useBed } from './bed/in-tests';
import { projectRoot } from './bed/install';
import { notebookText } from './bed/notebook-text';
import { until } from './bed/until';

const bed = useBed();

/** Batches that are too large for any machine, so that advice is given. */
const poseCell =
  'step: extract-pose\nvideo: walks\nprofile: fast\nsettings:\n  io_optimization:\n    batch_size: 5000\nas: poses';
const pose = 1;
const runWithinMs = 240_000;

describe('settings beyond a cell', () => {
  test('a researcher writes advice into the configuration file, and takes it back with one undo', async () => {
    const window = await bed().newWindow({
      'walk.gaitnb': notebookText(['step: load-video\nvideo: walker-side.mp4\nas: walks', poseCell]),
      'walker-side.mp4': { copyOf: path.join(projectRoot, 'samples/walker-side.mp4') },
    });
    await window.page.setViewportSize({ width: 1400, height: 1500 });
    const notebook = await window.openNotebook('walk.gaitnb');
    await notebook.runAll();
    for (const cell of [0, pose]) await notebook.untilState(cell, 'success', runWithinMs);
    const configuration = async (): Promise<Record<string, unknown>> =>
      JSON.parse(
        await readFile(path.join(window.folder, 'gait.config.json'), 'utf8').catch(() => '{}'),
      ) as Record<string, unknown>;

    await notebook.cellAtTop(pose);
    const output = await notebook.untilOutput(pose);
    const advice = output.locator('.advice li', { hasText: 'Batches of 5000 frames are large' });
    await advice.getByRole('button', { name: /^Write into the configuration file/ }).click();
    await until(
      'the configuration file to hold the advice',
      async () => (await configuration())['io_optimization'] !== undefined,
    );
    const settings = JSON.parse(
      await readFile(path.join(window.folder, '.vscode/settings.json'), 'utf8'),
    ) as Record<string, unknown>;
    expect(settings['gaitNotebook.configFile']).toBe('gait.config.json');
    // The file stands beside the notebook with the keyboard in it, so that undo takes the change back.
    await window.screenshot('advice in the configuration file');
    await window.page.keyboard.press('Control+Z');
    const editor = window.page.locator('.editor-instance .monaco-editor', { hasText: '{' }).last();
    await until('undo to have emptied it', async () => !(await editor.innerText()).includes('batch_size'));
    await window.page.keyboard.press('Control+Shift+Z');
    await until('redo to have filled it', async () => (await editor.innerText()).includes('batch_size'));
    await window.page.keyboard.press('Control+S');
  });
});
