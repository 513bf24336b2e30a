import type { ChildProcess } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { killedHint } from '../../../processes/killed';
import { lastWords } from '../../../processes/last-words';
import { forkNode } from '../../../processes/node-child';
import { killTree } from '../../../processes/process-group';
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
  const words = lastWords([child.stdout, child.stderr]);
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
      const end = (how: string, killedBy: NodeJS.Signals | null): void => {
        if (signal.aborted) reject(stopReason(signal));
        else resolve(result ?? died(job, startedAt, { how, killedBy, said: words() }));
      };
      child.once('error', (error) => {
        // Where it never started, no exit follows.
        if (child.pid === undefined) end(error.message, null);
      });
      // What it started and did not end itself would hold its streams open.
      child.once('exit', () => {
        killTree(child);
      });
      child.once('close', (code, killedBy) => {
        end(killedBy === null ? `exit code ${code ?? 'unknown'}` : `signal ${killedBy}`, killedBy);
      });
      // Where it cannot be started, its error says so.
      child.send(job, () => undefined);
    });
  } finally {
    if (stop !== undefined) signal.removeEventListener('abort', stop);
  }
}

const start = ({ storeFolder }: BenchmarkJob): ChildProcess =>
  forkNode(builtFile('benchmark-run.js'), {
    ...process.env,
    // Without optimizations results lie in the system's temporary folder: it goes with the store.
    TMPDIR: storeFolder,
    TMP: storeFolder,
    TEMP: storeFolder,
  });

const stopReason = ({ reason }: AbortSignal): GaitError =>
  reason instanceof GaitError ? reason : cancelled();

interface Death {
  readonly how: string;
  readonly killedBy: NodeJS.Signals | null;
  /** The end of what it wrote. */
  readonly said: string;
}

function died({ settings }: BenchmarkJob, startedAt: string, { how, killedBy, said }: Death): JobResult {
  const words = said === '' ? '' : ` Its last words: ${said}`;
  return {
    startedAt,
    limitMb: resolveMemoryLimit(settings.max_memory_mb, availableMemoryMb()),
    outcomes: [],
    error: {
      kind: 'failed',
      message: `The process that was measured ended unexpectedly (${how}).${words}`,
      hint: killedHint(killedBy, 'Measure again; if it ends the same way, leave this profile out.'),
    },
    marks: [],
    steps: [],
    cpuS: 0,
    watchingS: 0,
  };
}
