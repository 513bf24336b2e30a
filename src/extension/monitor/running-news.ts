import type { RunningRun } from '../../shared/monitor-messages';
import { runFigures } from '../../shared/run-figures';
import { liveFacts, runTitle, shareDone } from '../../shared/run-words';
import type { StoredRun } from './stored-run';

/** What of the runs a page has not been told yet. */
export class RunningNews {
  /** When the last sample was measured that was told, by run. */
  private told = new Map<string, number>();

  /** A page that was made anew knows nothing. */
  forget(): void {
    this.told.clear();
  }

  of(runs: readonly StoredRun[]): RunningRun[] {
    const running = runs.filter(({ run }) => run.state === 'running');
    const told = new Map<string, number>();
    const news = running.map(({ store, run }): RunningRun => {
      const key = `${store} ${run.file}`;
      const toldS = this.told.get(key);
      const fresh = run.samples.filter(({ timeS }) => toldS === undefined || timeS > toldS);
      told.set(key, run.samples.at(-1)?.timeS ?? -1);
      return {
        key,
        title: [runTitle(run), ...(run.profile === null ? [] : [run.profile])].join(' · '),
        facts: liveFacts(run),
        share: shareDone(run),
        limitMb: runFigures(run).limitMb,
        samples: fresh.map(({ timeS, rssMb, cpuPercent }) => ({ timeS, rssMb, cpuPercent })),
        fromStart: toldS === undefined,
      };
    });
    this.told = told;
    return news;
  }
}
