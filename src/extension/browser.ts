import { workspace, type ExtensionContext, type NotebookCell, type NotebookController } from 'vscode';
import { badInput } from '../shared/errors';
import { registerEditingCommands } from './commands/register-commands';
import { createControllers, type CellRunner } from './controllers';
import { editorCellRun } from './execution/editor-cell-run';
import { errorOutput } from './execution/shown-output';
import { registerLanguage } from './language/register-language';
import { createNewCellIds } from './new-cell-ids';
import { gaitNotebookType } from './notebook-types';
import { createSerializer } from './serializer';
import { markStaleCells } from './stale-marks';

/** VS Code in a browser alone: notebooks are read, written and checked; running them needs a computer. */
export function activate(context: ExtensionContext): void {
  const serializer = createSerializer(createNewCellIds(() => workspace.notebookDocuments));
  context.subscriptions.push(
    workspace.registerNotebookSerializer(gaitNotebookType, serializer),
    createControllers(needsComputer),
    // There is no kernel, so that none of the runs that a file shows as going on does.
    markStaleCells(() => false),
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

/** Says in each cell what running it takes. */
const needsComputer: CellRunner = {
  controllerId: 'gait-needs-computer',
  description: 'Needs VS Code on a computer',
  async run(cells: NotebookCell[], _notebook, controller: NotebookController) {
    for (const run of cells.map((cell) => editorCellRun(cell, controller))) {
      run.start(0);
      await run.show([
        errorOutput(
          badInput(
            'Gait cells run ffmpeg and MediaPipe as programs of a computer, which VS Code in a browser alone cannot start.',
            'Open this folder in VS Code on the desktop, over Remote, or on a server.',
          ),
        ),
      ]);
      run.end(false);
    }
  },
};
