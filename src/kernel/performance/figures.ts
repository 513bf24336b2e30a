import type { MachineInfo, PlanRecord, RunRecord, WalkRecord } from '../../shared/run-record';
import type { Settings } from '../../shared/settings';

/** The figures of some runs that advice follows from. */
export interface Figures {
  /** Effective settings of the run that cost the most. */
  readonly settings: Settings;
  readonly machine: MachineInfo;
  /** Null where no step needed one: landmarks only, or everything came from the store. */
  readonly plan: PlanRecord | null;
  /** Whether a step was refused or stopped for its memory limit. */
  readonly limitReached: boolean;
  /** Of the run that came nearest to its limit. */
  readonly peakRssMb: number;
  readonly limitMb: number;
  /** Walks whose pose was asked for, and how many of them the store had. */
  readonly walks: number;
  readonly walksFromStore: number;
  /** Frames that were computed, and the time that took. */
  readonly frames: number;
  readonly videoProcessingS: number;
  /** Length of the recordings that were computed; 0 where it is not known. */
  readonly recordingS: number;
  /** CPU use while poses were computed, averaged; 100 is one core. Null where it was not sampled. */
  readonly meanCpuPercent: number | null;
  /** The walk in which the walker was found least. */
  readonly leastDetected: { readonly id: string; readonly share: number; readonly cropped: boolean } | null;
}

/** Seconds that recordings are processed in a second; null where nothing was computed. */
export const speedOf = ({ recordingS, videoProcessingS }: Figures): number | null =>
  recordingS > 0 && videoProcessingS > 0 ? recordingS / videoProcessingS : null;

export const framesPerSecondOf = ({ frames, videoProcessingS }: Figures): number =>
  videoProcessingS > 0 ? frames / videoProcessingS : 0;

/** The run whose settings matter most: the longest that computed poses, else the longest. */
export function weightiestRun(records: readonly RunRecord[]): RunRecord | undefined {
  const poses = records.filter(({ step }) => step === 'extract-pose');
  return (poses.length > 0 ? poses : records).toSorted((a, b) => b.seconds - a.seconds)[0];
}

/** The run that came nearest to its memory limit. */
export function tightestRun(records: readonly RunRecord[]): RunRecord | undefined {
  const share = ({ memory }: RunRecord): number => memory.peakRssMb / memory.limitMb;
  return records.toSorted((a, b) => share(b) - share(a))[0];
}

export const isComputed = ({ fromStore, error }: WalkRecord): boolean => !fromStore && error === undefined;

/** What advice follows from, or null where nothing was run. */
export function figuresOf(records: readonly RunRecord[]): Figures | null {
  const weightiest = weightiestRun(records);
  const tightest = tightestRun(records);
  if (!weightiest || !tightest) return null;
  const poses = records.filter(({ step }) => step === 'extract-pose');
  const walks = poses.flatMap((record) => record.walks);
  const computed = walks.filter(isComputed);
  const cpu = poses.flatMap(({ series }) => series.map(({ cpuPercent }) => cpuPercent));
  const [least] = walks
    .filter(({ detectedShare }) => detectedShare !== undefined)
    .toSorted((a, b) => a.detectedShare! - b.detectedShare!);
  return {
    settings: weightiest.settings.settings,
    machine: weightiest.machine,
    plan: weightiest.plan ?? null,
    limitReached: records.some(({ outcome }) => outcome === 'memory-limit'),
    peakRssMb: tightest.memory.peakRssMb,
    limitMb: tightest.memory.limitMb,
    walks: walks.length,
    walksFromStore: walks.filter(({ fromStore }) => fromStore).length,
    frames: total(computed.map(({ frames = 0 }) => frames)),
    videoProcessingS: total(poses.map(({ stages }) => stages.video_processing ?? 0)),
    recordingS: total(computed.map(({ recordingS = 0 }) => recordingS)),
    meanCpuPercent: cpu.length > 0 ? total(cpu) / cpu.length : null,
    leastDetected: least
      ? { id: least.id, share: least.detectedShare!, cropped: least.cropped ?? false }
      : null,
  };
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
