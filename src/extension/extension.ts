import { window, type ExtensionContext } from 'vscode';
import { createControllers } from './controllers';
import { LiveMessages } from './execution/live-messages';
import { NotebookRunners } from './execution/notebook-runners';
import { answerRequests } from './requests/renderer-requests';

let runners: NotebookRunners | undefined;

/** Only composes and registers; whatever it makes is disposed with the extension. */
export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('Gait Notebook', { log: true });
  const live = new LiveMessages();
  runners = new NotebookRunners(context.asAbsolutePath('dist/kernel.js'), live, log);
  context.subscriptions.push(log, live, createControllers(runners), answerRequests(live));
}

/** VS Code waits for this, so that kernels are ended before their host is. */
export async function deactivate(): Promise<void> {
  await runners?.dispose();
}
