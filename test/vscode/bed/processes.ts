// The processes of a bed as another process sees them. They are known by a mark in their environment, which what they
// start inherits: so a kernel is found also where the editor that started it is gone.
import { readdirSync, readFileSync } from 'node:fs';
import { markName } from '../../fixtures/process-watch';
import { until } from './until';

export interface BedProcess {
  readonly pid: number;
  readonly parentPid: number;
  readonly command: string;
  /** Resident memory, in MB. */
  readonly memoryMb: number;
}

/** The living processes with this mark. */
export function markedProcesses(mark: string): BedProcess[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    if (!read(`/proc/${pid}/environ`).split('\0').includes(`${markName}=${mark}`)) return [];
    const status = read(`/proc/${pid}/status`);
    // A zombie has ended; it only waits for its parent to notice.
    if (/^State:\s+Z/m.test(status)) return [];
    return [
      {
        pid: Number(pid),
        parentPid: Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]),
        command: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim(),
        memoryMb: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024,
      },
    ];
  });
}

/** The process of each window that the extension runs in. */
export const extensionHostsAmong = (processes: readonly BedProcess[]): BedProcess[] =>
  processes.filter(({ command }) => command.includes('--type=extensionHost'));

/** The processes that the extension has started from an extension host: its kernels, without what those started. */
export function kernelsAmong(processes: readonly BedProcess[]): BedProcess[] {
  const hosts = new Set(extensionHostsAmong(processes).map(({ pid }) => pid));
  return processes.filter(
    ({ parentPid, command }) => hosts.has(parentPid) && command.includes(extensionsFolderName),
  );
}

/** Name of the folder that a bed's extensions are installed in, which their processes' commands show. */
export const extensionsFolderName = 'bed-extensions';

const goneWithinMs = 10_000;

/** Ends all processes with this mark: asked first, made to where they do not go by themselves. */
export async function endProcesses(mark: string): Promise<void> {
  signal(mark, 'SIGTERM');
  const gone = (): boolean => markedProcesses(mark).length === 0;
  await until('the processes of VS Code to end', gone, goneWithinMs).catch(async () => {
    signal(mark, 'SIGKILL');
    await until('the processes of VS Code to end after SIGKILL', gone, goneWithinMs);
  });
}

/** Ends them at once; for a process that is itself about to end. */
export const killProcesses = (mark: string): void => {
  signal(mark, 'SIGKILL');
};

function signal(mark: string, name: NodeJS.Signals): void {
  for (const { pid } of markedProcesses(mark)) {
    try {
      process.kill(pid, name);
    } catch {
      // It has ended meanwhile.
    }
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // it has ended meanwhile
  }
}
