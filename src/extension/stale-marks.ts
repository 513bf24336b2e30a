import {
  Disposable,
  EventEmitter,
  NotebookCellKind,
  NotebookCellStatusBarAlignment,
  NotebookCellStatusBarItem,
  notebooks,
  Uri,
  window,
  workspace,
  type NotebookCell,
  type NotebookCellOutput,
  type NotebookDocument,
} from 'vscode';
import { outputTypes } from '../shared/cell-output';
import { filesRead } from '../shared/language/read-files';
import {
  lastRunOf,
  liveRunOf,
  staleMarks,
  type CellAndRun,
  type LastRun,
  type StaleMark,
} from '../shared/stale-cells';
import { toText } from './bytes';
import { ChangedFiles } from './changed-files';
import { seenFile } from './language/notebook-files';
import { gaitLanguage, notebookTypes } from './notebook-types';

/** While somebody types, marks wait this long for the next letter. */
const typingPauseMs = 250;
/** A file that is being written changes again and again. */
const filesPauseMs = 500;

/** What an output tells of runs. */
interface ShownRun {
  readonly last: LastRun | null;
  /** The run that goes on, or went on when the output was last seen. */
  readonly liveId: string | null;
}

/**
 * Marks the gait cells whose text or inputs have changed since they ran, or are being made anew.
 * @param isGoingOn whether a run of this id has not come to its end.
 */
export function markStaleCells(isGoingOn: (runId: string) => boolean): Disposable {
  const changed = new EventEmitter<void>();
  const runs = new WeakMap<NotebookCellOutput, ShownRun>();
  const names = new WeakMap<NotebookCell, string>();
  const files = new ChangedFiles<NotebookDocument>(seenFile, ({ uri }) => uri.toString());
  const marks = new WeakMap<NotebookDocument, Promise<Map<NotebookCell, StaleMark | null>>>();
  let timer: NodeJS.Timeout | undefined;
  let looksSoon: NodeJS.Timeout | undefined;

  /** Outputs never change: a run replaces them, so each is read once. */
  const runOf = (output: NotebookCellOutput): ShownRun => {
    const known = runs.get(output);
    if (known !== undefined) return known;
    const run = readRun(output);
    runs.set(output, run);
    return run;
  };
  const lookAt = async (cell: NotebookCell): Promise<CellAndRun> => {
    const shown = cell.outputs.map(runOf);
    const lastRun = shown.find(({ last }) => last !== null)?.last ?? null;
    const live = shown.flatMap(({ liveId }) => liveId ?? []);
    const running = live.some(isGoingOn);
    const formerName = names.get(cell) ?? null;
    if (lastRun) names.set(cell, lastRun.name);
    // A run whose output was left behind by a window that closed has not come to its end either.
    const broken = isBroken(cell) || (live.length > 0 && !running);
    const text = cell.document.getText();
    const changedFiles = await files.since(lastRun?.startedAt ?? null, filesRead(text), cell.notebook);
    return { text, lastRun, formerName, broken, running, changedFiles };
  };
  const look = async (notebook: NotebookDocument): Promise<Map<NotebookCell, StaleMark | null>> => {
    const cells = notebook.getCells().filter(isGaitCell);
    const found = staleMarks(await Promise.all(cells.map(lookAt)));
    return new Map(cells.map((cell, at) => [cell, found[at] ?? null]));
  };
  const marksOf = (notebook: NotebookDocument): Promise<Map<NotebookCell, StaleMark | null>> => {
    const known = marks.get(notebook);
    if (known) return known;
    const looked = look(notebook);
    marks.set(notebook, looked);
    return looked;
  };
  const lookAgain = (): void => {
    for (const notebook of workspace.notebookDocuments) marks.delete(notebook);
    changed.fire();
  };
  const lookAgainSoon = (file: Uri): void => {
    // What a run writes into its store is no input.
    if (file.path.includes('/.gait/')) return;
    looksSoon ??= setTimeout(() => {
      looksSoon = undefined;
      lookAgain();
    }, filesPauseMs);
  };
  const watcher = workspace.createFileSystemWatcher('**/*');

  const provider = {
    onDidChangeCellStatusBarItems: changed.event,
    provideCellStatusBarItems: async (cell: NotebookCell) => {
      const mark = isGaitCell(cell) ? (await marksOf(cell.notebook)).get(cell) : undefined;
      return mark ? [statusBarItem(mark)] : [];
    },
  };
  return Disposable.from(
    changed,
    ...notebookTypes.map((type) => notebooks.registerNotebookCellStatusBarItemProvider(type, provider)),
    // Fires for texts and outputs; a change of one cell can be a change of others' inputs.
    workspace.onDidChangeNotebookDocument(({ notebook }) => {
      if (!marks.delete(notebook)) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        changed.fire();
      }, typingPauseMs);
    }),
    watcher,
    watcher.onDidChange(lookAgainSoon),
    watcher.onDidCreate(lookAgainSoon),
    watcher.onDidDelete(lookAgainSoon),
    // Files elsewhere than in the workspace change while the user is elsewhere. All are looked at in trusted folders alone.
    window.onDidChangeWindowState(({ focused }) => {
      if (focused) lookAgain();
    }),
    workspace.onDidGrantWorkspaceTrust(lookAgain),
    new Disposable(() => {
      clearTimeout(timer);
      clearTimeout(looksSoon);
    }),
  );
}

const isGaitCell = ({ kind, document }: NotebookCell): boolean =>
  kind === NotebookCellKind.Code && document.languageId === gaitLanguage;

/** Whether it shows something, and nothing of what a run makes: why there was none. */
const isBroken = ({ outputs }: NotebookCell): boolean =>
  outputs.length > 0 && !outputs.some(({ items }) => items.some(({ mime }) => ourTypes.has(mime)));

const ourTypes: ReadonlySet<string> = new Set(Object.values(outputTypes));

function readRun({ items }: NotebookCellOutput): ShownRun {
  const item = items.find(({ mime }) => mime === outputTypes.run);
  if (!item) return { last: null, liveId: null };
  try {
    const payload: unknown = JSON.parse(toText(item.data));
    return { last: lastRunOf(payload), liveId: liveRunOf(payload) };
  } catch {
    // Not JSON: it came with a file from elsewhere.
    return { last: null, liveId: null };
  }
}

const icons: Record<StaleMark['reason'], string> = {
  changed: '$(edit)',
  inputs: '$(history)',
  waiting: '$(watch)',
};

function statusBarItem({ reason, short, text }: StaleMark): NotebookCellStatusBarItem {
  const icon = icons[reason];
  const item = new NotebookCellStatusBarItem(`${icon} ${short}`, NotebookCellStatusBarAlignment.Left);
  item.tooltip = `${text} What the cell shows was made before ${reason === 'waiting' ? 'that' : 'this change'}.`;
  return item;
}
