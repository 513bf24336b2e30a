import type { LogOutputChannel } from 'vscode';
import { cancelled } from '../../shared/errors';
import { settingsOf } from '../settings-of-notebook';
import type { WriteDocument } from './export-notebook';

/**
 * Writes documents in a kernel of their own, which has no session and ends with the document: a step that runs keeps its
 * memory for itself.
 * @param kernelFile the built kernel, absolute.
 */
export const exportInKernel =
  (kernelFile: string, log: LogOutputChannel): WriteDocument =>
  async (notebook, request, signal) => {
    const { browserPath } = settingsOf(notebook);
    const { startKernel } = await import('../kernel');
    const client = await startKernel({
      kernelFile,
      session: null,
      onLog: (level, line) => {
        log[level](line);
      },
    });
    const stopped = new Promise<never>((_, reject) => {
      const stop = (): void => {
        reject(cancelled());
      };
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    });
    try {
      return await Promise.race([client.exportNotebook({ ...request, browserPath }, signal), stopped]);
    } finally {
      await client.stop();
    }
  };
