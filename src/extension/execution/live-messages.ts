import { notebooks, window, type Disposable, type NotebookRendererMessaging } from 'vscode';
import { rendererId } from '../notebook-types';
import { LiveRuns } from './live-runs';

/** Milliseconds between two messages: five a second look alive, and cost little. */
const tellEveryMs = 200;

/** Tells the live outputs how their steps go on, as long as one runs. */
export class LiveMessages implements Disposable {
  readonly messaging: NotebookRendererMessaging = notebooks.createRendererMessaging(rendererId);
  private readonly runs = new LiveRuns();
  private timer: NodeJS.Timeout | null = null;

  begin(runId: string): void {
    this.runs.begin(runId);
    this.timer ??= setInterval(() => {
      this.tell();
    }, tellEveryMs);
  }

  progress(...notice: Parameters<LiveRuns['progress']>): void {
    this.runs.progress(...notice);
  }

  sample(...notice: Parameters<LiveRuns['sample']>): void {
    this.runs.sample(...notice);
  }

  end(runId: string): void {
    this.runs.end(runId);
    if (this.runs.isEmpty) this.dispose();
  }

  /** All that is known of a run, for an output that was just drawn. */
  history(runId: string): ReturnType<LiveRuns['history']> {
    return this.runs.history(runId);
  }

  dispose(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
  }

  private tell(): void {
    // While no notebook is in sight, what there is to tell waits.
    if (window.visibleNotebookEditors.length === 0) return;
    // To every notebook that is open, in however many editors: each output knows its own run.
    for (const notice of this.runs.news()) void this.messaging.postMessage(notice);
  }
}
