import { z } from 'zod';

/** As much of a notebook's file as is looked at; all else passes through. */
const notebookFile = z.looseObject({
  cells: z.array(
    z.looseObject({
      cell_type: z.string(),
      metadata: z.looseObject({ vscode: z.looseObject({ languageId: z.string().optional() }).optional() }),
    }),
  ),
});

/**
 * A gait notebook's file as a Jupyter notebook: it is one already but for the language of its cells, which there is
 * said by each of them.
 */
export function jupyterText(gaitnb: string): string {
  const notebook = notebookFile.parse(JSON.parse(gaitnb));
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === 'code'
      ? {
          ...cell,
          metadata: { ...cell.metadata, vscode: { languageId: 'gait', ...cell.metadata.vscode } },
        }
      : cell,
  );
  return `${JSON.stringify({ ...notebook, cells }, null, 1)}\n`;
}
