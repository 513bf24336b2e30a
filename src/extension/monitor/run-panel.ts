import { ViewColumn, window, type Disposable, type Uri, type WebviewPanel } from 'vscode';
import type { MonitorNotice, RunPageNotice } from '../../shared/monitor-messages';
import { runTable } from '../../shared/run-comparison';
import type { LoggedRun } from '../../shared/run-log';
import { runFigures } from '../../shared/run-figures';
import { minuteOf, runTitle } from '../../shared/run-words';
import { pageHtml, pageOptions } from './page';

/** One editor for a run's figures, or for two runs side by side: the next choice comes in its place. */
export class RunPanel implements Disposable {
  private panel: WebviewPanel | null = null;
  private shown: RunPageNotice | null = null;

  constructor(private readonly extensionUri: Uri) {}

  /** @param runs one, or two. */
  show(runs: readonly LoggedRun[]): void {
    const [first, second] = runs;
    if (!first) return;
    const panel = (this.panel ??= this.open());
    panel.title = second ? `${first.step} | ${second.step}` : `Run: ${runTitle(first)}`;
    this.shown = pageOf(runs);
    void panel.webview.postMessage(this.shown satisfies MonitorNotice);
    panel.reveal(undefined, true);
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private open(): WebviewPanel {
    const panel = window.createWebviewPanel(
      'gaitNotebook.run',
      'Run',
      { viewColumn: ViewColumn.Active, preserveFocus: true },
      pageOptions(this.extensionUri),
    );
    // A page that was behind another tab is made anew, and says when it is there.
    panel.webview.onDidReceiveMessage(() => {
      if (this.shown) void panel.webview.postMessage(this.shown);
    });
    panel.onDidDispose(() => {
      this.panel = null;
    });
    panel.webview.html = pageHtml(panel.webview, this.extensionUri, 'Run');
    return panel;
  }
}

const pageOf = (runs: readonly LoggedRun[]): RunPageNotice => ({
  type: 'page',
  table: runTable(runs),
  series: runs.map((run) => ({
    title: `${runTitle(run)}, ${minuteOf(run.startedAt)}`,
    limitMb: runFigures(run).limitMb,
    samples: run.samples.map(({ timeS, rssMb, cpuPercent }) => ({ timeS, rssMb, cpuPercent })),
  })),
});
