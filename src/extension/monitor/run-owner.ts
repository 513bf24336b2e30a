import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import os from 'node:os';
import { processNamed, startInStat } from '../../shared/process-name';
import type { OwnerState } from '../../shared/run-log';

/** This machine and process namespace, as kernels name it in what they write. */
const place: string = (() => {
  const namespace = textOf(() => readlinkSync('/proc/self/ns/pid')) ?? '';
  return createHash('sha256').update(`${os.hostname()} ${namespace}`).digest('hex').slice(0, 8);
})();

/** What became of the process that a run's log names: a kernel of any window, or a command. */
export function ownerState(name: string): OwnerState {
  const named = processNamed(name);
  if (named?.place !== place) return 'elsewhere';
  if (process.platform !== 'linux') return responds(named.pid) ? 'alive' : 'dead';
  const stat = textOf(() => readFileSync(`/proc/${named.pid}/stat`, 'latin1'));
  return stat !== null && startInStat(stat) === named.start ? 'alive' : 'dead';
}

/** Null where it cannot be read: only Linux has these files, and a process may be gone. */
function textOf(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}

function responds(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
