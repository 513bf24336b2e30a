import type { ResourceSample, RunRecord, StepProgress } from './run-record';
import { parseRunLines, toldProgress, type RunLine } from './run-lines';

/** How the walks of a step stand. */
export interface WalkQueue {
  readonly total: number;
  /** Computed, or taken from the store. */
  readonly done: number;
  readonly stored: number;
  readonly failed: number;
  /** Ids of those that are being worked on. */
  readonly inWork: readonly string[];
}

/** What the lines of a log have told so far. */
export interface ToldRun {
  readonly id: string;
  readonly step: string;
  readonly name: string;
  readonly startedAt: string;
  /** Name of the process that runs it. */
  readonly owner: string;
  readonly profile: string | null;
  readonly limitMb: number | null;
  readonly stages: readonly { readonly timeS: number; readonly name: string }[];
  /** Null where the step has no walks, or none yet. */
  readonly walks: WalkQueue | null;
  readonly waiting: readonly string[];
  readonly progress: StepProgress | null;
  /** Of long runs so many that the peaks are kept. */
  readonly samples: readonly ResourceSample[];
  /** When the last line was written, in seconds since the run began. */
  readonly lastS: number;
  readonly record: RunRecord | null;
}

/** `died`: its process is gone and wrote no end. `unknown`: it runs, or ran, on another machine. */
export type RunState = 'running' | 'ended' | 'died' | 'unknown';

/** A run as its log tells it, whether it is over or not. */
export interface LoggedRun extends Omit<ToldRun, 'owner'> {
  readonly file: string;
  readonly state: RunState;
}

/** What became of the process that wrote a log. */
export type OwnerState = 'alive' | 'dead' | 'elsewhere';

/**
 * A run from what its log has told.
 * @param owner what became of its process.
 */
export function loggedRun({ owner: _process, ...told }: ToldRun, file: string, owner: OwnerState): LoggedRun {
  const states = { alive: 'running', dead: 'died', elsewhere: 'unknown' } as const;
  return { ...told, file, state: told.record ? 'ended' : states[owner] };
}

/**
 * What is known of a run after more lines of its log. Lines that are torn, or of a later version, are passed over.
 * @param told what was known before; null at the beginning of the log.
 * @returns null as long as its first line is not there.
 */
export function afterLines(told: ToldRun | null, text: string): ToldRun | null {
  const lines = parseRunLines(text);
  if (lines.length === 0) return told;
  const run = told ? draftOf(told) : begunRun(lines);
  if (run === null) return null;
  for (const line of lines) addLine(run, line);
  if (run.samples.length > mostSamples) run.samples = higherOfPairs(run.samples);
  return run;
}

type Draft = { -readonly [Key in keyof ToldRun]: ToldRun[Key] } & {
  stages: ToldRun['stages'][number][];
  samples: ResourceSample[];
};

/** More than any plot has pixels; a run of a day does not fill the memory. */
const mostSamples = 4000;

const draftOf = (told: ToldRun): Draft => ({ ...told, stages: [...told.stages], samples: [...told.samples] });

function begunRun(lines: readonly RunLine[]): Draft | null {
  const start = lines.find((line) => line.type === 'start');
  if (!start) return null;
  const { id, step, name, startedAt, owner, profile = null, limitMb = null } = start;
  return {
    ...{ id, step, name, startedAt, owner, profile, limitMb },
    ...{ stages: [], walks: null, waiting: [], progress: null, samples: [], lastS: 0, record: null },
  };
}

function addLine(run: Draft, line: RunLine): void {
  switch (line.type) {
    case 'start':
      return;
    case 'stage':
      run.stages.push({ timeS: line.timeS, name: line.name });
      break;
    case 'walks':
      run.walks = { total: line.total, done: 0, stored: 0, failed: 0, inWork: [] };
      break;
    case 'walk':
      run.walks = afterWalk(run.walks, line);
      break;
    case 'waiting':
      run.waiting = line.steps;
      break;
    case 'progress':
      run.progress = toldProgress(line.progress);
      break;
    case 'sample':
      run.samples.push(line.sample);
      break;
    case 'end':
      run.record = line.record;
      run.waiting = [];
      break;
  }
  run.lastS = Math.max(run.lastS, timeOf(line));
}

function timeOf(line: Exclude<RunLine, { type: 'start' }>): number {
  if (line.type === 'sample') return line.sample.timeS;
  return line.type === 'end' ? line.record.seconds : line.timeS;
}

function afterWalk(queue: WalkQueue | null, { id, state }: Extract<RunLine, { type: 'walk' }>): WalkQueue {
  const before = queue ?? { total: 0, done: 0, stored: 0, failed: 0, inWork: [] };
  if (state === 'begun') return { ...before, inWork: [...before.inWork, id] };
  return {
    ...before,
    inWork: before.inWork.filter((other) => other !== id),
    done: before.done + (state === 'failed' ? 0 : 1),
    stored: before.stored + (state === 'stored' ? 1 : 0),
    failed: before.failed + (state === 'failed' ? 1 : 0),
  };
}

/** Of each two samples the one with more memory: the limit is about the peaks. */
function higherOfPairs(samples: readonly ResourceSample[]): ResourceSample[] {
  return samples.flatMap((sample, at) => {
    if (at % 2 === 1) return [];
    const next = samples[at + 1];
    return [next && next.rssMb > sample.rssMb ? next : sample];
  });
}
