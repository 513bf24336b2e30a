import path from 'node:path';
import { badInput } from '../shared/errors';
import type { ExportOptions } from './export-options';
import type { CommandContext } from './terminal';

/**
 * `gait export`: a saved notebook, with what its runs cost, as a document of another kind.
 * @returns the exit code.
 */
export async function exportCommand(options: ExportOptions, context: CommandContext): Promise<number> {
  const { terminal, signal, json, workingFolder } = context;
  const { readTextFile } = await import('../kernel/read-text');
  const { exportNotebook } = await import('../kernel/export');
  const notebookFile = path.resolve(workingFolder, options.notebook[0]!);
  const text = await readTextFile(notebookFile, 'The notebook', 'Name a file such as study.gaitnb.');
  const usual = `${notebookFile.replace(/\.(?:gaitnb|ipynb)$/i, '')}.${options.to}`;
  const result = await exportNotebook(
    {
      text,
      notebookFile,
      form: options.to,
      target: options.output === undefined ? usual : path.resolve(workingFolder, options.output),
      overwrite: options.force ?? false,
      showUnblurred: options.no_blur_faces ?? false,
      browserPath: options.browser === undefined ? null : path.resolve(workingFolder, options.browser),
    },
    signal,
  );
  if (!result.written) {
    throw badInput(
      `Pictures of ${result.unblurredCells.join(', ')} may show people who are not blurred: they were stored with blur_faces off, or by a version that is not known here.`,
      'Run those cells again with blur_faces on, or give --no-blur-faces to export the pictures as they are.',
    );
  }
  const { files } = result;
  if (json) terminal.out(`${JSON.stringify({ files }, null, 2)}\n`);
  else
    terminal.out(`Exported:\n${files.map((file) => `  ${path.relative(workingFolder, file)}\n`).join('')}`);
  return 0;
}
