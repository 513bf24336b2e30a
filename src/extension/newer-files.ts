import type { NotebookDocument } from 'vscode';
import { lastWrittenMs } from './language/notebook-files';

/**
 * Knows which files were written anew since a run. Only changes that this window has seen count: a notebook that came
 * from somebody else came with files that are newer than its runs, and all the same what was read.
 */
export class NewerFiles {
  /** When each file was last written as it was first seen; null where it was not there. */
  private readonly firstSeenMs = new Map<string, number | null>();

  /**
   * Those of the files, as cells of the notebook give them, that were written after a time (ISO 8601); without one
   * they are seen, and none counts.
   */
  async since(
    startedAt: string | null,
    files: readonly string[],
    notebook: NotebookDocument,
  ): Promise<readonly string[]> {
    const startedMs = startedAt === null ? Infinity : Date.parse(startedAt);
    const newer = await Promise.all(
      files.map(async (file) => {
        const writtenMs = await lastWrittenMs(notebook, file);
        const key = `${notebook.uri.toString()} ${file}`;
        if (!this.firstSeenMs.has(key)) this.firstSeenMs.set(key, writtenMs);
        return writtenMs !== null && writtenMs > startedMs && writtenMs !== this.firstSeenMs.get(key);
      }),
    );
    return files.filter((_file, at) => newer[at]);
  }
}
