import type * as tfjs from '@tensorflow/tfjs-core';
import type { NetworkDescription } from '../../../../shared/network';
import { columnSums, convolve, kernelGradient, rowsOf, type Frames, type Tf } from './convolution';
import { headBackward, headForward } from './head';
import { unitBackward, unitForward, type UnitPass } from './unit';
import { inputTaps, trainingTensors, unitsOf, type NamedWeights, type PredictionTensors } from './weights';

/** One pass forward and back over a batch. */
export interface LearningPass {
  /** By name, of every trained array. */
  readonly gradients: ReadonlyMap<string, Float32Array>;
  /** Mean and variance of the batch by the name of the moving ones that follow them. */
  readonly statistics: ReadonlyMap<string, Float32Array>;
}

/** What one pass is made with, besides the weights. */
export interface PassInput {
  readonly features: Float32Array;
  readonly windows: number;
  /** What dropout multiplies a layer's activations by; null where nothing is dropped. */
  readonly maskOf: ((layer: number, size: number) => Float32Array) | null;
}

const framesTensor = (
  tf: Tf,
  { windowFrames, features }: NetworkDescription,
  values: Float32Array,
  windows: number,
): Frames => tf.tensor4d(values, [windows, 1, windowFrames, features]);

const joined = (tf: Tf, straight: Frames, changed: Frames): Frames =>
  tf.tidy(() => tf.relu(tf.add<Frames>(straight, changed)));

/**
 * Computes the gradients of a batch: with the batch's own statistics, and with dropout where masks are given.
 * @param slopesOf derivatives of the loss by each logit.
 */
export function learningPass(
  tf: Tf,
  network: NetworkDescription,
  named: NamedWeights,
  { features, windows, maskOf }: PassInput,
  slopesOf: (logits: Float32Array) => Float32Array,
): LearningPass {
  const gradients = new Map<string, Float32Array>();
  const statistics = new Map<string, Float32Array>();
  const keep = (into: Map<string, Float32Array>, name: string, values: tfjs.Tensor): void => {
    // Sound: all tensors here are of 32-bit floats.
    into.set(name, values.dataSync() as Float32Array);
  };
  const units = unitsOf(network);
  const size = windows * network.windowFrames * network.filters;
  const keptScale = maskOf ? 1 / (1 - network.dropoutRate) : 1;

  tf.tidy(() => {
    const weights = trainingTensors(tf, network, named);
    const input = framesTensor(tf, network, features, windows);
    const passes: { readonly input: Frames; readonly pass: UnitPass }[] = [];
    const joins: Frames[] = [];
    let x = convolve(tf, input, weights.input.kernel, weights.input.bias, inputTaps(network));
    units.forEach(({ taps, normalisation }, layer) => {
      const from = layer % 2 === 0 ? x : passes.at(-1)!.pass.output;
      const pass = unitForward(tf, from, weights.units[layer]!, taps, maskOf?.(layer, size) ?? null);
      passes.push({ input: from, pass });
      keep(statistics, `${normalisation}/moving_mean`, pass.mean);
      keep(statistics, `${normalisation}/moving_variance`, pass.variance);
      if (layer % 2 === 1) joins.push((x = joined(tf, x, pass.output)));
    });
    const head = headForward(tf, network.head, x, weights.head);
    const logitSlopes = tf.tensor2d(slopesOf(head.logits.dataSync() as Float32Array), head.logits.shape);
    const { input: headInput, ...headGradients } = headBackward(
      tf,
      network.head,
      x,
      head,
      weights.head,
      logitSlopes,
    );
    keep(gradients, 'head/kernel', headGradients.kernel);
    keep(gradients, 'head/bias', headGradients.bias);

    let slopes = headInput;
    let straight = slopes;
    for (let layer = units.length - 1; layer >= 0; layer--) {
      const { convolution, normalisation, taps } = units[layer]!;
      if (layer % 2 === 1) {
        const join = joins.pop()!;
        const behind = slopes;
        straight = slopes = tf.tidy(() => tf.mul<Frames>(behind, tf.step(join)));
        tf.dispose([behind, join]);
      }
      const { input: from, pass } = passes.pop()!;
      const found = unitBackward(tf, from, pass, weights.units[layer]!, taps, keptScale, slopes);
      keep(gradients, `${convolution}/kernel`, found.kernel);
      gradients.set(`${convolution}/bias`, new Float32Array(network.filters));
      keep(gradients, `${normalisation}/gamma`, found.gamma);
      keep(gradients, `${normalisation}/beta`, found.beta);
      // What nothing needs any more is given back at once, as the activations are most of a step's memory.
      tf.dispose([found.kernel, found.gamma, found.beta, { ...pass }]);
      if (layer % 2 === 1) slopes = found.input;
      else {
        const [before, beside] = [found.input, straight];
        tf.dispose(slopes === straight ? [] : slopes);
        slopes = tf.add<Frames>(before, beside);
        tf.dispose([before, beside]);
      }
    }
    keep(gradients, 'input_conv/kernel', kernelGradient(tf, input, slopes, inputTaps(network)));
    keep(gradients, 'input_conv/bias', columnSums(tf, rowsOf(tf, slopes)));
  });
  return { gradients, statistics };
}

/** Logits of a batch, without dropout and with the moving statistics. */
export function predictionPass(
  tf: Tf,
  network: NetworkDescription,
  weights: PredictionTensors,
  features: Float32Array,
  windows: number,
): Float32Array {
  // Not returned from within: the library would search all of it for tensors.
  let logits = new Float32Array(0);
  tf.tidy(() => {
    const input = framesTensor(tf, network, features, windows);
    let x = convolve(tf, input, weights.input.kernel, weights.input.bias, inputTaps(network));
    const units = unitsOf(network);
    const half = (layer: number, from: Frames): Frames => {
      const { kernel, bias } = weights.units[layer]!;
      return convolve(tf, from, kernel, bias, units[layer]!.taps, 'relu');
    };
    for (let layer = 0; layer < units.length; layer += 2) {
      const from = x;
      x = tf.tidy(() => joined(tf, from, half(layer + 1, half(layer, from))));
      from.dispose();
    }
    // Sound: all tensors here are of 32-bit floats.
    logits = headForward(tf, network.head, x, weights.head).logits.dataSync() as typeof logits;
  });
  return logits;
}
