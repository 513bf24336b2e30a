import { commands, Disposable, window, workspace, type TreeView, type Uri } from 'vscode';
import { runRow, runTitle } from '../../shared/run-words';
import type { NotebookRunners } from '../execution/notebook-runners';
import { HistoryTree, showRunCommand } from './history-tree';
import { RunPanel } from './run-panel';
import { RunningView } from './running-view';
import { RunsWatch } from './runs-watch';
import type { StoredRun } from './stored-run';
import { Stores } from './stores';

/**
 * The views of the side bar: what runs now, and the history. They only read what kernels and commands have written, so
 * that they show it in a workspace that is not trusted as well.
 */
export function registerMonitor(extensionUri: Uri, runners: Pick<NotebookRunners, 'storeOf'>): Disposable {
  const lookAgain = (): void => {
    void watch.look();
  };
  const stores = new Stores((notebook) => runners.storeOf(notebook), lookAgain);
  const watch = new RunsWatch(stores);
  const history = new HistoryTree(watch);
  const panel = new RunPanel(extensionUri);
  const tree = window.createTreeView('gaitNotebook.runs', { treeDataProvider: history, canSelectMany: true });
  return Disposable.from(
    stores,
    watch,
    history,
    panel,
    tree,
    whileVisible(tree, () => watch.watch()),
    window.registerWebviewViewProvider('gaitNotebook.running', new RunningView(extensionUri, watch)),
    workspace.onDidOpenNotebookDocument(lookAgain),
    commands.registerCommand(showRunCommand, (stored?: StoredRun) => {
      const chosen = stored ?? tree.selection[0];
      if (chosen) panel.show([latest(watch, chosen).run]);
    }),
    commands.registerCommand(
      'gaitNotebook.compareRuns',
      async (_one?: StoredRun, all?: readonly StoredRun[]) => {
        const pair = await twoOf(all ?? tree.selection, watch);
        // The earlier one first: changes read forwards.
        if (pair) panel.show([...pair].reverse().map((stored) => latest(watch, stored).run));
      },
    ),
    commands.registerCommand('gaitNotebook.refreshRuns', async () => {
      await stores.search();
      await watch.look();
    }),
  );
}

/** Looks as long as the view is seen. */
function whileVisible(tree: TreeView<StoredRun>, watch: () => Disposable): Disposable {
  let watching: Disposable | null = null;
  const follow = (): void => {
    watching?.dispose();
    watching = tree.visible ? watch() : null;
  };
  follow();
  const stop = new Disposable(() => {
    watching?.dispose();
  });
  return Disposable.from(tree.onDidChangeVisibility(follow), stop);
}

/** An entry of the tree is as old as the tree; the run may have gone on since. */
const latest = (watch: RunsWatch, stored: StoredRun): StoredRun =>
  watch.last.find(({ store, run }) => store === stored.store && run.file === stored.run.file) ?? stored;

/** The two runs that are selected, or that the user chooses from a list; the newer one first. */
async function twoOf(selected: readonly StoredRun[], watch: RunsWatch): Promise<readonly StoredRun[] | null> {
  const chosen = selected.length === 2 ? selected : await chooseTwo(watch);
  if (chosen === null) return null;
  if (chosen.length !== 2) {
    void window.showInformationMessage('Choose two runs, to lay them side by side.');
    return null;
  }
  return [...chosen].sort((a, b) => (a.run.startedAt < b.run.startedAt ? 1 : -1));
}

async function chooseTwo(watch: RunsWatch): Promise<readonly StoredRun[] | null> {
  await watch.look();
  if (watch.last.length < 2) {
    void window.showInformationMessage(
      'There are not two runs yet: run a cell, change something, and run it again.',
    );
    return null;
  }
  const chosen = await window.showQuickPick(
    watch.last.map((stored) => {
      const row = runRow(stored.run);
      const detail = [row.outcome, row.time, row.memory, row.profile].join(' · ');
      return { label: runTitle(stored.run), description: row.when, detail, stored };
    }),
    { canPickMany: true, placeHolder: 'Two runs, to lay them side by side' },
  );
  return chosen?.map(({ stored }) => stored) ?? null;
}
