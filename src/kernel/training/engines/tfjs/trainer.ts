import {
  outputWidth,
  parameterShapes,
  predictedFrames,
  type NetworkDescription,
} from '../../../../shared/network';
import { adam, type Moments } from '../../model/adam';
import { dropoutMask } from '../../model/dropout-mask';
import { crossEntropy, toProbabilities } from '../../model/loss';
import type { Batch, Predictor, Trainer, TrainerOptions, TrainerState } from '../engine';
import { initialParameters } from '../initial-parameters';
import type { Tf } from './convolution';
import { learningPass, predictionPass, type LearningPass } from './passes';
import {
  namedWeights,
  disposeTensors,
  predictionTensors,
  type NamedWeights,
  type PredictionTensors,
} from './weights';

/** Keras's momentum of the moving statistics, 0.99, as the share that a step brings in. */
const statisticsShare = 0.01;

/** Rows of frames that are predicted in one go: more would only take more memory. */
const mostFramesAtOnce = 8192;

class TfjsPredictor implements Predictor {
  private tensors: PredictionTensors | undefined;

  constructor(
    protected readonly tf: Tf,
    protected readonly network: NetworkDescription,
    protected readonly weights: NamedWeights,
  ) {}

  predict(features: Float32Array, windows: number): Promise<Float32Array> {
    return Promise.resolve(toProbabilities(this.network, this.logits(features, windows)));
  }

  close(): void {
    this.forgetTensors();
  }

  protected logits(features: Float32Array, windows: number): Float32Array {
    const { tf, network, weights } = this;
    this.tensors ??= predictionTensors(tf, network, weights);
    const atOnce = Math.max(1, Math.floor(mostFramesAtOnce / network.windowFrames));
    const width = predictedFrames(network) * outputWidth(network);
    const size = network.windowFrames * network.features;
    const logits = new Float32Array(windows * width);
    for (let from = 0; from < windows; from += atOnce) {
      const upTo = Math.min(windows, from + atOnce);
      const part = features.subarray(from * size, upTo * size);
      logits.set(predictionPass(tf, network, this.tensors, part, upTo - from), from * width);
    }
    return logits;
  }

  /** After the weights have changed. */
  protected forgetTensors(): void {
    if (this.tensors) disposeTensors(this.tensors);
    this.tensors = undefined;
  }
}

class TfjsTrainer extends TfjsPredictor implements Trainer {
  private steps = 0;
  private readonly moments: ReadonlyMap<string, Moments>;

  constructor(
    tf: Tf,
    network: NetworkDescription,
    private readonly seed: number,
    private readonly parameters: readonly Float32Array[],
  ) {
    super(tf, network, namedWeights(network, parameters));
    const trained = parameterShapes(network).filter(({ trained }) => trained);
    this.moments = new Map(
      trained.map(({ name }) => {
        const { length } = this.weights.get(name)!;
        return [name, { first: new Float32Array(length), second: new Float32Array(length) }];
      }),
    );
  }

  step(batches: readonly Batch[], learningRate: number): Promise<number> {
    const { network } = this;
    let weight = 0;
    for (const { weights } of batches) for (const one of weights) weight += one;
    let sum = 0;
    const passes = batches.map((batch, index) => {
      const maskOf =
        network.dropoutRate === 0
          ? null
          : (layer: number, size: number): Float32Array =>
              dropoutMask(size, network.dropoutRate, this.seed, [this.steps, index, layer]);
      const { pass, loss } = this.learn(batch, maskOf, weight);
      sum += loss;
      return pass;
    });
    for (const [name, moments] of this.moments) {
      adam(
        this.weights.get(name)!,
        moments,
        added(passes, ({ gradients }) => gradients.get(name)!),
        this.steps,
        learningRate,
      );
    }
    this.moveStatistics(passes);
    this.steps++;
    this.forgetTensors();
    return Promise.resolve(weight === 0 ? 0 : sum / weight);
  }

  loss(batch: Batch): Promise<{ loss: number; weight: number }> {
    const { sum, weight } = crossEntropy(this.network, this.logits(batch.features, batch.windows), batch);
    return Promise.resolve({ loss: weight === 0 ? 0 : sum / weight, weight });
  }

  gradients(batch: Batch): Promise<Float32Array[]> {
    const weight = batch.weights.reduce((sum, one) => sum + one, 0);
    const { pass } = this.learn(batch, null, weight);
    return Promise.resolve([...this.moments.keys()].map((name) => pass.gradients.get(name)!));
  }

  state(): Promise<TrainerState> {
    const moments = [...this.moments.values()];
    return Promise.resolve({
      steps: this.steps,
      parameters: this.parameters.map((values) => values.slice()),
      firstMoments: moments.map(({ first }) => first.slice()),
      secondMoments: moments.map(({ second }) => second.slice()),
    });
  }

  restore(state: TrainerState): Promise<void> {
    state.parameters.forEach((values, index) => {
      this.parameters[index]!.set(values);
    });
    [...this.moments.values()].forEach(({ first, second }, index) => {
      first.set(state.firstMoments[index]!);
      second.set(state.secondMoments[index]!);
    });
    this.steps = state.steps;
    this.forgetTensors();
    return Promise.resolve();
  }

  /** @param weight of all labels that the step learns from: each batch gives its part of their mean. */
  private learn(
    batch: Batch,
    maskOf: ((layer: number, size: number) => Float32Array) | null,
    weight: number,
  ): { pass: LearningPass; loss: number } {
    const { tf, network } = this;
    let loss = 0;
    const input = { features: batch.features, windows: batch.windows, maskOf };
    const pass = learningPass(tf, network, this.weights, input, (logits) => {
      const slopes = new Float32Array(logits.length);
      loss = crossEntropy(network, logits, batch, slopes, weight === 0 ? 0 : 1 / weight).sum;
      return slopes;
    });
    return { pass, loss };
  }

  /**
   * The first hundred steps count alike, so that a short training is not judged by the statistics that it began with;
   * from then on the last ones count most.
   */
  private moveStatistics(passes: readonly LearningPass[]): void {
    const share = Math.max(statisticsShare, 1 / (this.steps + 1));
    for (const name of passes[0]?.statistics.keys() ?? []) {
      const moving = this.weights.get(name)!;
      const seen = added(passes, ({ statistics }) => statistics.get(name)!);
      for (let of = 0; of < moving.length; of++) {
        moving[of] = (1 - share) * moving[of]! + share * (seen[of]! / passes.length);
      }
    }
  }
}

/** The sum over the passes of a step; of one pass its own values. */
function added(passes: readonly LearningPass[], of: (pass: LearningPass) => Float32Array): Float32Array {
  const [first, ...others] = passes.map(of);
  for (const other of others) for (let at = 0; at < first!.length; at++) first![at]! += other[at]!;
  return first!;
}

export const tfjsTrainer = (
  tf: Tf,
  network: NetworkDescription,
  { seed, parameters }: TrainerOptions,
): Trainer =>
  new TfjsTrainer(
    tf,
    network,
    seed,
    parameters?.map((values) => values.slice()) ?? initialParameters(network, seed),
  );

export const tfjsPredictor = (
  tf: Tf,
  network: NetworkDescription,
  parameters: readonly Float32Array[],
): Predictor => new TfjsPredictor(tf, network, namedWeights(network, parameters));
