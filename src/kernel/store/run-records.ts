import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { BenchmarkProgress } from '../../shared/benchmark';
import type { ResourceSample, RunRecord, StepProgress } from '../../shared/run-record';
import type { TrainingProgress } from '../../shared/training';
import { makeFolder } from './make-folder';
import { ownerState, thisOwner } from './process-owner';
import { explainStorageError, writingInto } from './storage-errors';

/** Samples and progress are written at most this often; the run's record at the end has the peaks. */
const leastGapMs = 250;

/** Where a run is followed while it goes on: one JSON line for each thing that happens, appended as it happens. */
export interface RunLog {
  readonly id: string;
  readonly file: string;
  /** A stage began. */
  stage(name: string): void;
  progress(progress: StepProgress): void;
  sample(sample: ResourceSample): void;
  /** The run's last line. */
  end(record: RunRecord): Promise<void>;
}

export interface RunLogOptions {
  readonly step: string;
  /** Name of the result. */
  readonly name: string;
  /** Called once, where the disk stops taking lines: a run is not lost for its log. */
  readonly onTrouble?: (thrown: unknown) => void;
}

const progressSchema = z.object({
  step: z.string(),
  walkId: z.string().optional(),
  doneFrames: z.number(),
  totalFrames: z.number(),
  framesPerSecond: z.number(),
  secondsLeft: z.number().nullable(),
  unit: z.enum(['windows', 'runs']).optional(),
  training: z
    .custom<TrainingProgress>((value) => z.object({ curves: z.array(z.unknown()) }).safeParse(value).success)
    .optional(),
  benchmark: z
    .custom<BenchmarkProgress>((value) => z.object({ totalRuns: z.number() }).safeParse(value).success)
    .optional(),
});
const sampleSchema = z.object({
  timeS: z.number(),
  rssMb: z.number(),
  vmsMb: z.number(),
  cpuPercent: z.number(),
  processes: z.number(),
});
// The record is ours, checked by the compiler where it is made; here only that it is one at all.
const recordSchema = z.custom<RunRecord>(
  (value) => z.object({ id: z.string(), outcome: z.string(), seconds: z.number() }).safeParse(value).success,
);
const lineSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    id: z.string(),
    step: z.string(),
    name: z.string(),
    startedAt: z.string(),
    owner: z.string(),
  }),
  z.object({ type: z.literal('stage'), timeS: z.number(), name: z.string() }),
  z.object({ type: z.literal('progress'), timeS: z.number(), progress: progressSchema }),
  z.object({ type: z.literal('sample'), sample: sampleSchema }),
  z.object({ type: z.literal('end'), record: recordSchema }),
]);
type RunLine = z.infer<typeof lineSchema>;

const runsFolderOf = (storeFolder: string): string => path.join(storeFolder, 'runs');

/**
 * Begins the log of a run in the store's `runs` folder.
 * @throws GaitError where it cannot be written.
 */
export async function openRunLog(
  storeFolder: string,
  { step, name, onTrouble }: RunLogOptions,
): Promise<RunLog> {
  const startedAt = new Date();
  const id = randomBytes(4).toString('hex');
  // Colons are not for Windows; the rest sorts by time.
  const file = path.join(
    runsFolderOf(storeFolder),
    `${startedAt.toISOString().replace(/[-:]/g, '').replace('.', '')}-${id}.jsonl`,
  );
  const startedMs = performance.now();
  const timeS = (): number => Math.round(performance.now() - startedMs) / 1000;
  let broken = false;

  // A line is small and goes out in one piece, in order; what a killed process wrote is there.
  const write = (line: RunLine): void => {
    appendFileSync(file, `${JSON.stringify(line)}\n`);
  };
  const tryWrite = (line: RunLine): void => {
    if (broken) return;
    try {
      write(line);
    } catch (thrown) {
      broken = true;
      onTrouble?.(explainStorageError(thrown, storeFolder));
    }
  };

  await writingInto(storeFolder, async () => {
    await makeFolder(runsFolderOf(storeFolder));
    write({ type: 'start', id, step, name, startedAt: startedAt.toISOString(), owner: thisOwner });
  });
  const progressIsDue = spaced();
  const sampleIsDue = spaced();
  return {
    id,
    file,
    stage: (stage) => {
      tryWrite({ type: 'stage', timeS: timeS(), name: stage });
    },
    progress: (progress) => {
      if (progressIsDue()) tryWrite({ type: 'progress', timeS: timeS(), progress: withoutCurves(progress) });
    },
    sample: (sample) => {
      if (sampleIsDue()) tryWrite({ type: 'sample', sample });
    },
    end: (record) => {
      tryWrite({ type: 'end', record });
      return Promise.resolve();
    },
  };
}

function spaced(): () => boolean {
  let lastMs = -Infinity;
  return () => {
    const nowMs = performance.now();
    if (nowMs - lastMs < leastGapMs) return false;
    lastMs = nowMs;
    return true;
  };
}

/** A run as its log tells it, whether it is over or not. */
export interface LoggedRun {
  readonly id: string;
  readonly file: string;
  readonly step: string;
  readonly name: string;
  readonly startedAt: string;
  /** `died`: its process is gone and wrote no end. `unknown`: it runs, or ran, on another machine. */
  readonly state: 'running' | 'ended' | 'died' | 'unknown';
  readonly stages: readonly { readonly timeS: number; readonly name: string }[];
  readonly progress: StepProgress | null;
  readonly samples: readonly ResourceSample[];
  readonly record: RunRecord | null;
}

/**
 * The runs of a store, newest first. Lines that are torn (a killed process, a run still writing) are passed over.
 * @param newest Read no more than so many.
 */
export async function readRuns(storeFolder: string, newest = Infinity): Promise<LoggedRun[]> {
  const folder = runsFolderOf(storeFolder);
  const files = (await readdir(folder).catch((): string[] => []))
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
    .reverse()
    .slice(0, newest);
  const runs: LoggedRun[] = [];
  for (const name of files) {
    const file = path.join(folder, name);
    const run = toRun(file, parseLines(await readFile(file, 'utf8').catch(() => '')));
    if (run) runs.push(run);
  }
  return runs;
}

function parseLines(text: string): RunLine[] {
  return text.split('\n').flatMap((line) => {
    try {
      const parsed = lineSchema.safeParse(JSON.parse(line));
      return parsed.success ? [parsed.data] : [];
    } catch {
      return [];
    }
  });
}

const ofType = <T extends RunLine['type']>(
  lines: readonly RunLine[],
  type: T,
): Extract<RunLine, { type: T }>[] =>
  lines.filter((line): line is Extract<RunLine, { type: T }> => line.type === type);

function toRun(file: string, lines: readonly RunLine[]): LoggedRun | null {
  const [start] = ofType(lines, 'start');
  if (!start) return null;
  const [end] = ofType(lines, 'end');
  const stateOfOwner = { alive: 'running', dead: 'died', elsewhere: 'unknown' } as const;
  const progress = ofType(lines, 'progress').at(-1)?.progress;
  return {
    id: start.id,
    file,
    step: start.step,
    name: start.name,
    startedAt: start.startedAt,
    state: end ? 'ended' : stateOfOwner[ownerState(start.owner)],
    stages: ofType(lines, 'stage').map(({ timeS, name }) => ({ timeS, name })),
    progress: progress ? withoutUndefined(progress) : null,
    samples: ofType(lines, 'sample').map(({ sample }) => sample),
    record: end?.record ?? null,
  };
}

function withoutUndefined({
  walkId,
  unit,
  training,
  benchmark,
  ...rest
}: z.infer<typeof progressSchema>): StepProgress {
  return {
    ...rest,
    ...(walkId !== undefined && { walkId }),
    ...(unit && { unit }),
    ...(training && { training }),
    ...(benchmark && { benchmark }),
  };
}

/** Whole curves in every line would make a log of megabytes: how each fold stands is its last epoch. */
const withoutCurves = ({ training, ...rest }: StepProgress): StepProgress => ({
  ...rest,
  ...(training && {
    training: {
      ...training,
      curves: training.curves.map((curve) => ({ ...curve, records: curve.records.slice(-1) })),
    },
  }),
});
