import type { CellSession, SessionOptions } from '../kernel/session';
import { showProgress, type ProgressDisplay } from './progress';
import { logTo, type CommandContext } from './terminal';

/**
 * Opens the session of a command, shows its progress and what it logs on the terminal, and closes it however the work
 * ends. The kernel is loaded here, so that mistakes in the options are told without it.
 */
export async function withSession<T>(
  options: SessionOptions,
  { terminal, workingFolder, verbose }: CommandContext,
  work: (session: CellSession, progress: ProgressDisplay) => Promise<T>,
): Promise<T> {
  const { openSession } = await import('../kernel/session');
  const progress = showProgress(terminal);
  const log = logTo(terminal, verbose);
  const session = await openSession({
    ...options,
    workingFolder,
    onProgress: progress.onProgress,
    onSample: progress.onSample,
    onLog: (level, message) => {
      progress.clear();
      log(level, message);
    },
  });
  try {
    return await work(session, progress);
  } finally {
    progress.clear();
    await session.close();
  }
}
