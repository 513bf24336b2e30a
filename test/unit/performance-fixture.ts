import type { Figures } from '../../src/kernel/performance/figures';
import type { ResourceSample, RunRecord } from '../../src/shared/run-record';
import { settingsSchema, type Settings, type SettingsLayer } from '../../src/shared/settings';
import defaults from '../../configs/default.json';

const { $schema: _schema, ...values } = defaults;
export const defaultSettings: Settings = settingsSchema.parse(values);

/** The default settings with some changed, group by group. */
export function settingsWith(changed: SettingsLayer): Settings {
  const merged = Object.entries(defaultSettings).map(([key, value]) => {
    const own = changed[key as keyof SettingsLayer];
    if (own === undefined) return [key, value];
    return [key, typeof own === 'object' && own !== null ? { ...(value as object), ...own } : own];
  });
  return settingsSchema.parse(Object.fromEntries(merged));
}

export const aSample = (changed: Partial<ResourceSample> = {}): ResourceSample => ({
  timeS: 1,
  rssMb: 300,
  vmsMb: 2000,
  cpuPercent: 90,
  processes: 2,
  ...changed,
});

/** A machine of 8 cores and 16 GB that computed one minute of video at 25 frames/s, with nothing to complain about. */
export const aRecord = (changed: Partial<RunRecord> = {}): RunRecord => ({
  id: '0a1b2c3d',
  step: 'extract-pose',
  name: 'poses',
  startedAt: '2025-03-01T09:00:00.000Z',
  seconds: 42,
  outcome: 'done',
  settings: { settings: defaultSettings, sources: { max_memory_mb: 'default' } },
  plan: { workers: 1, limitMb: 2048, expectedMb: 400, boundBy: 'one video' },
  stages: { probe: 0.2, video_processing: 40 },
  walks: [
    {
      id: 'walk',
      fromStore: false,
      frames: 1500,
      recordingS: 60,
      detectedShare: 0.99,
      seconds: 40,
      notes: [],
    },
  ],
  memory: { peakRssMb: 380, rssMb: 300, vmsMb: 2000, limitMb: 2048 },
  series: [aSample({ timeS: 0 }), aSample({ timeS: 20, rssMb: 380 }), aSample({ timeS: 40 })],
  machine: { platform: 'Linux 6.1 x64', cpu: 'A CPU', cores: 8, memoryMb: 16_384, node: 'v20.0.0' },
  engines: { mediapipe: '0.10.35' },
  ...changed,
});

/** The figures of that run. */
export const theFigures: Figures = {
  settings: defaultSettings,
  machine: aRecord().machine,
  plan: aRecord().plan!,
  limitReached: false,
  peakRssMb: 380,
  limitMb: 2048,
  walks: 1,
  walksFromStore: 0,
  frames: 1500,
  videoProcessingS: 40,
  recordingS: 60,
  meanCpuPercent: 90,
  leastDetected: { id: 'walk', share: 0.99, cropped: false },
  training: null,
  foretold: false,
};
