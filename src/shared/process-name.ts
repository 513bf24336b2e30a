/** Names a process in what it leaves on disk: a process id means nothing on another machine, and is used again. */
export interface ProcessName {
  /** Machine and process namespace. */
  readonly place: string;
  readonly pid: number;
  /** When it began, in the system's ticks; "0" where that is unknown. */
  readonly start: string;
}

export const writtenProcessName = ({ place, pid, start }: ProcessName): string => `${place}-${pid}-${start}`;

/** The process that a name, or a name that begins with it, stands for. */
export function processNamed(name: string): ProcessName | null {
  const [, place, pid, start] = /^([0-9a-f]{8})-(\d+)-(\d+)/.exec(name) ?? [];
  return place === undefined || pid === undefined || start === undefined
    ? null
    : { place, pid: Number(pid), start };
}

/** When a process began, from Linux's `/proc/PID/stat`; null for one that no longer writes. */
export function startInStat(stat: string): string | null {
  // Fields count from the closing bracket of the program's name, which may hold spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie no longer writes.
  return fields[0] === 'Z' ? null : (fields[19] ?? null);
}
