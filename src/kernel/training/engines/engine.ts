import type { NetworkDescription } from '../../../shared/network';

/** Windows that a network learns from in one go. */
export interface Batch {
  readonly windows: number;
  /** windows × frames × features, row-major, standardised; nothing is missing in it. */
  readonly features: Float32Array;
  /** windows × predicted frames × groups: 0–1 of a sigmoid, or the number of the class of a softmax. */
  readonly targets: Float32Array;
  /** The same size: how much each label counts; 0 where it is not known. */
  readonly weights: Float32Array;
}

/** Everything that a trainer goes on from: weights, moments of Adam, and how many steps it has made. */
export interface TrainerState {
  readonly steps: number;
  /** In the order of `parameterShapes`. */
  readonly parameters: readonly Float32Array[];
  /** Of the trained ones alone, in the same order; zeros before the first step. */
  readonly firstMoments: readonly Float32Array[];
  readonly secondMoments: readonly Float32Array[];
}

/** A network that learns. Its dropout is a function of the seed and of the steps made, so that a state says all. */
export interface Trainer {
  /**
   * One step of Adam (Kingma and Ba 2015; β1 0.9, β2 0.999, ε 1e-7) along the mean gradient of all labels of the
   * batches, each batch normalised by itself.
   * @returns the mean loss of their labels before the step: cross-entropy in nats, weighted.
   */
  step(batches: readonly Batch[], learningRate: number): Promise<number>;
  /** The mean loss without dropout and with the moving statistics, and the sum of its labels' weights. */
  loss(batch: Batch): Promise<{ readonly loss: number; readonly weight: number }>;
  /** Gradients of the mean loss by trained parameter, without dropout but with the batch's own statistics. */
  gradients(batch: Batch): Promise<Float32Array[]>;
  /** Probabilities: windows × predicted frames × groups × classes. */
  predict(features: Float32Array, windows: number): Promise<Float32Array>;
  state(): Promise<TrainerState>;
  restore(state: TrainerState): Promise<void>;
  close(): void;
}

/** A network that was trained, to predict with. */
export type Predictor = Pick<Trainer, 'predict' | 'close'>;

export interface TrainerOptions {
  readonly seed: number;
  /** Weights to start from; drawn from the seed, the same for every engine, where they are left out. */
  readonly parameters?: readonly Float32Array[];
}

/**
 * What computes. It sees typed arrays and a network description and nothing of the library behind it, so that another
 * engine can stand in its place.
 */
export interface TrainingEngine {
  readonly id: 'tfjs-wasm' | 'tfjs-node';
  /** Library and backend with their versions, for addresses and run records. */
  readonly versions: Readonly<Record<string, string>>;
  createTrainer(network: NetworkDescription, options: TrainerOptions): Promise<Trainer>;
  createPredictor(network: NetworkDescription, parameters: readonly Float32Array[]): Promise<Predictor>;
}
