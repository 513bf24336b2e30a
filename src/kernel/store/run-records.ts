import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { ownerState, thisOwner } from '../../processes/owner';
import type { RunFiles } from '../../shared/run-follower';
import type { RunLine, WalkState } from '../../shared/run-lines';
import { afterLines, loggedRun, type LoggedRun } from '../../shared/run-log';
import type { ResourceSample, RunRecord, StepProgress } from '../../shared/run-record';
import { makeFolder } from './make-folder';
import { explainStorageError, writingInto } from './storage-errors';

/** Samples and progress are written at most this often; the run's record at the end has the peaks. */
const leastGapMs = 250;

/** Where a run is followed while it goes on: one JSON line for each thing that happens, appended as it happens. */
export interface RunLog {
  readonly id: string;
  readonly file: string;
  /** A stage began. */
  stage(name: string): void;
  /** So many walks are to be done. */
  walks(total: number): void;
  walk(id: string, state: WalkState): void;
  /** Names of the steps that wait for this one; told again whenever they change. */
  waiting(steps: readonly string[]): void;
  progress(progress: StepProgress): void;
  sample(sample: ResourceSample): void;
  /** The run's last line. */
  end(record: RunRecord): Promise<void>;
}

export interface RunLogOptions {
  readonly step: string;
  /** Name of the result. */
  readonly name: string;
  readonly limitMb?: number;
  readonly profile?: string;
  /** Called once, where the disk stops taking lines: a run is not lost for its log. */
  readonly onTrouble?: (thrown: unknown) => void;
}

const runsFolderOf = (storeFolder: string): string => path.join(storeFolder, 'runs');

/**
 * Begins the log of a run in the store's `runs` folder.
 * @throws GaitError where it cannot be written.
 */
export async function openRunLog(
  storeFolder: string,
  { step, name, limitMb, profile, onTrouble }: RunLogOptions,
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
    const started = { id, step, name, startedAt: startedAt.toISOString(), owner: thisOwner };
    write({ type: 'start', ...started, limitMb, profile });
  });
  const progressIsDue = spaced();
  const sampleIsDue = spaced();
  return {
    id,
    file,
    stage: (stage) => {
      tryWrite({ type: 'stage', timeS: timeS(), name: stage });
    },
    walks: (total) => {
      tryWrite({ type: 'walks', timeS: timeS(), total });
    },
    walk: (walkId, state) => {
      tryWrite({ type: 'walk', timeS: timeS(), id: walkId, state });
    },
    waiting: (steps) => {
      tryWrite({ type: 'waiting', timeS: timeS(), steps: [...steps] });
    },
    progress: (progress) => {
      if (progressIsDue()) tryWrite({ type: 'progress', timeS: timeS(), progress: briefly(progress) });
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
    const told = afterLines(null, await readFile(file, 'utf8').catch(() => ''));
    if (told) runs.push(loggedRun(told, file, ownerState(told.owner)));
  }
  return runs;
}

/** The logs of a store, to follow them. */
export function runFiles(storeFolder: string): RunFiles {
  const folder = runsFolderOf(storeFolder);
  return {
    names: () => readdir(folder).catch((): string[] => []),
    sizeBytes: async (name) => (await stat(path.join(folder, name))).size,
    read: async (name, fromByte, toByte) => {
      const file = await open(path.join(folder, name));
      try {
        const { buffer, bytesRead } = await file.read({
          buffer: Buffer.alloc(toByte - fromByte),
          position: fromByte,
        });
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },
    text: (bytes) => Buffer.from(bytes).toString('utf8'),
    ownerState,
  };
}

/**
 * Whole curves in every line would make a log of megabytes: how each fold stands is its last epoch. Of a benchmark it is
 * how far it is; its figures are in its result.
 */
const briefly = ({ training, benchmark, ...rest }: StepProgress): StepProgress => ({
  ...rest,
  ...(benchmark && { benchmark: { ...benchmark, contenders: [] } }),
  ...(training && {
    training: {
      ...training,
      curves: training.curves.map((curve) => ({ ...curve, records: curve.records.slice(-1) })),
    },
  }),
});
