import { spawn, type ChildProcess } from 'node:child_process';

/**
 * Whether processes are started as the heads of groups of their own, which can be ended whole. Windows has no groups, and
 * would open a window.
 */
export const hasProcessGroups = process.platform !== 'win32';

/** Ends a process that was started as the head of a group, and all that it started, at once. Harmless afterwards. */
export function killTree(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  if (hasProcessGroups) {
    killGroup(pid);
    return;
  }
  const taskkill = spawn('taskkill', ['/pid', String(pid), '/T', '/F'], {
    stdio: 'ignore',
    windowsHide: true,
  });
  // Without it the process alone is ended; its workers go with it, and ffmpeg when its pipe breaks.
  taskkill.on('error', () => {
    child.kill('SIGKILL');
  });
}

/** Ends this process, and where it is the head of a group all that it started. */
export function endWithGroup(exitCode: number): never {
  if (hasProcessGroups) killGroup(process.pid);
  return process.exit(exitCode);
}

function killGroup(headPid: number): void {
  try {
    process.kill(-headPid, 'SIGKILL');
  } catch {
    // Nothing of the group is left, or there never was one.
  }
}
