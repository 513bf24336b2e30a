import { expect, test } from 'vitest';
import path from 'node:path';
import { useBed } from './bed/in-tests';
import { projectRoot } from './bed/install';
import { notebookText } from './bed/notebook-text';

const bed = useBed();

const clip = path.join(projectRoot, 'samples/walker-side.mp4');

test('a researcher opens a notebook, presses Run All and sees the walk that was loaded', async () => {
  const window = await bed().newWindow({
    'first.gaitnb': notebookText([
      '# My first walk',
      'step: load-video\nvideo: walker-side.mp4\nas: walks\n',
    ]),
    'walker-side.mp4': { copyOf: clip },
  });
  const notebook = await window.openNotebook('first.gaitnb');
  expect(await notebook.isDirty()).toBe(false);
  expect(await notebook.text(1)).toContain('step: load-video');

  await notebook.runAll();
  await notebook.untilState(1, 'success');
  const output = await notebook.untilOutput(1);
  await output.getByText('walker-side').first().waitFor();
  expect(bed().kernels()).toHaveLength(1);
  await window.screenshot('first');

  await notebook.save();
  expect(await notebook.isDirty()).toBe(false);
});
