import type { NetworkDescription } from '../../../shared/network';
import type { Settings } from '../../../shared/settings';
import type { EpochRecord } from '../../../shared/training';
import type { Standardisation } from '../data/dataset';

/** Which walks train, which are kept aside to stop early, and which judge. By id; no group is in two of them. */
export interface Fold {
  /** From 1. */
  readonly number: number;
  readonly training: readonly string[];
  readonly validation: readonly string[];
  readonly test: readonly string[];
}

/** Everything that training one fold depends on; what trains it sees nothing else. */
export interface FoldJob {
  /** Folder of the data set. */
  readonly datasetFolder: string;
  /** Whether windows are read from disk when they are needed, or all are held. */
  readonly inChunks: boolean;
  readonly fold: Fold;
  readonly network: NetworkDescription;
  readonly training: Settings['training'];
  readonly model: Settings['model_optimization'];
  /** File of the last checkpoint: read where it is there, written after each epoch; null where none is kept. */
  readonly checkpoint: string | null;
  /** Folder that the fold's files are written into. */
  readonly output: string;
}

/** What a trained fold leaves in its folder: `fold.json`, and the two files beside it. */
export interface FoldOutcome {
  readonly fold: Fold;
  readonly history: readonly EpochRecord[];
  /** Epoch whose weights were kept, from 1. */
  readonly bestEpoch: number;
  readonly stoppedEarly: boolean;
  readonly standardisation: Standardisation;
  /** Hash of the weights, by which two runs are told to be the same. */
  readonly weightsSha256: string;
  /** Training windows a second, over all epochs. */
  readonly windowsPerSecond: number;
  /**
   * Where the probabilities of each test walk lie in `predictions.f32`: frames × groups × classes, in the order of
   * `fold.test`.
   */
  readonly predictions: readonly {
    readonly walk: string;
    readonly firstFrame: number;
    readonly frames: number;
  }[];
}

export const foldFiles = {
  outcome: 'fold.json',
  predictions: 'predictions.f32',
  /** Folder of the LayersModel: `model.json` and `weights.bin`. */
  model: 'model',
} as const;
