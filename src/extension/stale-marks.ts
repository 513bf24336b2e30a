import {
  Disposable,
  EventEmitter,
  NotebookCellKind,
  NotebookCellStatusBarAlignment,
  NotebookCellStatusBarItem,
  notebooks,
  workspace,
  type NotebookCell,
  type NotebookCellOutput,
  type NotebookDocument,
} from 'vscode';
import { outputTypes } from '../shared/cell-output';
import { lastRunOf, liveRunOf, staleMarks, type LastRun, type StaleMark } from '../shared/stale-cells';
import { toText } from './bytes';
import { gaitLanguage, notebookTypes } from './notebook-types';

/** While somebody types, marks wait this long for the next letter. */
const typingPauseMs = 250;

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
  const marks = new WeakMap<NotebookDocument, Map<NotebookCell, StaleMark | null>>();
  let timer: NodeJS.Timeout | undefined;

  /** Outputs never change: a run replaces them, so each is read once. */
  const runOf = (output: NotebookCellOutput): ShownRun => {
    const known = runs.get(output);
    if (known !== undefined) return known;
    const run = readRun(output);
    runs.set(output, run);
    return run;
  };
  const marksOf = (notebook: NotebookDocument): Map<NotebookCell, StaleMark | null> => {
    const known = marks.get(notebook);
    if (known) return known;
    const cells = notebook.getCells().filter(isGaitCell);
    const found = staleMarks(
      cells.map((cell) => {
        const shown = cell.outputs.map(runOf);
        const lastRun = shown.find(({ last }) => last !== null)?.last ?? null;
        const live = shown.flatMap(({ liveId }) => liveId ?? []);
        const running = live.some(isGoingOn);
        const formerName = names.get(cell) ?? null;
        if (lastRun) names.set(cell, lastRun.name);
        // A run whose output was left behind by a window that closed has not come to its end either.
        const broken = isBroken(cell) || (live.length > 0 && !running);
        return { text: cell.document.getText(), lastRun, formerName, broken, running };
      }),
    );
    const byCell = new Map(cells.map((cell, at) => [cell, found[at] ?? null]));
    marks.set(notebook, byCell);
    return byCell;
  };

  const provider = {
    onDidChangeCellStatusBarItems: changed.event,
    provideCellStatusBarItems: (cell: NotebookCell) => {
      const mark = isGaitCell(cell) ? marksOf(cell.notebook).get(cell) : undefined;
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
    new Disposable(() => {
      clearTimeout(timer);
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
