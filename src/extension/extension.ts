import { window, workspace, type ExtensionContext } from 'vscode';
import { exportInKernel } from './commands/export-in-kernel';
import { registerEditingCommands } from './commands/register-commands';
import { registerKernelCommands } from './commands/register-kernel-commands';
import { createControllers } from './controllers';
import { correctorOf } from './corrector';
import { LiveMessages } from './execution/live-messages';
import { NotebookRunners } from './execution/notebook-runners';
import { editorLayers } from './language/editor-layers';
import { registerLanguage } from './language/register-language';
import { registerMonitor } from './monitor/register-monitor';
import { createNewCellIds } from './new-cell-ids';
import { gaitNotebookType } from './notebook-types';
import { answerRequests } from './requests/renderer-requests';
import { createSerializer } from './serializer';
import { markStaleCells } from './stale-marks';
import { markUntrusted } from './trust-marks';

let runners: NotebookRunners | undefined;

/** Only composes and registers; whatever it makes is disposed with the extension. */
export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('Gait Notebook', { log: true });
  const live = new LiveMessages();
  const serializer = createSerializer(createNewCellIds(() => workspace.notebookDocuments));
  const kernelFile = context.asAbsolutePath('dist/kernel.js');
  runners = new NotebookRunners(kernelFile, live, log);
  context.subscriptions.push(
    log,
    live,
    workspace.registerNotebookSerializer(gaitNotebookType, serializer),
    createControllers(runners),
    answerRequests(live),
    registerLanguage(editorLayers),
    registerEditingCommands({
      extensionUri: context.extensionUri,
      serializer,
      writeDocument: exportInKernel(kernelFile, log),
      corrector: correctorOf,
    }),
    registerKernelCommands(runners, log),
    markStaleCells((runId) => live.history(runId) !== null),
    markUntrusted(),
    registerMonitor(context.extensionUri, runners),
  );
}

/** VS Code waits for this, so that kernels are ended before their host is. */
export async function deactivate(): Promise<void> {
  await runners?.dispose();
}
