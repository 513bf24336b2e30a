import { readFile } from 'node:fs/promises';
import { GaitError } from '../../shared/errors';
import { builtFile } from '../package-files';

/**
 * What draws outputs in a browser, as one script that can stand in a page.
 * @throws GaitError where the package is not whole.
 */
export async function pageScript(): Promise<string> {
  const file = builtFile('webview/export-page.js');
  const text = await readFile(file, 'utf8').catch((thrown: unknown) => {
    throw new GaitError('failed', `A file of Gait Notebook is missing: ${file}.`, 'Install it again.', {
      cause: thrown,
    });
  });
  // A page reads on for the end of its script in whatever the script says, and takes these for it or for a comment.
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\n\/\/# sourceMappingURL=\S*\s*$/, '\n')
    .replace(/<(?=\/script|!--|script)/gi, '\\x3C');
}
