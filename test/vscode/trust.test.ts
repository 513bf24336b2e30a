import { expect, test } from 'vitest';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { useBed } from './bed/in-tests';
import { projectRoot } from './bed/install';
import { notebookText } from './bed/notebook-text';

const bed = useBed({ trustsNobody: true });

test('in a folder that is not trusted nothing runs, and the cell says why; once it is trusted it runs', async () => {
  const window = await bed().newWindow({
    'from-elsewhere.gaitnb': notebookText(['step: load-video\nvideo: walker-side.mp4\nas: walks\n']),
    'walker-side.mp4': { copyOf: path.join(projectRoot, 'samples/walker-side.mp4') },
  });
  const notebook = await window.openNotebook('from-elsewhere.gaitnb');
  const cell = await notebook.cell(0);
  await cell.getByText('Does not run: the workspace is not trusted').waitFor();

  // VS Code itself asks first, whoever would run the cell.
  await cell.hover();
  await cell.locator('.run-button-container .codicon-notebook-execute').click();
  await window.dialog.getByText('Executing a notebook cell will run code from this workspace.').waitFor();
  await window.screenshot('untrusted');
  await window.answer('Cancel');
  expect(await notebook.state(0)).toBe('none');
  expect(await notebook.output(0)).toBeNull();
  expect(bed().kernels()).toEqual([]);
  expect(existsSync(path.join(window.folder, '.gait'))).toBe(false);

  await window.trustFolder();
  await cell.getByText('Does not run: the workspace is not trusted').waitFor({ state: 'detached' });
  await notebook.runCell(0);
  await notebook.untilState(0, 'success');
  expect(bed().kernels()).toHaveLength(1);
});
