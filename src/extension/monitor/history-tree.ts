import {
  EventEmitter,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  type Disposable,
  type TreeDataProvider,
} from 'vscode';
import { missing } from '../../shared/numbers';
import { outcomeOf, whyFailed, type RunOutcome } from '../../shared/run-figures';
import { runRow, runTitle } from '../../shared/run-words';
import type { RunsWatch } from './runs-watch';
import type { StoredRun } from './stored-run';

/** The command that an entry runs when it is chosen. */
export const showRunCommand = 'gaitNotebook.showRun';

/** The history of runs as a list, the newest first. */
export class HistoryTree implements TreeDataProvider<StoredRun>, Disposable {
  private readonly changed = new EventEmitter<undefined>();
  private readonly following: Disposable;
  private shown = '';

  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly watch: RunsWatch) {
    this.following = watch.onDidLook((runs) => {
      // What goes on is shown above: here a run changes when it ends.
      const now = runs.map(({ store, run }) => `${store} ${run.file} ${run.state}`).join('\n');
      if (now === this.shown) return;
      this.shown = now;
      this.changed.fire(undefined);
    });
  }

  getChildren(element?: StoredRun): StoredRun[] {
    return element ? [] : [...this.watch.last];
  }

  getTreeItem(element: StoredRun): TreeItem {
    const { run, store } = element;
    const row = runRow(run);
    const item = new TreeItem(runTitle(run));
    const why = whyFailed(run);
    const isRunning = run.state === 'running';
    const figures = isRunning ? [] : [row.time, row.memory, row.profile];
    const rate = run.record && row.speed !== missing ? [`${row.speed} frames/s`] : [];
    item.id = `${store} ${run.file}`;
    const description = [row.outcome, ...figures, ...rate].join(' · ');
    item.description = description;
    item.tooltip = [
      `${runTitle(run)}: ${row.outcome}`,
      row.when,
      ...figures,
      ...rate,
      ...(row.predicted === missing ? [] : [`predicted ${row.predicted}`]),
      ...(why === null ? [] : [why]),
      store,
    ].join('\n');
    item.iconPath = iconOf(outcomeOf(run));
    item.contextValue = isRunning ? 'runningRun' : 'run';
    item.accessibilityInformation = { label: `${runTitle(run)}, ${row.when}, ${description}` };
    item.command = { command: showRunCommand, title: 'Show Run', arguments: [element] };
    return item;
  }

  dispose(): void {
    this.following.dispose();
    this.changed.dispose();
  }
}

const icons: Readonly<Record<RunOutcome, readonly [icon: string, colour?: string]>> = {
  running: ['sync'],
  done: ['pass', 'testing.iconPassed'],
  'from the store': ['database'],
  'partly failed': ['warning', 'list.warningForeground'],
  failed: ['error', 'list.errorForeground'],
  stopped: ['circle-slash'],
  'memory limit': ['error', 'list.errorForeground'],
  died: ['error', 'list.errorForeground'],
  'on another machine': ['question'],
};

function iconOf(outcome: RunOutcome): ThemeIcon {
  const [icon, colour] = icons[outcome];
  return new ThemeIcon(icon, colour === undefined ? undefined : new ThemeColor(colour));
}
