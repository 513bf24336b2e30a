import type { MachineInfo, PlanRecord, RunRecord, WalkRecord } from '../../shared/run-record';
import type { Settings } from '../../shared/settings';

/** Of the training that took the most. */
export interface TrainingFigures {
  readonly settings: Settings;
  /** Null where it was refused before its plan, or came from the store. */
  readonly plan: PlanRecord | null;
  readonly seconds: number;
  /** What computed; null where it was refused before that was known. */
  readonly engine: string | null;
  readonly folds: number;
  readonly limitReached: boolean;
  readonly peakRssMb: number;
  readonly limitMb: number;
}

/** The figures of some runs that advice follows from. */
export interface Figures {
  /** Effective settings of the run that cost the most. */
  readonly settings: Settings;
  readonly machine: MachineInfo;
  /** Null where no step needed one: landmarks only, or everything came from the store. */
  readonly plan: PlanRecord | null;
  /** Whether a step was refused or stopped for its memory limit; a training says that of itself. */
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
  /** Null where nothing was trained. */
  readonly training: TrainingFigures | null;
  /** Whether a benchmark had told what finding the poses would take. */
  readonly foretold: boolean;
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
    limitReached: records.some(({ step, outcome }) => step !== 'train-folds' && outcome === 'memory-limit'),
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
    training: trainingOf(records),
    foretold: poses.some(({ prediction }) => prediction !== undefined),
  };
}

function trainingOf(records: readonly RunRecord[]): TrainingFigures | null {
  const [record] = records
    .filter(({ step }) => step === 'train-folds')
    .toSorted((a, b) => b.seconds - a.seconds);
  if (!record) return null;
  const { settings } = record.settings;
  const { leave_one_out: leaveOneOut, n_folds: folds } = settings.training;
  return {
    settings,
    plan: record.plan ?? null,
    seconds: record.stages.model_training ?? 0,
    engine: record.engines['training_engine'] ?? null,
    // Each subject is a fold then; more than there are walks there are not.
    folds: leaveOneOut ? Math.max(1, record.walks.length) : folds,
    limitReached: record.outcome === 'memory-limit',
    peakRssMb: record.memory.peakRssMb,
    limitMb: record.memory.limitMb,
  };
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
