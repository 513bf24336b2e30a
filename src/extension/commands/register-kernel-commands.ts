import { commands, Disposable, type LogOutputChannel } from 'vscode';
import type { NotebookRunners } from '../execution/notebook-runners';
import { deleteResults, restartKernel, showResults } from './kernel-commands';
import { saveProfileOfCell } from './save-profile';
import { command, withNotebook } from './told-command';

/** Set where cells can run. Menus ask for it: before its first run a notebook has no kernel that they could ask for. */
const runsHere = 'gaitNotebook.runsHere';

/** Commands that need programs of this computer. */
export function registerKernelCommands(runners: NotebookRunners, log: LogOutputChannel): Disposable {
  void commands.executeCommand('setContext', runsHere, true);
  return Disposable.from(
    command(
      'restartKernel',
      withNotebook((notebook) => restartKernel(notebook, runners)),
    ),
    command(
      'interruptKernel',
      withNotebook((notebook) => runners.interrupt(notebook)),
    ),
    command(
      'showResults',
      withNotebook((notebook) => showResults(notebook, runners)),
    ),
    command(
      'deleteResults',
      withNotebook((notebook) => deleteResults(notebook, runners)),
    ),
    command('saveProfile', saveProfileOfCell),
    command('showLog', () => {
      log.show(true);
    }),
  );
}
