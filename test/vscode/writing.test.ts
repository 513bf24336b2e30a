import { beforeAll, describe, expect, test } from 'vitest';
import { copyFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { useBed } from './bed/in-tests';
import { projectRoot } from './bed/install';
import { Notebook } from './bed/notebook';
import { notebookText } from './bed/notebook-text';
import { until } from './bed/until';
import type { EditorWindow } from './bed/window';

const bed = useBed();

const sample = (name: string) => ({ copyOf: path.join(projectRoot, 'samples', name) });

/** One window for all of them: each opens a notebook of its own in it. */
let window: EditorWindow;
const inFolder = (name: string): string => path.join(window.folder, name);

beforeAll(async () => {
  window = await bed().newWindow({
    'help.gaitnb': notebookText(['step: load-video\nvideo: walker-side.mp4\nas: walks', '']),
    'walker-side.mp4': sample('walker-side.mp4'),
    'jupyter/in-jupyter.ipynb': sample('in-jupyter.ipynb'),
    'jupyter/walker-oblique.mp4': sample('walker-oblique.mp4'),
  });
});

test('gait cells of a Jupyter notebook run, and the file stays one of Jupyter', async () => {
  const notebook = await window.openNotebook('jupyter/in-jupyter.ipynb');
  await notebook.runCell(1);
  await notebook.untilState(1, 'success');
  const study = await notebook.untilOutput(1);
  await study.getByText('walker-oblique.mp4').first().waitFor();
  await window.screenshot('in jupyter');

  await notebook.save();
  const saved = JSON.parse(await readFile(inFolder('jupyter/in-jupyter.ipynb'), 'utf8')) as {
    nbformat: number;
    cells: {
      metadata: { vscode?: { languageId?: string } };
      outputs?: { data: Record<string, unknown> }[];
    }[];
  };
  expect(saved.nbformat).toBe(4);
  expect(saved.cells[1]!.metadata.vscode).toEqual({ languageId: 'gait' });
  const types = saved.cells[1]!.outputs!.flatMap(({ data }) => Object.keys(data));
  expect(types).toContain('application/vnd.gait.study+json');
  expect(types).toContain('text/plain');

  // Another recording takes the place of the one that was looked at.
  const load = (await notebook.cell(1)).locator('.cell-statusbar-container');
  expect(await load.innerText()).not.toContain('changed');
  await copyFile(sample('walker-side.mp4').copyOf, inFolder('jupyter/walker-oblique.mp4'));
  await load.getByText('Inputs have changed').waitFor();
});

describe('somebody who writes a cell', () => {
  let notebook: Notebook;

  beforeAll(async () => {
    notebook = await window.openNotebook('help.gaitnb');
  });

  test('is offered steps, keys and results, and what is chosen is right', async () => {
    const { page } = window;
    const proposals = page.locator('.suggest-widget.visible .monaco-list-row .label-name');
    const choose = async (label: string): Promise<void> => {
      await proposals.getByText(label, { exact: true }).first().waitFor();
      // The list goes on while letters come in: it is this one that is marked.
      await page
        .locator('.suggest-widget.visible .monaco-list-row.focused')
        .getByText(label)
        .first()
        .waitFor();
      await page.keyboard.press('Enter');
    };

    await notebook.typeInCell(1, 'st');
    await choose('step');
    await proposals.getByText('load-video', { exact: true }).waitFor();
    await window.screenshot('completion of steps');
    await page.keyboard.type('extr');
    await choose('extract-pose');
    // The step brings what it needs, with the name of the result above.
    const step = 'step: extract-pose\nvideo: walks\nas: poses';
    await until('the step with its keys', async () => (await notebook.text(1)) === step);
    await page.keyboard.press('Escape');
    await notebook.typeInCell(1, '\nprof');
    await choose('profile');
    await page.keyboard.type('fa');
    await choose('fast');
    await until('the profile', async () => (await notebook.text(1)) === `${step}\nprofile: fast`);
    const marks = (await notebook.cell(1)).locator('.squiggly-error, .squiggly-warning');
    await until('the marks to go', async () => (await marks.count()) === 0);
  });

  test('reads what a key means, and a slip is marked and mended by its quick fix', async () => {
    const { page } = window;
    const hover = page.locator('.monaco-hover').filter({ visible: true });
    await notebook.replaceCell(1, 'step: extract-pose\nvideo: walks\nprofil: fast\nmax_memory_mb: 1500');
    const cell = await notebook.cell(1);

    await cell.locator('.view-line').getByText('max_memory_mb').hover();
    await hover.getByText(/^Memory limit of this step/).waitFor();
    await hover.getByText(/^Affects the plan/).waitFor();
    await window.screenshot('hover');
    // It lies over the line that is pointed at next.
    await page.mouse.move(5, 5);
    await hover.waitFor({ state: 'hidden' });

    await cell.locator('.squiggly-error').first().waitFor();
    await cell.locator('.view-line').getByText('profil').hover();
    await hover.getByText(/Did you mean "profile"/).waitFor();
    await window.screenshot('diagnostic');
    await page.mouse.move(5, 5);
    await hover.waitFor({ state: 'hidden' });
    await cell.locator('.view-line').getByText('profil').click();
    await page.keyboard.press('Control+.');
    const fixes = page.locator('.action-widget').filter({ visible: true });
    await fixes.getByText('Change to profile').waitFor();
    await window.screenshot('quick fix');
    await fixes.getByText('Change to profile').click();
    await until('the mended key', async () => (await notebook.text(1)).includes('profile: fast'));
    await until('the mark to go', async () => (await cell.locator('.squiggly-error').count()) === 0);
  });
});

test('a new notebook grows by inserted steps, and says what is wrong with a step before it runs', async () => {
  await window.openNotebook('help.gaitnb');
  await window.command('Gait: New Gait Notebook');
  const notebook = new Notebook(window);
  await until('the new notebook', async () => (await notebook.cells()).some(({ kind }) => kind === 'text'));
  expect(await notebook.text(1)).toBe('step: load-video\nvideo: walker-side.mp4\nas: walks');

  await window.command('Gait: Insert Cell: Extract Pose');
  await until('the inserted cell', async () => (await notebook.cells()).length === 3);
  await window.command('Gait: Insert Cell: Detect Events');
  await until('the second inserted cell', async () => (await notebook.cells()).length === 4);
  expect(await notebook.text(2)).toBe('step: extract-pose\nvideo: walks\nas: poses');
  expect(await notebook.text(3)).toBe('step: detect-events\npose: poses\nas: events');
  await window.screenshot('new notebook');

  const refusalOf = async (cell: number): Promise<string> => {
    await notebook.runCell(cell);
    await notebook.untilState(cell, 'error');
    const output = await notebook.untilOutput(cell);
    await output.getByText('Not run').first().waitFor();
    return output.innerText();
  };
  expect(await refusalOf(3)).toMatch(/There is no result "poses"\.\s+Run the extract-pose or/);
  await notebook.replaceCell(3, 'step: detect-events\npose: [poses\nas: events');
  expect(await refusalOf(3)).toMatch(/Line 2: A bracket is not closed\.\s+Close every \[ with \]/);
  await notebook.replaceCell(3, 'step: detect-events\npose: poses\nstep: report');
  expect(await refusalOf(3)).toMatch(/Line 3: The cell holds two steps\.\s+Move the second step into a cell/);
  await window.screenshot('refusal');

  await notebook.runCell(1);
  await notebook.untilState(1, 'success');
  const study = await notebook.untilOutput(1);
  await study.getByText('walker-side.mp4').first().waitFor();
});
