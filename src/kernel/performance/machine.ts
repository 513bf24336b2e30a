import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { WrittenMachine } from '../../shared/machine';
import type { MachineInfo } from '../../shared/run-record';

const bytesPerMb = 2 ** 20;

/** Where the kernel tells of memory and of the container's limits; tests lay out their own. */
export interface MachineFolders {
  readonly proc: string;
  readonly cgroup: string;
}
const systemFolders: MachineFolders = { proc: '/proc', cgroup: '/sys/fs/cgroup' };

/** Memory that can be used without swapping, in MB: of the machine, or of the container where that is less. */
export function availableMemoryMb(folders = systemFolders): number {
  const machine = readNumber(path.join(folders.proc, 'meminfo'), /^MemAvailable:\s+(\d+) kB/m);
  const machineMb = machine === null ? os.freemem() / bytesPerMb : machine / 1024;
  return Math.min(
    machineMb,
    ...memoryGroups(folders).map(({ limitMb, usedMb }) => Math.max(0, limitMb - usedMb)),
  );
}

/** Memory of the machine, or what the container may use of it, in MB. */
export function totalMemoryMb(folders = systemFolders): number {
  return Math.min(os.totalmem() / bytesPerMb, ...memoryGroups(folders).map(({ limitMb }) => limitMb));
}

/** Cores this process may use: the machine's, or a container's quota (`docker --cpus`), at least 1. */
export function availableCores(folders = systemFolders): number {
  const quotas = cgroupFolders(folders, 'cpu').flatMap((folder) => {
    const unified = readText(path.join(folder, 'cpu.max'))?.split(/\s+/);
    const quota = Number(unified?.[0] ?? readText(path.join(folder, 'cpu.cfs_quota_us')));
    const period = Number(unified?.[1] ?? readText(path.join(folder, 'cpu.cfs_period_us')));
    return quota > 0 && period > 0 ? [quota / period] : [];
  });
  return Math.max(1, Math.floor(Math.min(os.availableParallelism(), ...quotas)));
}

export function describeMachine(): MachineInfo {
  return {
    platform: `${os.type()} ${os.release()} ${os.arch()}`,
    cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableCores(),
    memoryMb: Math.round(totalMemoryMb()),
    node: process.version,
  };
}

/** The machine under the names that written files have for it. */
export const writtenMachine = ({ platform, cpu, cores, memoryMb, node }: MachineInfo): WrittenMachine => ({
  platform,
  cpu,
  cores,
  memory_mb: memoryMb,
  node,
});

/** The control groups with a memory limit that this process is in. */
function memoryGroups(folders: MachineFolders): { limitMb: number; usedMb: number }[] {
  return cgroupFolders(folders, 'memory').flatMap((folder) => {
    const limit =
      readNumber(path.join(folder, 'memory.max')) ?? readNumber(path.join(folder, 'memory.limit_in_bytes'));
    const used =
      readNumber(path.join(folder, 'memory.current')) ??
      readNumber(path.join(folder, 'memory.usage_in_bytes'));
    // Version 1 says "no limit" with a number near 2^63.
    if (limit === null || used === null || limit > 2 ** 60) return [];
    // Cached files count as used, but make room when memory is asked for.
    const cached = readNumber(path.join(folder, 'memory.stat'), /^(?:total_)?inactive_file (\d+)/m) ?? 0;
    return [{ limitMb: limit / bytesPerMb, usedMb: Math.max(0, used - cached) / bytesPerMb }];
  });
}

/** Folders of this process's control group and of all above it: each of them may limit it. */
function cgroupFolders({ proc, cgroup }: MachineFolders, controller: string): string[] {
  const lines = readText(path.join(proc, 'self/cgroup'))?.split('\n') ?? [];
  return lines.flatMap((line) => {
    const [, controllers, group] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (controllers === undefined || group === undefined) return [];
    if (controllers !== '' && !controllers.split(',').includes(controller)) return [];
    const root = controllers === '' ? cgroup : path.join(cgroup, controller);
    const parts = group.split('/').filter((part) => part !== '' && part !== '..');
    // Within a container the path is often the host's, and only the root is there: missing files are passed over.
    return Array.from({ length: parts.length + 1 }, (_, depth) => path.join(root, ...parts.slice(0, depth)));
  });
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}

function readNumber(file: string, pattern = /^(\d+)$/): number | null {
  const found = pattern.exec(readText(file) ?? '')?.[1];
  return found === undefined ? null : Number(found);
}
