import { readFileSync } from 'node:fs';

// As in the process tree: user space is told hundredths of a second.
const ticksPerSecond = 100;

/**
 * User and system time in seconds of this process so far, and, on Linux, of what it started and what has ended by now;
 * other systems do not tell of that.
 */
export function cpuTimeS(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6 + endedChildrenS();
}

function endedChildrenS(): number {
  try {
    const stat = readFileSync('/proc/self/stat', 'latin1');
    // Fields count from the closing bracket of the program's name, which may hold spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond;
  } catch {
    return 0;
  }
}

/** Whether that holds what was started, ffmpeg before all; by the platform of a machine's description. */
export const countsChildren = (platform: string): boolean => platform.startsWith('Linux');
