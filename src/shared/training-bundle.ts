import type { Classification, JudgedSource, TransitionScore } from './cross-validation';
import type { NetworkDescription } from './network';
import type { Statistic } from './results';
import type { EpochRecord, LabelTarget } from './training';

/** One figure of every source, over the folds. */
export interface FigureRow {
  /** As in `cv_metrics.json`. */
  readonly name: string;
  readonly label: string;
  /** A share from 0 to 1, or milliseconds. */
  readonly unit: 'share' | 'ms';
  readonly values: Readonly<Record<JudgedSource, Statistic>>;
}

/** What the network made of one class, over the folds. */
export interface ClassRow {
  readonly set: 'contact' | 'states' | 'phases';
  readonly name: string;
  readonly precision: Statistic;
  readonly recall: Statistic;
  readonly f1: Statistic;
  /** Labels of the class in all held-out walks. */
  readonly support: number;
}

/** How one fold trained and what its network is worth on its test walks. */
export interface FoldRow {
  readonly fold: number;
  readonly trainingWalks: number;
  readonly validationWalks: number;
  readonly testWalks: number;
  readonly epochs: number;
  readonly bestEpoch: number;
  readonly stoppedEarly: boolean;
  readonly contactAccuracy: number | null;
  readonly stateAccuracy: number | null;
  readonly eventF1At50Ms: number | null;
  readonly biasMs: number | null;
  readonly sdMs: number | null;
}

/** What the figures of a fold come to over all folds. */
export type FoldMeans = Readonly<
  Record<'contactAccuracy' | 'stateAccuracy' | 'eventF1At50Ms' | 'biasMs' | 'sdMs', Statistic>
>;

/** How one fold trained; of very many epochs, some of them. */
export interface FoldCurve {
  readonly fold: number;
  readonly bestEpoch: number;
  readonly records: readonly EpochRecord[];
}

/** A table of what was taken for what, by the network, in all held-out walks together. */
export interface ConfusionTable extends Pick<Classification, 'confusion' | 'unstated'> {
  readonly set: ClassRow['set'];
  readonly classes: readonly string[];
}

/** What training shows, bounded in size, so that it can be drawn with no kernel alive. */
export interface TrainingBundle {
  readonly kind: 'training';
  /** The fallback: the same in plain text. */
  readonly text: string;
  readonly target: LabelTarget;
  readonly rateHz: number;
  readonly walks: number;
  readonly groups: number;
  /** Seconds of walking in all. */
  readonly durationS: number;
  readonly network: NetworkDescription;
  readonly receptiveField: { readonly frames: number; readonly seconds: number };
  readonly figures: readonly FigureRow[];
  readonly classes: readonly ClassRow[];
  readonly transitions: { readonly states: TransitionScore; readonly phases: TransitionScore | null };
  /** Of very many folds, the first ones. */
  readonly folds: readonly FoldRow[];
  readonly foldsInAll: number;
  /** Over all of them. */
  readonly foldMeans: FoldMeans;
  /** Of the folds that the table has. */
  readonly curves: readonly FoldCurve[];
  readonly confusion: readonly ConfusionTable[];
  readonly notes: readonly string[];
}
