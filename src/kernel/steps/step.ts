import type { GaitError } from '../../shared/errors';
import type { Walk } from '../../shared/results';
import type { RunRecord, StepProgress, WalkRecord } from '../../shared/run-record';
import type { LogLevel, WalkOutcome } from '../../shared/outcome';
import type { ResolvedSettings, Settings } from '../../shared/settings';
import type { StepName, StepOf } from '../../shared/steps';
import type { Recorder } from '../performance/recorder';
import type { Store } from '../store/store';
import type { VideoTools } from '../video/ffmpeg';
import type { Admission } from './admission';

/** One walk's share of a named result, as later steps see it. */
export interface WalkResult extends WalkOutcome {
  /** Address of the walk's result in the store; null where the walk failed. */
  readonly address: string | null;
  /** Folder of the strip of frames that is shown of a video. */
  readonly stripFolder?: string;
  /** Folder of the result that this one was made from, where it has one. */
  readonly sourceFolder?: string;
  /** Address of that result, or digest of another tool's file. */
  readonly sourceAddress?: string;
  /** What that result warned of. */
  readonly sourceWarnings?: readonly string[];
  /** Frames per second of landmarks whose format does not say. */
  readonly landmarksFps?: number;
  /** What the step knows of the recording, for the run record. */
  readonly record?: Partial<
    Pick<WalkRecord, 'frames' | 'recordingS' | 'detectedShare' | 'cropped' | 'notes'>
  >;
}

/** A result that steps find by its name. */
export interface NamedResult {
  readonly name: string;
  readonly step: StepName;
  readonly walks: readonly WalkResult[];
  /** Records of the steps that led to the result, its own last; none where it was made by an earlier session. */
  readonly records: readonly RunRecord[];
}

/** What a step is given: nothing else reaches the outside. */
export interface StepContext {
  readonly settings: Settings;
  readonly resolved: ResolvedSettings;
  /**
   * What this step's settings would be with another profile.
   * @throws GaitError bad-input where there is no such profile.
   */
  readonly settingsWith: (profile: string) => ResolvedSettings;
  /** Names of all profiles that there are, the user's own among them. */
  readonly profileNames: readonly string[];
  readonly limitMb: number;
  readonly workingFolder: string;
  readonly store: Store;
  readonly recorder: Recorder;
  /** Aborted by the user, or by the monitor at the memory limit; its reason is a GaitError. */
  readonly signal: AbortSignal;
  /** ffmpeg and ffprobe, looked for at their first use. */
  readonly tools: () => Promise<VideoTools>;
  /** @throws GaitError bad-input where there is no such result, or one of another kind. */
  readonly result: (name: string, ...steps: readonly StepName[]) => NamedResult;
  readonly admission: Admission;
  readonly progress: (progress: Omit<StepProgress, 'step'>) => void;
  /** What is finished so far: it is shown where the step fails or is stopped after all. */
  readonly keep: (product: StepProduct) => void;
  readonly log: (level: LogLevel, message: string) => void;
}

export interface StepProduct {
  readonly walks: readonly WalkResult[];
  readonly files?: readonly string[];
}

/** How one kind of step is carried out. */
export interface StepDefinition<Name extends StepName> {
  run(step: StepOf<Name>, context: StepContext): Promise<StepProduct>;
}

export const failedWalk = (walk: Walk, error: GaitError): WalkResult => ({
  walk,
  folder: null,
  address: null,
  fromStore: false,
  summary: error.message,
  warnings: [],
  error: { kind: error.kind, message: error.message, ...(error.hint !== undefined && { hint: error.hint }) },
});
