import { Disposable, EventEmitter } from 'vscode';
import { RunFollower } from '../../shared/run-follower';
import { runFiles } from './run-files';
import type { StoredRun } from './stored-run';
import type { Stores } from './stores';

/** Milliseconds between two looks: five a second while a step runs, and now and then while one might. */
const whileRunningMs = 200;
const whileIdleMs = 1000;
/** So many runs of each store are shown. */
const newest = 100;

/** Follows the runs of all stores for as long as somebody looks: what nobody sees costs nothing. */
export class RunsWatch implements Disposable {
  private readonly followers = new Map<string, RunFollower>();
  private readonly looked = new EventEmitter<readonly StoredRun[]>();
  private readonly lookers = new Set<object>();
  private runs: readonly StoredRun[] = [];
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | null = null;

  /** Fires after each look. */
  readonly onDidLook = this.looked.event;

  constructor(private readonly stores: Pick<Stores, 'folders'>) {}

  /** What was seen at the last look, the newest first. */
  get last(): readonly StoredRun[] {
    return this.runs;
  }

  /** Looks at once, and again and again until the looker is disposed. */
  watch(): Disposable {
    const looker = {};
    this.lookers.add(looker);
    void this.look();
    return new Disposable(() => {
      this.lookers.delete(looker);
      if (this.lookers.size === 0) clearTimeout(this.timer);
    });
  }

  /** Looks now; while it looks already, that look is waited for. */
  look(): Promise<void> {
    return (this.looking ??= this.lookOnce().finally(() => {
      this.looking = null;
      this.goOn();
    }));
  }

  dispose(): void {
    this.lookers.clear();
    clearTimeout(this.timer);
    this.looked.dispose();
  }

  private async lookOnce(): Promise<void> {
    const seen: StoredRun[] = [];
    for (const store of this.stores.folders()) {
      const follower = this.followers.get(store) ?? new RunFollower(runFiles(store), newest);
      this.followers.set(store, follower);
      for (const run of await follower.look()) seen.push({ store, run });
    }
    seen.sort((a, b) => (a.run.startedAt < b.run.startedAt ? 1 : a.run.startedAt > b.run.startedAt ? -1 : 0));
    this.runs = seen;
    this.looked.fire(seen);
  }

  private goOn(): void {
    clearTimeout(this.timer);
    if (this.lookers.size === 0) return;
    const isRunning = this.runs.some(({ run }) => run.state === 'running');
    this.timer = setTimeout(() => void this.look(), isRunning ? whileRunningMs : whileIdleMs);
  }
}
