// Processes as another process sees them, through /proc. Every run of the benchmark carries a mark in its environment,
// which its workers' programs inherit: so they are found also where their parent is gone.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export const canLookAtProcesses = process.platform === 'linux';

export const markName = 'GAIT_BENCH_RUN';

const pageMb = canLookAtProcesses
  ? Number(execFileSync('getconf', ['PAGESIZE'], { encoding: 'utf8' })) / 2 ** 20
  : 0;

function readOf(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return ''; // it has ended meanwhile
  }
}

const processIds = () => readdirSync('/proc').filter((name) => /^\d/.test(name));

const carries = (pid, mark) => readOf(pid, 'environ').split('\0').includes(`${markName}=${mark}`);

/** The processes with this mark that are alive, as "pid command line". */
export const processesOf = (mark) =>
  processIds()
    .filter((pid) => carries(pid, mark))
    .map((pid) => `${pid} ${readOf(pid, 'cmdline').replaceAll('\0', ' ').slice(0, 80)}`);

/** Sums the resident memory of a run's processes, look by look. */
export function memoryMeter(rootPid, mark) {
  let known = new Map([[String(rootPid), true]]);
  let peakMb = 0;
  let looks = 0;
  return {
    look() {
      const seen = new Map();
      let sumMb = 0;
      for (const pid of processIds()) {
        const isOurs = known.get(pid) ?? carries(pid, mark);
        seen.set(pid, isOurs);
        if (isOurs) sumMb += Number(readOf(pid, 'statm').split(' ')[1] ?? 0) * pageMb;
      }
      // A number that was gone for a look may come back as another process.
      known = seen;
      peakMb = Math.max(peakMb, sumMb);
      looks++;
    },
    peak: () => ({ peakMb, looks }),
  };
}
