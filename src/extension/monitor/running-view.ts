import type { Disposable, Uri, WebviewView, WebviewViewProvider } from 'vscode';
import type { MonitorNotice } from '../../shared/monitor-messages';
import { pageHtml, pageOptions } from './page';
import { RunningNews } from './running-news';
import type { RunsWatch } from './runs-watch';
import type { StoredRun } from './stored-run';

const idle =
  'No step runs. The next one shows here how far it is and what it needs, whichever window or command runs it.';

/** The view of what runs now: it is told with each look, and only while it is seen. */
export class RunningView implements WebviewViewProvider {
  constructor(
    private readonly extensionUri: Uri,
    private readonly watch: RunsWatch,
  ) {}

  resolveWebviewView(view: WebviewView): void {
    const { webview } = view;
    const news = new RunningNews();
    let watching: Disposable | null = null;
    const follow = (): void => {
      if (view.visible) watching ??= this.watch.watch();
      else {
        watching?.dispose();
        watching = null;
      }
    };
    const tell = (runs: readonly StoredRun[]): void => {
      if (!view.visible) return;
      const notice: MonitorNotice = { type: 'running', runs: news.of(runs), idle };
      void webview.postMessage(notice);
    };
    const looked = this.watch.onDidLook(tell);
    // A page that was hidden is made anew, and says when it is there.
    webview.onDidReceiveMessage(() => {
      news.forget();
      tell(this.watch.last);
    });
    view.onDidChangeVisibility(follow);
    view.onDidDispose(() => {
      looked.dispose();
      watching?.dispose();
    });
    webview.options = pageOptions(this.extensionUri);
    webview.html = pageHtml(webview, this.extensionUri, 'Running step');
    follow();
  }
}
