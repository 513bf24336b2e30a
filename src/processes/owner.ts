import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import os from 'node:os';
import type { OwnerState } from '../shared/run-log';

/** Names a process in what it leaves on disk: a process id means nothing on another machine, and is used again. */
interface ProcessName {
  /** Machine and process namespace. */
  readonly place: string;
  readonly pid: number;
  /** When it began, in the system's ticks; "0" where that is unknown. */
  readonly start: string;
}

const writtenName = ({ place, pid, start }: ProcessName): string => `${place}-${pid}-${start}`;

/** The process that a name, or a name that begins with it, stands for. */
function processNamed(name: string): ProcessName | null {
  const [, place, pid, start] = /^([0-9a-f]{8})-(\d+)-(\d+)/.exec(name) ?? [];
  return place === undefined || pid === undefined || start === undefined
    ? null
    : { place, pid: Number(pid), start };
}

/** Machine and process namespace: a process id means nothing outside of them, and a store may be shared. */
const thisPlace: string = (() => {
  // Only Linux has it.
  const processNamespace = textOf(() => readlinkSync('/proc/self/ns/pid')) ?? '';
  return createHash('sha256').update(`${os.hostname()} ${processNamespace}`).digest('hex').slice(0, 8);
})();

const isLinux = process.platform === 'linux';

/** When a process began, in the system's ticks: process ids are used again, these pairs are not. Null where it is gone. */
function startOf(pid: number): string | null {
  const stat = textOf(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  return stat === null ? null : startInStat(stat);
}

/** The same from Linux's `/proc/PID/stat`; null for one that no longer writes. */
function startInStat(stat: string): string | null {
  // Fields count from the closing bracket of the program's name, which may hold spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie no longer writes.
  return fields[0] === 'Z' ? null : (fields[19] ?? null);
}

/** Null where it cannot be read: not every system has these files, and a process may be gone. */
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

/** Names this process in the names of what it leaves on disk: place, process id, start. */
export const thisOwner = writtenName({
  place: thisPlace,
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
  if (named?.place !== thisPlace) return 'elsewhere';
  const alive = isLinux ? startOf(named.pid) === named.start : responds(named.pid);
  return alive ? 'alive' : 'dead';
}
