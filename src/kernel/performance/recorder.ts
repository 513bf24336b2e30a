import { randomBytes } from 'node:crypto';
import type {
  BenchmarkRecord,
  PlanRecord,
  RunPrediction,
  RunRecord,
  WalkRecord,
} from '../../shared/run-record';
import type { ResolvedSettings } from '../../shared/settings';
import type { RunLog } from '../store/run-records';
import { describeMachine } from './machine';
import type { MonitorSummary } from './monitor';

/** What a step tells of itself while it runs. */
export interface Recorder {
  /** Runs and times a stage. A stage that several walks are in at once counts the time that any of them is in it. */
  stage<T>(name: string, run: () => Promise<T>): Promise<T>;
  plan(plan: PlanRecord): void;
  /** The settings that hold from here on, where the step has chosen its profile. */
  settle(resolved: ResolvedSettings): void;
  /** The settings as they hold now. */
  resolved(): ResolvedSettings;
  /** What the step is expected to need. */
  predict(prediction: RunPrediction): void;
  /** A remark on the step as a whole. */
  note(text: string): void;
  /** What computes: library, model digest, ffmpeg build. */
  engine(engines: Readonly<Record<string, string>>): void;
  /** So many walks are to be done. */
  walks(total: number): void;
  /** Work on a walk begins. */
  begin(walkId: string): void;
  /** A walk is over. */
  walk(walk: WalkRecord): void;
  /** What a benchmark came to. */
  benchmark(came: BenchmarkRecord): void;
  /** @param seen what the watch over memory saw; null where there was none. */
  finish(outcome: RunRecord['outcome'], seen: MonitorSummary | null, error?: string): RunRecord;
}

export interface RecorderOptions {
  readonly step: string;
  /** Name of the result. */
  readonly name: string;
  readonly resolved: ResolvedSettings;
  readonly limitMb: number;
  /** Where stages and walks are told as they begin and end. */
  readonly runLog: Pick<RunLog, 'id' | 'stage' | 'walks' | 'walk'> | null;
  /** Milliseconds of a clock that never goes back. */
  readonly nowMs?: () => number;
}

export function createRecorder(options: RecorderOptions): Recorder {
  const { step, name, limitMb, runLog, nowMs = () => performance.now() } = options;
  const startedAt = new Date().toISOString();
  const startedMs = nowMs();
  const stages = new Map<string, { active: number; sinceMs: number; totalMs: number }>();
  const walks: WalkRecord[] = [];
  let engines: Readonly<Record<string, string>> = {};
  let plan: PlanRecord | undefined;
  let resolved = options.resolved;
  let prediction: RunPrediction | undefined;
  let benchmark: BenchmarkRecord | undefined;
  const notes: string[] = [];

  return {
    async stage(stageName, run) {
      const stage = stages.get(stageName) ?? { active: 0, sinceMs: 0, totalMs: 0 };
      stages.set(stageName, stage);
      if (stage.active++ === 0) {
        stage.sinceMs = nowMs();
        runLog?.stage(stageName);
      }
      try {
        return await run();
      } finally {
        if (--stage.active === 0) stage.totalMs += nowMs() - stage.sinceMs;
      }
    },
    plan(made) {
      plan = made;
    },
    settle(chosen) {
      resolved = chosen;
    },
    resolved: () => resolved,
    predict(made) {
      prediction = made;
    },
    note(text) {
      notes.push(text);
    },
    engine(more) {
      engines = { ...engines, ...more };
    },
    walks(total) {
      runLog?.walks(total);
    },
    begin(walkId) {
      runLog?.walk(walkId, 'begun');
    },
    walk(walk) {
      walks.push(walk);
      runLog?.walk(walk.id, walk.error !== undefined ? 'failed' : walk.fromStore ? 'stored' : 'done');
    },
    benchmark(came) {
      benchmark = came;
    },
    finish(outcome, seen, error) {
      const endedMs = nowMs();
      const { memory, series } = seen ? watched(seen) : unwatched();
      return {
        id: runLog?.id ?? randomBytes(4).toString('hex'),
        step,
        name,
        startedAt,
        seconds: (endedMs - startedMs) / 1000,
        outcome,
        ...(error === undefined ? {} : { error }),
        settings: resolved,
        ...(plan && { plan }),
        ...(prediction && { prediction }),
        ...(notes.length > 0 && { notes }),
        stages: Object.fromEntries(
          // A stage that was cut off by an abort still counts for what it took.
          [...stages].map(([stageName, { active, sinceMs, totalMs }]) => [
            stageName,
            (totalMs + (active > 0 ? endedMs - sinceMs : 0)) / 1000,
          ]),
        ),
        walks,
        ...(benchmark && { benchmark }),
        memory: { ...memory, limitMb },
        series,
        machine: describeMachine(),
        engines,
      };
    },
  };
}

type Resources = Pick<RunRecord, 'series'> & { readonly memory: Omit<RunRecord['memory'], 'limitMb'> };

const watched = ({ peakRssMb, last: { rssMb, vmsMb }, series }: MonitorSummary): Resources => ({
  memory: { peakRssMb, rssMb, vmsMb },
  series,
});

/**
 * What this process takes now is all that is known then, and the least that its processes have taken. Of virtual memory
 * Node tells nothing.
 */
function unwatched(): Resources {
  const rssMb = process.memoryUsage.rss() / 2 ** 20;
  return { memory: { peakRssMb: rssMb, rssMb, vmsMb: null }, series: [] };
}
