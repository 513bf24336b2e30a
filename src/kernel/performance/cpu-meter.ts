import type { TreeReading } from './process-tree';

/** CPU time is counted in hundredths of a second, so that shorter stretches tell little. */
const cpuWindowS = 0.5;

/**
 * CPU use over the last half second, where 100 is one core. A process that ends takes only what it did since the last look with it.
 */
export function createCpuMeter(): (timeS: number, reading: Pick<TreeReading, 'processes'>) => number {
  let seen: Map<number, number> | undefined;
  let usedS = 0;
  const recent: { timeS: number; usedS: number }[] = [];
  return (timeS, { processes }) => {
    for (const { pid, cpuS } of processes) {
      // What ran before the first look is not this run's; what appears later is all of it.
      const before = seen ? (seen.get(pid) ?? 0) : cpuS;
      usedS += Math.max(0, cpuS - before);
    }
    seen = new Map(processes.map(({ pid, cpuS }) => [pid, cpuS]));
    while (recent.length > 1 && recent[1]!.timeS <= timeS - cpuWindowS) recent.shift();
    recent.push({ timeS, usedS });
    const oldest = recent[0]!;
    return timeS > oldest.timeS ? (100 * (usedS - oldest.usedS)) / (timeS - oldest.timeS) : 0;
  };
}
