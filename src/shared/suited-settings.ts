import { nested, parseSettingsLayer } from './resolve-settings';
import type { SettingsLayer } from './settings';

/** What the advice follows from. */
export interface MachineFigures {
  /** Memory of the machine or of its container, in MB. */
  readonly memoryMb: number;
  /** What of it is free to use, in MB. */
  readonly availableMb: number;
  readonly cores: number;
}

/** One setting that suits a machine, with the figure it follows from. */
export interface SuitedSetting {
  /** Dotted key. */
  readonly key: string;
  readonly value: string | number;
  readonly because: string;
}

/** Profile and limit that suit a machine by its memory, the largest machines first. */
const hardwareTable = [
  { fromGb: 16, says: '16 GB or more', profile: 'accurate', limitMb: 4096 },
  { fromGb: 8, says: '8 to 16 GB', profile: 'balanced', limitMb: 2048 },
  { fromGb: 0, says: 'below 8 GB', profile: 'fast', limitMb: 1024 },
] as const;

/** What of the available memory a run may take: the rest of the machine goes on. */
const mostShare = 0.8;

const gb = (memoryMb: number): string => `${(memoryMb / 1024).toFixed(1)} GB`;

/** The settings that suit a machine, each with the figure it follows from. */
export function suitedSettings({ memoryMb, availableMb, cores }: MachineFigures): readonly SuitedSetting[] {
  // Machines sold as 4 or 8 GB show a little less: the rest is the firmware's.
  const marketedGb = Math.round(memoryMb / 1024);
  const usableMb = Math.floor(availableMb * mostShare);
  const byMemory = hardwareTable.find(({ fromGb }) => marketedGb >= fromGb) ?? hardwareTable[2];
  const row =
    hardwareTable.find(({ fromGb, limitMb }) => marketedGb >= fromGb && limitMb <= usableMb) ??
    hardwareTable[2];
  const available = `80 % of the ${gb(availableMb)} that are available now`;
  return [
    {
      key: 'performance_mode',
      value: row.profile,
      because:
        row === byMemory
          ? `${gb(memoryMb)} of memory: ${row.says}`
          : `${available} are less than the ${byMemory.limitMb} MB that ${byMemory.profile} should have`,
    },
    {
      key: 'max_memory_mb',
      value: Math.max(1, Math.min(row.limitMb, usableMb)),
      because: row.limitMb > usableMb ? available : `the usual limit of ${row.profile}`,
    },
    {
      key: 'io_optimization.max_workers',
      value: cores < 4 ? 2 : cores < 8 ? 4 : 8,
      because: `${cores} ${cores === 1 ? 'core' : 'cores'}`,
    },
    {
      key: 'io_optimization.batch_size',
      value: availableMb < 4096 ? 16 : availableMb < 8192 ? 32 : 64,
      because: `${gb(availableMb)} of memory available`,
    },
  ];
}

/** The same as a layer of settings, ready for a configuration file. */
export const suitedLayer = (suited: readonly SuitedSetting[]): SettingsLayer =>
  parseSettingsLayer(nested(suited.map(({ key, value }) => [key, value])), 'The advice');
