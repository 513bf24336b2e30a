import { fork, spawn, type ChildProcess } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { cancelled, GaitError } from '../../../shared/errors';
import { resolveMemoryLimit } from '../../../shared/memory-plan';
import type { ResourceSample, StepProgress } from '../../../shared/run-record';
import { builtFile } from '../../package-files';
import { availableMemoryMb } from '../machine';
import type { BenchmarkJob, JobMessage, JobResult } from './job';

export interface JobHooks {
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: StepProgress) => void;
  /** Memory and CPU of the job's processes, and their limit. */
  readonly onSample?: (sample: ResourceSample, limitMb: number) => void;
}

/**
 * Carries a job out in a process of its own, so that nothing of an earlier one counts for it. What fails in it, its death
 * included, is told in the result. Its store stays: whoever named the folder removes it.
 * @throws GaitError the signal's reason where it is aborted; the process and all that it started are killed by then.
 */
export async function runJob(
  job: BenchmarkJob,
  { signal, onProgress, onSample }: JobHooks,
): Promise<JobResult> {
  await mkdir(job.storeFolder, { recursive: true });
  // Not before that: nobody would tell a process of it that is started when this was stopped already.
  if (signal.aborted) throw stopReason(signal);
  const startedAt = new Date().toISOString();
  const child = start(job);
  const lastWords = collectWords(child);
  let stop: (() => void) | undefined;
  try {
    return await new Promise<JobResult>((resolve, reject) => {
      stop = () => {
        killTree(child);
      };
      signal.addEventListener('abort', stop, { once: true });
      let result: JobResult | null = null;
      child.on('message', (message: JobMessage) => {
        switch (message.kind) {
          case 'progress':
            onProgress?.(message.progress);
            break;
          case 'sample':
            onSample?.(message.sample, message.limitMb);
            break;
          case 'done':
            result = message.result;
            break;
        }
      });
      const end = (how: string): void => {
        if (signal.aborted) reject(stopReason(signal));
        else resolve(result ?? died(job, startedAt, how, lastWords()));
      };
      child.once('error', (error) => {
        // Where it never started, no exit follows.
        if (child.pid === undefined) end(error.message);
      });
      // What it started and did not end itself would hold its streams open.
      child.once('exit', () => {
        killTree(child);
      });
      child.once('close', (code, killedBy) => {
        end(killedBy === null ? `exit code ${code ?? 'unknown'}` : `signal ${killedBy}`);
      });
      // Where it cannot be started, its error says so.
      child.send(job, () => undefined);
    });
  } finally {
    if (stop !== undefined) signal.removeEventListener('abort', stop);
  }
}

const hasProcessGroups = process.platform !== 'win32';

function start({ storeFolder }: BenchmarkJob): ChildProcess {
  // Options for this process's Node (a debugger's, a preloaded file) are not for that one.
  const env = Object.entries(process.env).filter(([name]) => name.toUpperCase() !== 'NODE_OPTIONS');
  return fork(builtFile('benchmark-run.js'), [], {
    execArgv: [
      // As the kernel and the command are started, so that memory is planned and used as there.
      '--v8-pool-size=1',
      // Older Node does not know the option.
      ...(process.allowedNodeEnvironmentFlags.has('--disable-warning') ? ['--disable-warning=DEP0040'] : []),
    ],
    env: {
      ...Object.fromEntries(env),
      ELECTRON_RUN_AS_NODE: '1',
      // Without optimizations results lie in the system's temporary folder: it goes with the store.
      TMPDIR: storeFolder,
      TMP: storeFolder,
      TEMP: storeFolder,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // The head of a process group of its own, which can be ended whole. Windows has none, and would open a window.
    detached: hasProcessGroups,
  });
}

function killTree(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  if (hasProcessGroups) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // Nothing of the group is left.
    }
    return;
  }
  const taskkill = spawn('taskkill', ['/pid', String(pid), '/T', '/F'], {
    stdio: 'ignore',
    windowsHide: true,
  });
  taskkill.on('error', () => {
    child.kill('SIGKILL');
  });
}

const stopReason = ({ reason }: AbortSignal): GaitError =>
  reason instanceof GaitError ? reason : cancelled();

function died({ settings }: BenchmarkJob, startedAt: string, how: string, lastWords: string): JobResult {
  const words = lastWords === '' ? '' : ` Its last words: ${lastWords}`;
  return {
    startedAt,
    limitMb: resolveMemoryLimit(settings.max_memory_mb, availableMemoryMb()),
    outcomes: [],
    error: {
      kind: 'failed',
      message: `The process that was measured ended unexpectedly (${how}).${words}`,
      hint: how.includes('SIGKILL')
        ? 'A system does that which runs out of memory: close other programs, or lower max_memory_mb.'
        : 'Measure again; if it ends the same way, leave this profile out.',
    },
    marks: [],
    steps: [],
    cpuS: 0,
    watchingS: 0,
  };
}

/** Keeps the end of what it writes, which would otherwise reach standard output. */
function collectWords({ stdout, stderr }: ChildProcess): () => string {
  let words = '';
  for (const stream of [stdout, stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => (words = (words + chunk).slice(-500)));
  }
  return () => words.trim();
}
