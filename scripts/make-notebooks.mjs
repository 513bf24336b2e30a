// Writes the sample notebooks, without outputs: npm run samples (after a change to their texts).
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { importSource } from './build/source.mjs';
import { benchmark } from './notebooks/benchmark.mjs';
import { firstWalk } from './notebooks/first-walk.mjs';
import { inJupyter } from './notebooks/in-jupyter.mjs';
import { phantomFirst } from './notebooks/phantom-first.mjs';
import { trainFolds } from './notebooks/train-folds.mjs';
import { twoWalks } from './notebooks/two-walks.mjs';

const root = path.join(import.meta.dirname, '..');
const { newNotebookFile, notebookFileText } = await importSource(
  path.join(root, 'src/shared/notebook/index.ts'),
  path.join(root, 'dist/notebook-parts.js'),
);

const python = { display_name: 'Python 3', language: 'python', name: 'python3' };
const notebooks = {
  'first-walk.gaitnb': newNotebookFile(firstWalk),
  'two-walks.gaitnb': newNotebookFile(twoWalks),
  'phantom-first.gaitnb': newNotebookFile(phantomFirst),
  'train-folds.gaitnb': newNotebookFile(trainFolds),
  'benchmark.gaitnb': newNotebookFile(benchmark),
  'in-jupyter.ipynb': {
    ...newNotebookFile(inJupyter),
    metadata: { kernelspec: python, language_info: { name: 'python' } },
  },
};
for (const [name, notebook] of Object.entries(notebooks)) {
  await writeFile(path.join(root, 'samples', name), notebookFileText(notebook));
  console.log(`samples/${name}`);
}
