import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import os from 'node:os';

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
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // Fields count from the closing bracket of the program's name, which may hold spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie no longer writes.
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
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
export const thisOwner = `${place}-${process.pid}-${(isLinux ? startOf(process.pid) : null) ?? '0'}`;

/** A name for a temporary file or folder of this process. */
export const ownedName = (): string => `${thisOwner}-${randomBytes(6).toString('hex')}`;

export type OwnerState = 'alive' | 'dead' | 'elsewhere';

/**
 * What became of the process that an owner's name, or a name that begins with it, stands for.
 * `elsewhere`: on another machine or in another container, where we cannot look.
 */
export function ownerState(name: string): OwnerState {
  const match = /^([0-9a-f]{8})-(\d+)-(\d+)/.exec(name);
  if (match?.[1] !== place) return 'elsewhere';
  const pid = Number(match[2]);
  const alive = isLinux ? startOf(pid) === match[3] : responds(pid);
  return alive ? 'alive' : 'dead';
}
