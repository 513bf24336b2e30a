import { fork, spawn, type ChildProcess } from 'node:child_process';
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

/**
 * Forks the kernel. In desktop VS Code this process's program is Electron, which ELECTRON_RUN_AS_NODE makes run a fork as
 * plain Node; a server's extension host is Node itself and ignores that.
 */
export function forkKernel(kernelFile: string, env: NodeJS.ProcessEnv, log: KernelLog): KernelProcess {
  const child = fork(kernelFile, [], {
    execPath: process.execPath,
    execArgv: kernelArguments,
    env: kernelEnvironment(env),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // The head of a process group of its own, which can be ended whole. Windows has none, and would open a window.
    detached: hasProcessGroups,
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

const kernelArguments = [
  // One thread for V8's own work is enough, and each costs memory that the limit then lacks.
  '--v8-pool-size=1',
  // That a library of the kernel uses Node's old punycode is nothing to tell its user. Older Node does not know the option.
  ...(process.allowedNodeEnvironmentFlags.has('--disable-warning') ? ['--disable-warning=DEP0040'] : []),
];

const hasProcessGroups = process.platform !== 'win32';

function kernelEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  // Options for this process's Node (a debugger's, a preloaded file) are not for the kernel.
  const rest = Object.entries(env).filter(([name]) => name.toUpperCase() !== 'NODE_OPTIONS');
  return {
    ...Object.fromEntries(rest),
    ELECTRON_RUN_AS_NODE: '1',
    // Pictures of frames go back to the system as soon as they are freed (glibc).
    MALLOC_MMAP_THRESHOLD_: '65536',
  };
}

function collect(stream: NodeJS.ReadableStream | null, pipe: LogPipe): void {
  stream?.setEncoding('utf8');
  stream?.on('data', pipe.write);
  stream?.on('end', pipe.end);
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
  // Without it the kernel alone is ended; its workers go with it, and ffmpeg when its pipe breaks.
  taskkill.on('error', () => {
    child.kill('SIGKILL');
  });
}
