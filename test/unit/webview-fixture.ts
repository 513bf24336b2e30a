import { outputFormat, type RunOutput, type StudyOutput, type StudyRow } from '../../src/shared/cell-output';
import type { ResourceSample, RunRecord, WalkRecord } from '../../src/shared/run-record';
import { defaultSettings } from '../../src/shared/resolve-settings';

/** A walk of a run; computed, unless said otherwise. */
export const walkRecord = (id: string, more: Partial<WalkRecord> = {}): WalkRecord => ({
  id,
  fromStore: false,
  frames: 120,
  seconds: 4,
  notes: [],
  ...more,
});

export const sample = (timeS: number, rssMb: number, cpuPercent = 100): ResourceSample => ({
  timeS,
  rssMb,
  vmsMb: 2 * rssMb,
  cpuPercent,
  processes: 3,
});

/** A run that extracted the pose of one walk. */
export const runRecord = (more: Partial<RunRecord> = {}): RunRecord => ({
  id: 'run-1',
  step: 'extract-pose',
  name: 'poses',
  startedAt: '2026-01-02T03:04:05.000Z',
  seconds: 5.25,
  outcome: 'done',
  settings: { settings: defaultSettings, sources: { max_memory_mb: 'profile fast' } },
  plan: { workers: 2, limitMb: 1024, expectedMb: 700, boundBy: 'cores' },
  stages: { probe: 0.1, video_processing: 4 },
  walks: [walkRecord('walk')],
  memory: { peakRssMb: 612.4, rssMb: 300, vmsMb: 2000, limitMb: 1024 },
  series: [sample(0, 100), sample(1, 612.4), sample(2, 300)],
  machine: { platform: 'linux x64', cpu: 'a processor', cores: 2, memoryMb: 8192, node: 'v22.0.0' },
  engines: { mediapipe: '0.10' },
  ...more,
});

export const runOutput = (more: Partial<RunOutput> = {}): RunOutput => ({
  kind: 'run',
  format: outputFormat,
  recordId: 'run-1',
  record: runRecord(),
  fromStore: false,
  recommendations: [
    {
      id: 'lighter-model',
      text: 'The pose model took most of the time.',
      figure: { name: 'speed', value: 0.3, threshold: 0.5, unit: 'seconds of video a second' },
      settings: { performance_mode: 'fast' },
      effect: 'The lite model takes about two thirds.',
    },
  ],
  ran: { step: { step: 'extract-pose', video: 'walks' }, inputs: { walks: 'run-0' } },
  ...more,
});

export const studyRow = (id: string, more: Partial<StudyRow> = {}): StudyRow => ({
  id,
  file: `${id}.mp4`,
  durationS: 4.2,
  frames: 126,
  fps: 29.97,
  widthPx: 1920,
  heightPx: 1080,
  metadata: {},
  warnings: [],
  strip: null,
  ...more,
});

export const studyOutput = (more: Partial<StudyOutput> = {}): StudyOutput => ({
  kind: 'study',
  format: outputFormat,
  recordId: 'run-0',
  name: 'walks',
  rows: [studyRow('walk')],
  more: 0,
  ...more,
});
