import type { BenchmarkBundle } from './benchmark';
import type { GaitBundle, PoseBundle } from './display';
import type { PackedGait, PackedPose } from './packed-bundles';
import type { Recommendation } from './performance-report';
import type { Walk } from './results';
import type { RunRecord } from './run-record';
import type { StepInput } from './steps';
import type { TrainingBundle } from './training-bundle';

/** Raised whenever a payload changes so that what draws it could not draw what was saved before. */
export const outputFormat = 1;

/** MIME types of what cells show. Each output carries `text/plain` and a picture beside it. */
export const outputTypes = {
  study: 'application/vnd.gait.study+json',
  pose: 'application/vnd.gait.pose+json',
  gait: 'application/vnd.gait.events+json',
  run: 'application/vnd.gait.run+json',
  training: 'application/vnd.gait.training+json',
  benchmark: 'application/vnd.gait.benchmark+json',
  /** JupyterLab shows these too. */
  chart: 'application/vnd.vegalite.v5+json',
} as const;

/** One output of a cell as nbformat has it: values by MIME type; JSON types hold objects, others text. */
export interface CellOutput {
  /**
   * What it shows, unique within the cell: `study`, `pose:<walk id>`, `gait:<walk id>`, `more` (walks that failed or are
   * only named), `comparison` and `comparison:2` (its texts), `training`, `benchmark`, `chart:…`, `files`, and last `run`.
   */
  readonly slot: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface Payload {
  readonly format: typeof outputFormat;
  /** Id of the run record, by which a renderer's message finds the cell that was run. */
  readonly recordId: string;
}

/** Small frames with the file itself, so that they show with no kernel and no store. */
export interface InlinePicture {
  readonly mime: 'image/jpeg' | 'image/png';
  readonly base64: string;
}

/** One walk of a study. */
export interface StudyRow {
  readonly id: string;
  /** File name alone: a notebook is sent to others, who have no use for the folders of this machine. */
  readonly file: string;
  readonly durationS: number | null;
  readonly frames: number | null;
  readonly fps: number | null;
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  /** Subject, session, condition, … as far as they are known, with their units in the name. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
  readonly error?: { readonly message: string; readonly hint?: string };
  /** Frames side by side, evenly spread over the recording. */
  readonly strip: {
    readonly picture: InlinePicture;
    readonly widthPx: number;
    readonly heightPx: number;
  } | null;
}

export interface StudyOutput extends Payload {
  readonly kind: 'study';
  /** Name of the result. */
  readonly name: string;
  readonly rows: readonly StudyRow[];
  /** Rows that were left out because there are very many. */
  readonly more: number;
}

/** What tells outputs of one recording apart from those of another, in whichever cell they stand. */
interface OfWalk {
  readonly walkId: string;
  /** The same for all outputs that were made from the same recording: a moment chosen in one is shown in all. */
  readonly recording: string;
}

export interface PoseOutput extends Payload, OfWalk {
  readonly kind: 'pose';
  readonly name: string;
  readonly bundle: PoseBundle;
  readonly picture: InlinePicture | null;
  /** Tells the picture apart from all others, for outputs that show it too. Left out by older versions. */
  readonly pictureId?: string;
}

export interface GaitOutput extends Payload, OfWalk {
  readonly kind: 'gait';
  /** Name of the result that a correction is made of. */
  readonly name: string;
  readonly bundle: GaitBundle;
  /** Left out where it is not known. */
  readonly affectedSide?: Walk['affectedSide'];
  /**
   * The pose that it was computed from, where it came from a video. Its pictures stand in the notebook once, in the pose's
   * own output, where they are found by their id; older versions had them here as well.
   */
  readonly pose: {
    readonly bundle: PoseBundle;
    readonly picture: InlinePicture | null;
    readonly pictureId?: string;
  } | null;
}

/** A pose as its output holds it, long lists in a line each. */
export interface PackedPoseOutput extends Omit<PoseOutput, 'bundle'> {
  readonly bundle: PackedPose;
}

/** The same of a gait. */
export interface PackedGaitOutput extends Omit<GaitOutput, 'bundle' | 'pose'> {
  readonly bundle: PackedGait;
  readonly pose: (Omit<NonNullable<GaitOutput['pose']>, 'bundle'> & { readonly bundle: PackedPose }) | null;
}

/** A cross-validation: curves, tables and baselines. */
export interface TrainingOutput extends Payload {
  readonly kind: 'training';
  readonly name: string;
  readonly bundle: TrainingBundle;
}

/** Profiles side by side. */
export interface BenchmarkOutput extends Payload {
  readonly kind: 'benchmark';
  readonly name: string;
  readonly bundle: BenchmarkBundle;
}

/** A run that is over: what it cost, and what would make it better. The series is thinned. */
export interface RunOutput extends Payload {
  readonly kind: 'run';
  /** Files go by their names alone, without folders. */
  readonly record: RunRecord;
  /** True where nothing was computed. */
  readonly fromStore: boolean;
  readonly recommendations: readonly Recommendation[];
  readonly ran: RanCell;
}

/** What a cell ran with, so that it can be told later whether it would still give the same. */
export interface RanCell {
  /** The step as it was written, keys in the order of the cell. */
  readonly step: StepInput;
  /** Record ids of the results that it read, by their names. */
  readonly inputs: Readonly<Record<string, string>>;
  /**
   * Digests of those results by their names, and of the one that was made: equal where another run made the same. Left
   * out by older versions, and where results cannot be told apart so.
   */
  readonly read?: Readonly<Record<string, string>>;
  readonly made?: string;
}

/** Stands while a step runs. What it shows comes in messages, so that the notebook does not change all the time. */
export interface LiveRunOutput {
  readonly kind: 'live-run';
  readonly format: typeof outputFormat;
  readonly runId: string;
  readonly step: string;
}

export type OutputPayload =
  StudyOutput | PoseOutput | GaitOutput | TrainingOutput | BenchmarkOutput | RunOutput | LiveRunOutput;
