import { window, workspace, type ExtensionContext } from 'vscode';
import { registerEditingCommands } from './commands/register-commands';
import { createControllers, type CellRunner } from './controllers';
import { registerLanguage } from './language/register-language';
import { rememberLastRuns, type LastRuns } from './last-runs';
import { createNewCellIds } from './new-cell-ids';
import { markNotRunning } from './not-running-marks';
import { gaitNotebookType } from './notebook-types';
import { createSerializer } from './serializer';
import { markStaleCells } from './stale-marks';

/** VS Code in a browser alone: notebooks are read, written and checked; running them needs a computer. */
export function activate(context: ExtensionContext): void {
  const serializer = createSerializer(createNewCellIds(() => workspace.notebookDocuments));
  const lastRuns = rememberLastRuns();
  context.subscriptions.push(
    workspace.registerNotebookSerializer(gaitNotebookType, serializer),
    lastRuns,
    createControllers(needsComputer(lastRuns)),
    // There is no kernel, so that none of the runs that a file shows as going on does.
    markStaleCells(() => false),
    markNotRunning(() => ({
      icon: 'vm-outline',
      why: 'this is VS Code in a browser alone',
      more: whatItNeeds,
    })),
    registerLanguage(),
    registerEditingCommands({
      extensionUri: context.extensionUri,
      serializer,
      writeDocument: null,
      // A browser does not know whose it is.
      corrector: () => 'unknown',
    }),
  );
}

const whatItNeeds =
  'Gait cells start ffmpeg and MediaPipe as programs of a computer. ' +
  'To run them, open this folder in VS Code on the desktop, over Remote, or on a server.';

/** Says what running takes. The cells stay as they are: what they show was made on a computer, and could not be made again here. */
const needsComputer = (lastRuns: LastRuns): CellRunner => ({
  controllerId: 'gait-needs-computer',
  description: 'Needs VS Code on a computer',
  async run(cells, _notebook, controller) {
    for (const cell of cells) lastRuns.giveBack(cell, controller);
    await window.showErrorMessage('VS Code in a browser alone cannot run gait cells.', {
      modal: true,
      detail: whatItNeeds,
    });
  },
});
