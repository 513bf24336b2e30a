import { commands, Disposable, type NotebookDocument, type NotebookSerializer, type Uri } from 'vscode';
import { stepNames } from '../../shared/cell-edits/new-cell';
import { exportNotebook, type WriteDocument } from './export-notebook';
import { chooseStep, insertStep } from './insert-step';
import { newNotebook } from './new-notebook';
import { openSamples } from './open-samples';
import { command, withNotebook } from './told-command';

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

const walkthroughId = 'gait-notebook.gait-notebook#firstWalk';
