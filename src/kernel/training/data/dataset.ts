import type { GaitEvent } from '../../../shared/results';
import type { LabelSource, LabelTarget } from '../../../shared/training';
import type { TrueEvent } from '../../gait/agreement/compare-truth';

/** One walk of a data set: its frames lie one after the other on the data set's clock. */
export interface DatasetWalk {
  readonly id: string;
  /** Null where it is not known; the walk is then its own group. */
  readonly subject: string | null;
  /** What is never on both sides of a fold: subject or video. */
  readonly group: string;
  /** What the folds are balanced by, besides the number of frames; null where it is not known. */
  readonly condition: string | null;
  /** Number of its first frame within the files of the data set. */
  readonly firstFrame: number;
  readonly frames: number;
  /** Time of its first frame in its recording. */
  readonly startS: number;
  readonly labelSource: LabelSource;
  /** The labels themselves, in order of time. */
  readonly events: readonly TrueEvent[];
  /** Part of the recording for which they are complete; frames outside have no labels. */
  readonly spanS: readonly [fromS: number, toS: number];
  /** What the rule of detect-events finds in the same walk: the baseline. */
  readonly ruleEvents: readonly GaitEvent[];
  readonly warnings: readonly string[];
}

/** What a data set holds; `dataset.json`. Frames are in two files of 32-bit floats beside it. */
export interface DatasetDescription {
  readonly target: LabelTarget;
  /** Frames per second of all its walks: recordings of other rates are resampled. */
  readonly rateHz: number;
  /** Names of the features, with units, in their order. */
  readonly features: readonly string[];
  /**
   * For each feature, which one takes its place in the mirror image of a walk (left and right exchanged), and with which
   * sign.
   */
  readonly mirror: readonly { readonly from: number; readonly sign: 1 | -1 }[];
  /** Groups of outputs; targets and weights are so wide. */
  readonly groups: number;
  /** Classes of each group. */
  readonly classes: number;
  readonly walks: readonly DatasetWalk[];
}

/** Frames of a walk as they lie in the data set. */
export interface DatasetFrames {
  /** frames × features; NaN where a point is missing. */
  readonly features: Float32Array;
  /** frames × groups. */
  readonly targets: Float32Array;
  /** frames × groups: 1 where the label is known and the walker is seen, else 0. */
  readonly weights: Float32Array;
}

/** An opened data set; one that is read in chunks holds none of its frames. */
export interface Dataset {
  readonly description: DatasetDescription;
  /** @param from number of a frame within the walk. */
  read(walk: DatasetWalk, from: number, frames: number): DatasetFrames;
  close(): void;
}

/** Part of a walk that the network sees at once. */
export interface Window {
  readonly walk: DatasetWalk;
  /** Number of its first frame within the walk. */
  readonly from: number;
}

/** Mean and SD of each feature over the frames that train, and nothing else: validation must not leak into it. */
export interface Standardisation {
  readonly mean: readonly number[];
  readonly sd: readonly number[];
}
