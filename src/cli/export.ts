import path from 'node:path';
import { badInput, type GaitError } from '../shared/errors';
import type { ExportResult } from '../shared/export-form';
import { unblurredWords } from '../shared/export-words';
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
      overwrite: options.force === true ? 'everything' : 'nothing',
      showUnblurred: options.no_blur_faces ?? false,
      browserPath: options.browser === undefined ? null : path.resolve(workingFolder, options.browser),
    },
    signal,
  );
  if (!result.written) throw refused(result);
  const { files } = result;
  if (json) terminal.out(`${JSON.stringify({ files }, null, 2)}\n`);
  else
    terminal.out(`Exported:\n${files.map((file) => `  ${path.relative(workingFolder, file)}\n`).join('')}`);
  return 0;
}

/** What an editor would ask is refused here, with the flag that allows it. */
function refused(waiting: Exclude<ExportResult, { written: true }>): GaitError {
  switch (waiting.ask) {
    case 'show-unblurred':
      return badInput(
        unblurredWords(waiting.cells),
        'Run those cells again with blur_faces on, or give --no-blur-faces to export the pictures as they are.',
      );
    case 'overwrite': {
      const [first, ...others] = waiting.files;
      return others.length === 0
        ? badInput(
            `${first} is there already.`,
            'It was left as it is. Name another file with --output, or write over it with --force.',
          )
        : badInput(
            `${first} and ${others.length} more are there already.`,
            'They were left as they are. Name another file with --output, or write over them with --force.',
          );
    }
  }
}
