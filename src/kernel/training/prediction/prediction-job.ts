import type { NetworkDescription } from '../../../shared/network';
import type { Standardisation } from '../data/dataset';

/** Everything that predicting one walk depends on; what predicts sees nothing else. */
export interface PredictionJob {
  readonly network: NetworkDescription;
  /** Trained networks of one shape; their probabilities are averaged. */
  readonly models: readonly {
    /** Folder of the LayersModel. */
    readonly folder: string;
    readonly standardisation: Standardisation;
  }[];
  /** File of the walk's features: frames × features, 32-bit floats, NaN where a point is missing. */
  readonly features: string;
  /** File that the probabilities are written into: frames × groups × classes, 32-bit floats. */
  readonly output: string;
}
