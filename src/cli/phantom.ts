import path from 'node:path';
import { phantomOptions, type PhantomOptions } from '../shared/steps';
import type { PhantomCommandOptions } from './phantom-options';
import { showProgress } from './progress';
import { sessionOptionsOf } from './settings-options';
import { logTo, type CommandContext } from './terminal';

/** `gait phantom`: renders a walker with its truth. */
export async function phantom(options: PhantomCommandOptions, context: CommandContext): Promise<number> {
  const { terminal, signal, json, workingFolder, verbose } = context;
  const progress = showProgress(terminal);
  const sessionOptions = sessionOptionsOf(options);
  const { createSession } = await import('../kernel/session');
  const session = await createSession({
    ...sessionOptions,
    workingFolder,
    onProgress: progress.onProgress,
    onSample: progress.onSample,
    onLog: logTo(terminal, verbose),
  });
  try {
    // The step's own keys, without the settings that lie beside them.
    const walker: PhantomOptions = phantomOptions.strip().parse(options);
    const outcome = await session.run(
      { step: 'make-phantom', output: options.output, ...walker },
      { signal },
    );
    progress.clear();
    if (json) {
      terminal.out(`${JSON.stringify({ files: outcome.files, seconds: outcome.record.seconds }, null, 2)}\n`);
    } else {
      const names = outcome.files.map((file) => `  ${path.relative(workingFolder, file)}\n`);
      terminal.out(`Rendered ${outcome.walks.map(({ summary }) => summary).join('; ')}:\n${names.join('')}`);
    }
    return 0;
  } finally {
    progress.clear();
    await session.close();
  }
}
