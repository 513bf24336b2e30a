import type { GaitErrorKind } from '../../../shared/errors';
import type { EpochRecord } from '../../../shared/training';
import type { FoundEngine } from '../engines';
import type { PredictionJob } from '../prediction/prediction-job';
import type { FoldJob } from './fold-job';

/** What a worker is told when it starts: to train a fold, or to apply networks that are trained. */
export type FoldTask = { readonly engine: Pick<FoundEngine, 'id' | 'tfjsNodePath'> } & (
  { readonly job: FoldJob } | { readonly prediction: PredictionJob }
);

/** What a worker says while it trains a fold. */
export type FoldMessage =
  /** How many windows an epoch has, and the epochs that an earlier run had finished. */
  | { readonly kind: 'begins'; readonly windows: number; readonly history: readonly EpochRecord[] }
  /** So many windows more were learnt from. */
  | { readonly kind: 'windows'; readonly windows: number }
  | { readonly kind: 'epoch'; readonly record: EpochRecord };

/** How a worker ends. */
export type FoldEnd =
  | { readonly kind: 'done' }
  | {
      readonly kind: 'failed';
      readonly error: {
        readonly kind: GaitErrorKind;
        readonly message: string;
        readonly hint?: string;
        /** Of what the system said, so that the store can say what to do about it. */
        readonly system?: Pick<NodeJS.ErrnoException, 'code' | 'path' | 'syscall'>;
      };
    };
