import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import os from 'node:os';
import { processNamed, startInStat, writtenProcessName } from '../../shared/process-name';
import type { OwnerState } from '../../shared/run-log';

export type { OwnerState } from '../../shared/run-log';

/** Machine and process namespace: a process id means nothing outside of them, and a store may be shared. */
const place: string = (() => {
  let processNamespace = '';
  try {
    processNamespace = readlinkSync('/proc/self/ns/pid');
  } catch {
    // Only Linux has it.
  }
  return createHash('sha256').update(`${os.hostname()} ${processNamespace}`).digest('hex').slice(0, 8);
})();

/** When a process began, in the kernel's ticks; process ids are used again, these pairs are not. Null where unknown. */
function startOf(pid: number): string | null {
  try {
    return startInStat(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return null;
  }
}

function responds(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const isLinux = process.platform === 'linux';

/** Names this process in the names of what it leaves on disk: place, process id, start. */
export const thisOwner = writtenProcessName({
  place,
  pid: process.pid,
  start: (isLinux ? startOf(process.pid) : null) ?? '0',
});

/** A name for a temporary file or folder of this process. */
export const ownedName = (): string => `${thisOwner}-${randomBytes(6).toString('hex')}`;

/**
 * What became of the process that an owner's name, or a name that begins with it, stands for.
 * `elsewhere`: on another machine or in another container, where we cannot look.
 */
export function ownerState(name: string): OwnerState {
  const named = processNamed(name);
  if (named?.place !== place) return 'elsewhere';
  const alive = isLinux ? startOf(named.pid) === named.start : responds(named.pid);
  return alive ? 'alive' : 'dead';
}
