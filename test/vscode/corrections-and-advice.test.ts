import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { useBed } from './bed/in-tests';
import { projectRoot } from './bed/install';
import type { Notebook } from './bed/notebook';
import { notebookText } from './bed/notebook-text';
import { until } from './bed/until';
import type { EditorWindow } from './bed/window';

const bed = useBed();

/** Batches that are too large for any machine, so that advice is given. */
const poseCell =
  'step: extract-pose\nvideo: walks\nprofile: fast\nsettings:\n  io_optimization:\n    batch_size: 5000   # many\nas: poses';
const [pose, events, corrections] = [1, 2, 3] as const;
const runWithinMs = 240_000;

/** One window for both stories: the pose is extracted once. */
describe('outputs that change the notebook', () => {
  let window: EditorWindow;
  let notebook: Notebook;

  beforeAll(async () => {
    window = await bed().newWindow({
      'walk.gaitnb': notebookText([
        'step: load-video\nvideo: walker-side.mp4\nheight_m: 1.72\nmax_frames: 150\nas: walks',
        poseCell,
        'step: detect-events\npose: poses\nas: gait',
      ]),
      'walker-side.mp4': { copyOf: path.join(projectRoot, 'samples/walker-side.mp4') },
      '.vscode/settings.json': JSON.stringify({ 'gaitNotebook.author': 'Ada' }),
    });
    // Tall enough for a whole output with its buttons.
    await window.page.setViewportSize({ width: 1280, height: 1700 });
    notebook = await window.openNotebook('walk.gaitnb');
    await notebook.runAll();
    for (const cell of [0, pose, events]) await notebook.untilState(cell, 'success', runWithinMs);
  });

  const savedCells = async (): Promise<string[]> => {
    await notebook.save();
    const saved = JSON.parse(await readFile(path.join(window.folder, 'walk.gaitnb'), 'utf8')) as {
      cells: { source: string | string[] }[];
    };
    return saved.cells.map(({ source }) => [source].flat().join(''));
  };

  test('a researcher applies a piece of advice, and takes it back with one undo', async () => {
    await notebook.cellAtTop(pose);
    const output = await notebook.untilOutput(pose);
    const advice = output.locator('.advice li', { hasText: 'Batches of 5000 frames are large' });
    expect(await advice.innerText()).toMatch(/batch_size is 5000 frames; the advice begins at \d+ frames/);
    const change = parse(await advice.locator('.change').innerText()) as {
      io_optimization: { batch_size: number };
    };
    const advised = change.io_optimization.batch_size;
    await window.screenshot('advice');

    await advice.getByRole('button', { name: /^Apply/ }).click();
    await until('the cell to say what was advised', async () =>
      (await notebook.text(pose)).includes(`batch_size: ${advised} `),
    );
    // The rest of the cell is as it was, its remark too.
    expect(await notebook.text(pose)).toBe(poseCell.replace('5000  ', String(advised)));
    await until('the cell to be marked', async () =>
      (await (await notebook.cell(pose)).locator('.cell-statusbar-container').innerText()).includes(
        'Changed since it ran',
      ),
    );

    await notebook.undo();
    await until('the cell to be as before', async () => (await notebook.text(pose)) === poseCell);
    expect((await savedCells())[pose]).toBe(poseCell);
  });

  test('events are moved with the mouse and with keys, and written into a cell that undo takes away', async () => {
    await notebook.cellAtTop(events);
    const output = await notebook.untilOutput(events);
    const strikes = output.locator('.lane .mark.left.heel_strike');
    const timeOf = async (nth: number): Promise<number> =>
      Number(await strikes.nth(nth).getAttribute('aria-valuenow'));
    const [draggedFromS, keyedFromS] = [await timeOf(1), await timeOf(2)];

    const { x, y, width, height } = (await strikes.nth(1).locator('.hit').boundingBox())!;
    const { mouse, keyboard } = window.page;
    await mouse.move(x + width / 2, y + height / 2);
    await mouse.down();
    await mouse.move(x + width / 2 + 14, y + height / 2, { steps: 4 });
    await mouse.up();
    await until('the dragged event to have arrived', async () => (await timeOf(1)) > draggedFromS + 0.05);

    await strikes.nth(2).focus();
    for (const key of ['ArrowRight', 'ArrowRight']) await keyboard.press(key);
    await until(
      'the event to have moved by two frames',
      async () => Math.abs((await timeOf(2)) - keyedFromS - 2 / 30) < 0.002,
    );
    expect(await output.locator('.count').innerText()).toBe('2 corrections not written yet');
    const [draggedToS, keyedToS] = [await timeOf(1), await timeOf(2)];
    await output.getByRole('textbox', { name: 'Why the events are corrected' }).fill('foot hidden');
    await window.screenshot('corrections');
    await output.getByRole('button', { name: 'Write into a cell below' }).click();
    await until('a cell with the corrections', async () =>
      (await notebook.text(corrections)).includes('edit-events'),
    );

    await notebook.undo();
    await until('the cell to be gone', async () =>
      (await notebook.cells()).every(({ text }) => !text.includes('edit-events')),
    );
    expect(await savedCells()).toHaveLength(3);
    await window.page.keyboard.press('Control+Shift+Z');
    await until('the cell to be back', async () =>
      (await notebook.text(corrections)).includes('edit-events'),
    );
    const written = parse((await savedCells())[corrections]!) as { edits: object[] };
    const common = {
      edit: 'move',
      walk: 'walker-side',
      side: 'left',
      event: 'heel_strike',
      reason: 'foot hidden',
      author: 'Ada',
    };
    expect(written).toMatchObject({
      step: 'edit-events',
      of: 'gait',
      as: 'gait-corrected',
      edits: [
        {
          ...common,
          time_s: expect.closeTo(draggedFromS, 2) as number,
          to_s: expect.closeTo(draggedToS, 2) as number,
        },
        {
          ...common,
          time_s: expect.closeTo(keyedFromS, 2) as number,
          to_s: expect.closeTo(keyedToS, 2) as number,
        },
      ],
    });

    await notebook.runCell(corrections);
    await notebook.untilState(corrections, 'success');
    const corrected = await notebook.untilOutput(corrections);
    await corrected.getByText('2 corrections by hand in this result').waitFor();
    expect(await corrected.locator('.gait header').innerText()).toContain('result gait-corrected');

    // Corrections that are made on top of these go into the same cell, and it can be run again.
    await notebook.cellAtTop(events);
    await strikes.nth(2).focus();
    await keyboard.press('ArrowRight');
    await until('the event to have moved on', async () => (await timeOf(2)) > keyedToS + 0.02);
    await output.getByRole('textbox', { name: 'Why the events are corrected' }).fill('looked at again');
    await output.getByRole('button', { name: 'Write into a cell below' }).click();
    await until('the third correction in the cell', async () =>
      (await notebook.text(corrections)).includes('looked at again'),
    );
    expect(parse((await savedCells())[corrections]!)).toMatchObject({
      edits: [
        {},
        {},
        { ...common, reason: 'looked at again', time_s: expect.closeTo(keyedToS, 2) as number },
      ],
    });
    await notebook.runCell(corrections);
    await corrected.getByText('3 corrections by hand in this result').waitFor();
  });
});
