import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, readSync } from 'node:fs';

/** One look at a process and everything that descends from it. */
export interface TreeReading {
  readonly rssMb: number;
  /** Null where the system does not tell. */
  readonly vmsMb: number | null;
  /** Each process, with the CPU seconds that it has used. */
  readonly processes: readonly { readonly pid: number; readonly cpuS: number }[];
}

export interface ProcessTree {
  /** Null where the root is gone. */
  read(): TreeReading | null;
  close(): void;
}

const bytesPerMb = 2 ** 20;

/** Follows a process and its descendants: through /proc on Linux, through `ps` elsewhere. */
export function followProcessTree(rootPid: number): ProcessTree {
  return process.platform === 'linux' ? followProc(rootPid) : followPs(rootPid);
}

interface ProcStat {
  readonly parent: number;
  readonly start: string;
  readonly cpuS: number;
  readonly vmsMb: number;
  readonly rssMb: number;
}

// Linux counts CPU time for user space in hundredths of a second on every architecture that Node runs on.
const ticksPerSecond = 100;

/** How often new processes are looked for: what ffmpeg takes in its first moments is little. */
const leastSearchGapMs = 70;
const mostSearchGapMs = 500;

/**
 * Reads /proc with one open file a process, so that a look costs tens of microseconds.
 * A process once found to be a descendant counts until it ends, also when its parent dies before it.
 */
export function followProc(rootPid: number): ProcessTree {
  const buffer = Buffer.alloc(1024);
  const pageMb = pageSizeBytes(buffer) / bytesPerMb;
  const family = new Map<number, { descriptor: number; start: string }>();
  /** Processes that are known not to be ours; a process never joins a family later. */
  let strangers = new Set<number>();
  let nextSearchMs = 0;

  function adopt(pid: number): ProcStat | null {
    let descriptor: number;
    try {
      descriptor = openSync(`/proc/${pid}/stat`, 'r');
    } catch {
      return null;
    }
    const stat = readStat(descriptor, buffer, pageMb);
    if (stat && (pid === rootPid || family.has(stat.parent)))
      family.set(pid, { descriptor, start: stat.start });
    else closeSync(descriptor);
    return stat;
  }

  /** Looks for descendants among the processes that were not there at the last look. */
  function search(): void {
    if (performance.now() < nextSearchMs) return;
    const present = readdirSync('/proc')
      .filter((name) => /^\d/.test(name))
      .map(Number);
    const stillStrangers = new Set<number>();
    // Ascending ids meet parents before children, but ids wrap around: look again while somebody was found.
    let unknown = present.filter((pid) => !family.has(pid) && !strangers.has(pid));
    for (let found = true; found;) {
      const before = family.size;
      unknown = unknown.filter((pid) => adopt(pid) !== null && !family.has(pid));
      found = family.size > before && unknown.length > 0;
    }
    for (const pid of present) if (strangers.has(pid)) stillStrangers.add(pid);
    for (const pid of unknown) stillStrangers.add(pid);
    strangers = stillStrangers;
    // Listing takes 2 µs a process: on a machine with thousands of them it is held to 1 % of a core.
    const gapMs = Math.min(mostSearchGapMs, Math.max(leastSearchGapMs, 0.2 * present.length));
    nextSearchMs = performance.now() + gapMs;
  }

  if (adopt(rootPid) === null) throw new Error(`There is no process ${rootPid}.`);
  return {
    read() {
      search();
      const sum = { rssMb: 0, vmsMb: 0, processes: [] as { pid: number; cpuS: number }[] };
      for (const [pid, { descriptor, start }] of family) {
        const stat = readStat(descriptor, buffer, pageMb);
        if (stat?.start !== start) {
          closeSync(descriptor);
          family.delete(pid);
          continue;
        }
        sum.rssMb += stat.rssMb;
        sum.vmsMb += stat.vmsMb;
        sum.processes.push({ pid, cpuS: stat.cpuS });
      }
      return family.has(rootPid) ? sum : null;
    },
    close() {
      for (const { descriptor } of family.values()) closeSync(descriptor);
      family.clear();
    },
  };
}

function readStat(descriptor: number, buffer: Buffer, pageMb: number): ProcStat | null {
  let length: number;
  try {
    length = readSync(descriptor, buffer, 0, buffer.length, 0);
  } catch {
    // The process has ended.
    return null;
  }
  const text = buffer.toString('latin1', 0, length);
  // Fields count from the closing bracket of the program's name, which may hold spaces and brackets.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return {
    parent: Number(fields[1]),
    start: fields[19]!,
    cpuS: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
    vmsMb: Number(fields[20]) / bytesPerMb,
    rssMb: Number(fields[21]) * pageMb,
  };
}

/** The size of a memory page, a power of two, which Node does not tell: from one figure in both units. */
function pageSizeBytes(buffer: Buffer): number {
  const descriptor = openSync('/proc/self/stat', 'r');
  try {
    const pages = readStat(descriptor, buffer, 1)!.rssMb;
    return 2 ** Math.round(Math.log2(process.memoryUsage.rss() / pages));
  } finally {
    closeSync(descriptor);
  }
}

/** Asks `ps` (macOS, BSD) for all processes; on Windows, which has none, for this process alone. */
export function followPs(rootPid: number): ProcessTree {
  return {
    read() {
      if (process.platform === 'win32') {
        const rssMb = process.memoryUsage.rss() / bytesPerMb;
        const { user, system } = process.cpuUsage();
        return { rssMb, vmsMb: null, processes: [{ pid: rootPid, cpuS: (user + system) / 1e6 }] };
      }
      const ps = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,rss=,vsz=,time='], { encoding: 'utf8' });
      return sumFamily(
        rootPid,
        parsePs(ps.stdout).filter(({ pid }) => pid !== ps.pid),
      );
    },
    close: () => undefined,
  };
}

interface PsLine {
  readonly pid: number;
  readonly parent: number;
  readonly rssMb: number;
  readonly vmsMb: number;
  readonly cpuS: number;
}

/** Lines of `ps -o pid=,ppid=,rss=,vsz=,time=`: kilobytes, and times such as 1-02:03:04 or 2:03.45. */
export function parsePs(text: string): PsLine[] {
  return text
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields.length === 5)
    .map(([pid, parent, rssKb, vmsKb, time]) => {
      const [days, clock] = time!.includes('-') ? time!.split('-') : ['0', time!];
      const seconds = clock!.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
      return {
        pid: Number(pid),
        parent: Number(parent),
        rssMb: Number(rssKb) / 1024,
        vmsMb: Number(vmsKb) / 1024,
        cpuS: Number(days) * 86_400 + seconds,
      };
    });
}

function sumFamily(rootPid: number, all: readonly PsLine[]): TreeReading | null {
  const family = all.filter(({ pid }) => pid === rootPid);
  if (family.length === 0) return null;
  for (const { pid } of family) family.push(...all.filter(({ parent }) => parent === pid));
  return {
    rssMb: family.reduce((sum, { rssMb }) => sum + rssMb, 0),
    vmsMb: family.reduce((sum, { vmsMb }) => sum + vmsMb, 0),
    processes: family.map(({ pid, cpuS }) => ({ pid, cpuS })),
  };
}
