import { readdirSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** Linux counts in hundredths of a second. */
const ticksPerSecond = 100;

/** Starts to count the CPU time of the browser, which is a child of this process; the function gives the cores it took. */
export function browserCpu() {
  const startedMs = performance.now();
  const before = browserSeconds();
  return () => {
    const usedS = [...browserSeconds()].reduce((sum, [pid, cpuS]) => sum + cpuS - (before.get(pid) ?? 0), 0);
    return usedS / ((performance.now() - startedMs) / 1000);
  };
}

/** CPU seconds of each of the browser's processes: of all that descends from this process and is no Node. */
function browserSeconds() {
  const all = new Map(readdirSync('/proc').flatMap((pid) => entryOf(pid)));
  const isOurs = (pid) => pid === process.pid || (all.has(pid) && isOurs(all.get(pid).parent));
  return new Map(
    [...all].flatMap(([pid, { program, cpuS }]) =>
      program.startsWith('chrom') && isOurs(pid) ? [[pid, cpuS]] : [],
    ),
  );
}

function entryOf(pid) {
  if (!/^\d+$/.test(pid)) return [];
  let text;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return []; // it has ended meanwhile
  }
  // Fields count from the closing bracket of the program's name.
  const end = text.lastIndexOf(')');
  const fields = text.slice(end + 2).split(' ');
  const cpuS = (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  return [
    [Number(pid), { program: text.slice(text.indexOf('(') + 1, end), parent: Number(fields[1]), cpuS }],
  ];
}
