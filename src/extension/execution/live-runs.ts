import type { ProgressNotice, SampleNotice } from '../../shared/protocol';
import type { LiveSample, RunNotice } from '../../shared/renderer-messages';
import type { TrainingProgress } from '../../shared/training';

/** Samples that are kept of a run, so that an hour of it does not fill the memory; more than a plot has pixels. */
const mostSamples = 2000;

interface LiveRun {
  limitMb: number | null;
  progress: ProgressNotice['progress'] | null;
  samples: LiveSample[];
  /** What was not told yet; null where that is so much that all is told anew. */
  fresh: LiveSample[] | null;
  /** One of so many samples is kept: doubled whenever there are too many. */
  keptOneOf: number;
  seen: number;
  changed: boolean;
  /** How training stood when that was last told. */
  toldTraining: string | null;
}

/** What running steps have shown so far, and what of it the outputs have not been told yet. */
export class LiveRuns {
  private readonly runs = new Map<string, LiveRun>();

  begin(runId: string): void {
    this.runs.set(runId, {
      limitMb: null,
      progress: null,
      samples: [],
      fresh: [],
      keptOneOf: 1,
      seen: 0,
      changed: true,
      toldTraining: null,
    });
  }

  end(runId: string): void {
    this.runs.delete(runId);
  }

  progress({ runId, progress }: ProgressNotice): void {
    const run = this.runs.get(runId);
    if (!run) return;
    run.progress = progress;
    run.changed = true;
  }

  sample({ runId, sample: { timeS, rssMb, cpuPercent }, limitMb }: SampleNotice): void {
    const run = this.runs.get(runId);
    if (!run) return;
    const sample = { timeS, rssMb, cpuPercent };
    run.limitMb = limitMb;
    run.changed = true;
    if (run.fresh?.length === mostSamples) run.fresh = null;
    run.fresh?.push(sample);
    run.seen += 1;
    if (run.seen % run.keptOneOf !== 0) return;
    run.samples.push(sample);
    if (run.samples.length > mostSamples) {
      run.samples = run.samples.filter((_, index) => index % 2 === 1);
      run.keptOneOf *= 2;
    }
  }

  /** All that is known of a run, for an output that was just drawn; null where it is over. */
  history(runId: string): RunNotice | null {
    const run = this.runs.get(runId);
    return run ? { ...noticeOf(runId, run), samples: [...run.samples], fromStart: true } : null;
  }

  /**
   * What came since this was last asked, a notice a run; none for a run in which nothing happened. Of a run that nobody
   * looked at for long it is all from the start.
   */
  news(): RunNotice[] {
    return [...this.runs].flatMap(([runId, run]) => {
      if (!run.changed) return [];
      const samples = run.fresh ?? [...run.samples];
      const fromStart = run.fresh === null;
      run.fresh = [];
      run.changed = false;
      return [{ ...noticeOf(runId, run), progress: untoldProgress(run), samples, fromStart }];
    });
  }

  get isEmpty(): boolean {
    return this.runs.size === 0;
  }
}

const noticeOf = (runId: string, { limitMb, progress }: LiveRun) =>
  ({ type: 'run', runId, limitMb, progress }) as const;

/** Progress without the curves of training where they are as they were told: they are long, and change with an epoch. */
function untoldProgress(run: LiveRun): LiveRun['progress'] {
  const { progress } = run;
  if (progress?.training === undefined) return progress;
  const training = stateOf(progress.training);
  if (training !== run.toldTraining) {
    run.toldTraining = training;
    return progress;
  }
  const { training: _told, ...rest } = progress;
  return rest;
}

const stateOf = ({ curves }: TrainingProgress): string =>
  curves.map(({ state, records }) => `${state} ${records.at(-1)?.epoch ?? 0}`).join();
