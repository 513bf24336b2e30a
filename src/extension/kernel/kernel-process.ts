import type { ChildProcess } from 'node:child_process';
import { forkNode } from '../../processes/node-child';
import { killTree } from '../../processes/process-group';
import type { KernelDeath } from './kernel-death';
import type { KernelLog, LogPipe } from './kernel-log';

/** How long a kernel's last words may take to arrive after its end. */
const lastWordsMs = 500;

type ProcessEnd = Pick<KernelDeath, 'reason' | 'exitCode' | 'signal'>;

/** The operating system's side of a kernel: one process with all that it starts. */
export interface KernelProcess {
  readonly child: ChildProcess;
  /** Resolves when it has ended and said its last; never rejects. */
  readonly ended: Promise<ProcessEnd>;
  /** From here on its end is no surprise. */
  expectEnd(reason: KernelDeath['reason']): void;
  /** Ends it and all that it started, at once. */
  kill(): void;
}

/** Starts the kernel. */
export function forkKernel(kernelFile: string, env: NodeJS.ProcessEnv, log: KernelLog): KernelProcess {
  const child = forkNode(kernelFile, {
    ...env,
    // Pictures of frames go back to the system as soon as they are freed (glibc).
    MALLOC_MMAP_THRESHOLD_: '65536',
  });
  collect(child.stdout, log.pipe('info'));
  collect(child.stderr, log.pipe('warn'));

  let reason: KernelDeath['reason'] = 'unexpected';
  const kill = (): void => {
    killTree(child);
  };
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('error', (error) => {
      // Where it never started, no exit follows.
      if (child.pid !== undefined) return;
      log.add('error', error.message);
      resolve({ reason, exitCode: null, signal: null });
    });
    child.once('exit', (exitCode, signal) => {
      // What it started and did not end itself.
      kill();
      const told = (): void => {
        clearTimeout(patience);
        log.end();
        resolve({ reason, exitCode, signal });
      };
      const patience = setTimeout(told, lastWordsMs);
      child.once('close', told);
    });
  });
  return {
    child,
    ended,
    expectEnd(why) {
      if (reason === 'unexpected') reason = why;
    },
    kill,
  };
}

function collect(stream: NodeJS.ReadableStream | null, pipe: LogPipe): void {
  stream?.setEncoding('utf8');
  stream?.on('data', pipe.write);
  stream?.on('end', pipe.end);
}
