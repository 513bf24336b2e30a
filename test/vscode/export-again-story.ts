import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { codeCell, display, notebook } from '../unit/export-fixture';
import { until } from './bed/until';
import type { EditorWindow } from './bed/window';
import type { WorkspaceFiles } from './bed/workspace';

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>';
const drawing = 'drawing.gaitnb';
const file = 'drawing.md';
const picture = 'drawing_files/cell-1.svg';

/** What the folder holds before: a notebook, and what became of it when it was exported. */
export const exportedBefore: WorkspaceFiles = {
  [drawing]: notebook(
    codeCell('# A drawing', [display({ 'image/svg+xml': svg, 'text/plain': 'A drawing' })]),
  ),
  [file]: 'An earlier export',
  [picture]: 'Touched up by hand',
};

/** In a window on a folder with the files above. */
export const exportsOnceMore = (open: () => EditorWindow): void => {
  describe('exports a notebook to Markdown once more', () => {
    let window: EditorWindow;
    const contentOf = (name: string): Promise<string> => readFile(path.join(window.folder, name), 'utf8');

    beforeAll(async () => {
      window = open();
      await window.openNotebook(drawing);
    });

    /** Up to where the dialog has been told that the document may be written over. */
    const exportOverDocument = async (): Promise<void> => {
      await window.command('Gait: Export…');
      await window.pick('Markdown');
      const input = window.page.locator('.quick-input-widget:visible');
      await until('the dialog to name a file', async () =>
        (await input.locator('input.input').inputValue()).endsWith(file),
      );
      await window.page.keyboard.press('Enter');
      await input.getByText(`${file} already exists`).waitFor();
      await window.page.keyboard.press('Enter');
      await window.dialog.getByText('Write over 1 picture in drawing_files?').waitFor();
    };

    test('and is asked before pictures are written over, which stay where the answer is no', async () => {
      await exportOverDocument();
      await window.dialog.getByText('cell-1.svg is there already').waitFor();
      await window.screenshot('export-again');
      await window.answer('Cancel');
      expect(await contentOf(file)).toBe('An earlier export');
      expect(await contentOf(picture)).toBe('Touched up by hand');
    });

    test('and where the answer is yes, gets all of it, beside what else is in the folder', async () => {
      await writeFile(path.join(window.folder, 'drawing_files', 'notes.txt'), 'mine');
      await exportOverDocument();
      await window.answer('Write Over');
      await window.notification(`Exported to ${path.join(window.folder, file)}`);
      expect(await contentOf(file)).toContain('drawing_files/cell-1.svg');
      expect(await contentOf(picture)).toContain('<svg');
      expect(await contentOf('drawing_files/notes.txt')).toBe('mine');
    });
  });
};
