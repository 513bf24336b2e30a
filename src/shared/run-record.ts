import type { BenchmarkProgress } from './benchmark';
import type { Interval } from './interval';
import type { ResolvedSettings } from './settings';
import type { TrainingProgress } from './training';

/** One look at the process tree of a run: kernel, workers, ffmpeg. */
export interface ResourceSample {
  /** Seconds since the run began. */
  readonly timeS: number;
  /** Resident memory of all processes together, in MB (2^20 bytes). */
  readonly rssMb: number;
  /** Virtual memory of all processes together, in MB; null where the system does not tell. */
  readonly vmsMb: number | null;
  /** CPU use of all processes together: 100 is one core. */
  readonly cpuPercent: number;
  readonly processes: number;
}

/** Seconds spent in one stage of a run, by name: `probe`, `video_processing`, `gait_events`, `report`, … */
export type StageTimes = Readonly<Record<string, number>>;

export interface WalkRecord {
  readonly id: string;
  /** True where the result came from the store and nothing was computed. */
  readonly fromStore: boolean;
  readonly frames?: number;
  /** Length of the recording in seconds. */
  readonly recordingS?: number;
  /** Share of the frames in which the walker was found, 0–1. */
  readonly detectedShare?: number;
  /** Whether only a part of the picture was looked at. */
  readonly cropped?: boolean;
  readonly seconds: number;
  /** What went wrong with this walk, where something did. */
  readonly error?: string;
  /** How settings were met where the library has no switch, frames lost, and the like. */
  readonly notes: readonly string[];
}

export interface MachineInfo {
  readonly platform: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryMb: number;
  readonly node: string;
}

/** The plan that a limit led to; `shared/memory-plan.ts` makes it. */
export interface PlanRecord {
  readonly workers: number;
  readonly limitMb: number;
  readonly expectedMb: number;
  /** What held the number of workers down: for example "cores", "max_memory_mb", "one video". */
  readonly boundBy: string;
}

/** What a step was expected to need, from a benchmark on this machine. */
export interface RunPrediction {
  readonly seconds: Interval;
  readonly peakRssMb: Interval | null;
  /** When it was measured, ISO 8601. */
  readonly measuredAt: string;
}

/** What a benchmark came to. */
export interface BenchmarkRecord {
  /** That were to be measured, the baseline among them. */
  readonly profiles: number;
  /** Of them, those of which there are figures. */
  readonly measured: number;
  /** Why figures are missing. */
  readonly failures: readonly { readonly profile: string; readonly reason: string }[];
}

/** What a step cost and how it came out. */
export interface RunRecord {
  readonly id: string;
  readonly step: string;
  /** Name of the result. */
  readonly name: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly seconds: number;
  readonly outcome: 'done' | 'failed' | 'cancelled' | 'memory-limit';
  readonly error?: string;
  readonly settings: ResolvedSettings;
  readonly plan?: PlanRecord;
  /** Left out where no benchmark has measured these settings here. */
  readonly prediction?: RunPrediction;
  /** What was settled for the step as a whole: how its profile was chosen. */
  readonly notes?: readonly string[];
  readonly stages: StageTimes;
  readonly walks: readonly WalkRecord[];
  /** Left out where nothing was measured against each other. */
  readonly benchmark?: BenchmarkRecord;
  readonly memory: {
    readonly peakRssMb: number;
    readonly rssMb: number;
    /** Null where the system does not tell, or nothing watched. */
    readonly vmsMb: number | null;
    readonly limitMb: number;
  };
  readonly series: readonly ResourceSample[];
  readonly machine: MachineInfo;
  /** What computed it: library, model digest, ffmpeg build. */
  readonly engines: Readonly<Record<string, string>>;
}

/** What a running step tells its watchers. */
export interface StepProgress {
  readonly step: string;
  readonly walkId?: string;
  /** Frames done over all walks of the step, and expected. */
  readonly doneFrames: number;
  readonly totalFrames: number;
  readonly framesPerSecond: number;
  readonly secondsLeft: number | null;
  /** What it does first, where that is not the step's own work: "measuring fast". */
  readonly doing?: string;
  /** What is counted, where it is not frames. */
  readonly unit?: 'windows' | 'runs';
  /** How training stands, where a step trains. */
  readonly training?: TrainingProgress;
  /** How a benchmark stands, where a step measures. */
  readonly benchmark?: BenchmarkProgress;
}
