import {
  commands,
  Disposable,
  window,
  type LogOutputChannel,
  type NotebookDocument,
  type NotebookSerializer,
  type Uri,
} from 'vscode';
import { toGaitError } from '../../shared/errors';
import { stepNames } from '../../shared/cell-edits/new-cell';
import type { NotebookRunners } from '../execution/notebook-runners';
import { exportNotebook, type WriteDocument } from './export-notebook';
import { chooseStep, insertStep } from './insert-step';
import { deleteResults, restartKernel, showResults } from './kernel-commands';
import { newNotebook } from './new-notebook';
import { notebookInFront } from './notebook-in-front';
import { openSamples } from './open-samples';
import { saveProfileOfCell } from './save-profile';

/** What commands that need no kernel are given. */
export interface EditingHands {
  readonly extensionUri: Uri;
  readonly serializer: NotebookSerializer;
  /** Writes notebooks as documents of other kinds; null where no program can be started. */
  readonly writeDocument: WriteDocument | null;
  /** Who corrects events, for a cell of corrections. */
  readonly corrector: (notebook: NotebookDocument) => string;
}

/** Commands that work wherever notebooks can be edited. */
export function registerEditingCommands({
  extensionUri,
  serializer,
  writeDocument,
  corrector,
}: EditingHands): Disposable {
  return Disposable.from(
    command('newNotebook', newNotebook),
    command('openSamples', () => openSamples(extensionUri)),
    command('openWalkthrough', () =>
      commands.executeCommand('workbench.action.openWalkthrough', walkthroughId, false),
    ),
    command('insertStep', () => chooseStep(corrector)),
    ...stepNames.map((step) => command(`insert.${step}`, () => insertStep(step, corrector))),
    command('clearOutputs', () => commands.executeCommand('notebook.clearAllCellsOutputs')),
    command(
      'exportNotebook',
      withNotebook((notebook) => exportNotebook(notebook, serializer, writeDocument)),
    ),
  );
}

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

const walkthroughId = 'gait-notebook.gait-notebook#firstWalk';

/** A command whose errors are told in words. */
const command = (name: string, run: (from?: unknown) => unknown): Disposable =>
  commands.registerCommand(`gaitNotebook.${name}`, async (from?: unknown) => {
    try {
      await run(from);
    } catch (thrown) {
      const { message, hint } = toGaitError(thrown);
      void window.showErrorMessage(hint === undefined ? message : `${message} ${hint}`);
    }
  });

const withNotebook =
  (run: (notebook: NotebookDocument) => unknown) =>
  async (from?: unknown): Promise<void> => {
    const notebook = notebookInFront(from);
    if (notebook) await run(notebook);
    else void window.showInformationMessage('Open a gait notebook first.');
  };
