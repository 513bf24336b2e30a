import type * as tfjs from '@tensorflow/tfjs-core';
import { parameterShapes, type NetworkDescription } from '../../../../shared/network';
import type { Taps, Tf } from './convolution';
import { normalisationEpsilon, type UnitWeights } from './unit';

/** Weights by name, as `parameterShapes` names them. */
export type NamedWeights = ReadonlyMap<string, Float32Array>;

/** The arrays of all weights under their names; what is written into them is written into the given ones. */
export function namedWeights(network: NetworkDescription, parameters: readonly Float32Array[]): NamedWeights {
  const shapes = parameterShapes(network);
  if (parameters.length !== shapes.length) {
    throw new Error(`A network of ${shapes.length} arrays of weights was given ${parameters.length}.`);
  }
  return new Map(
    shapes.map(({ name, shape }, index) => {
      const values = parameters[index]!;
      const size = shape.reduce((product, length) => product * length, 1);
      if (values.length !== size)
        throw new Error(`${name} has ${size} weights and was given ${values.length}.`);
      return [name, values];
    }),
  );
}

/** Names of the two halves of each block, in the order in which they compute, with what their convolutions look at. */
export function unitsOf({ blocks, kernelSize, causal }: NetworkDescription): {
  convolution: string;
  normalisation: string;
  taps: Taps;
}[] {
  return Array.from({ length: 2 * blocks }, (_, unit) => {
    const block = Math.floor(unit / 2);
    const place = `block${block + 1}`;
    const part = (unit % 2) + 1;
    return {
      convolution: `${place}_conv${part}`,
      normalisation: `${place}_norm${part}`,
      taps: { kernelSize, dilation: 2 ** block, causal },
    };
  });
}

/** The convolution in front of the blocks. */
export const inputTaps = ({ kernelSize, causal }: NetworkDescription): Taps => ({
  kernelSize,
  dilation: 1,
  causal,
});

export interface ConvolutionTensors {
  readonly kernel: tfjs.Tensor4D;
  readonly bias: tfjs.Tensor1D;
}

/** What a network trains with, handed to the backend. */
export interface TrainingTensors {
  readonly input: ConvolutionTensors;
  readonly units: readonly UnitWeights[];
  readonly head: HeadTensors;
}

/** What it predicts with: each normalisation is part of the convolution before it. */
export interface PredictionTensors {
  readonly input: ConvolutionTensors;
  readonly units: readonly ConvolutionTensors[];
  readonly head: HeadTensors;
}

export interface HeadTensors {
  readonly kernel: tfjs.Tensor2D;
  readonly bias: tfjs.Tensor1D;
}

function kernelTensor(tf: Tf, values: Float32Array, outputs: number, taps: Taps): tfjs.Tensor4D {
  const inputs = values.length / outputs / taps.kernelSize;
  return tf.tensor4d(values, [1, taps.kernelSize, inputs, outputs]);
}

const inputTensors = (tf: Tf, network: NetworkDescription, weights: NamedWeights): ConvolutionTensors => ({
  kernel: kernelTensor(tf, weights.get('input_conv/kernel')!, network.filters, inputTaps(network)),
  bias: tf.tensor1d(weights.get('input_conv/bias')!),
});

function headTensors(tf: Tf, { filters }: NetworkDescription, weights: NamedWeights): HeadTensors {
  const kernel = weights.get('head/kernel')!;
  return {
    kernel: tf.tensor2d(kernel, [filters, kernel.length / filters]),
    bias: tf.tensor1d(weights.get('head/bias')!),
  };
}

export const trainingTensors = (
  tf: Tf,
  network: NetworkDescription,
  weights: NamedWeights,
): TrainingTensors => ({
  input: inputTensors(tf, network, weights),
  units: unitsOf(network).map(({ convolution, normalisation, taps }) => ({
    kernel: kernelTensor(tf, weights.get(`${convolution}/kernel`)!, network.filters, taps),
    bias: tf.tensor1d(weights.get(`${convolution}/bias`)!),
    gamma: tf.tensor1d(weights.get(`${normalisation}/gamma`)!),
    beta: tf.tensor1d(weights.get(`${normalisation}/beta`)!),
  })),
  head: headTensors(tf, network, weights),
});

export const predictionTensors = (
  tf: Tf,
  network: NetworkDescription,
  weights: NamedWeights,
): PredictionTensors => ({
  input: inputTensors(tf, network, weights),
  units: unitsOf(network).map(({ convolution, normalisation, taps }) => {
    const part = (name: string): Float32Array => weights.get(`${normalisation}/${name}`)!;
    const variance = part('moving_variance');
    const scale = part('gamma').map((gamma, of) => gamma / Math.sqrt(variance[of]! + normalisationEpsilon));
    const mean = part('moving_mean');
    const beta = part('beta');
    const kernel = weights.get(`${convolution}/kernel`)!;
    const bias = weights.get(`${convolution}/bias`)!;
    return {
      kernel: kernelTensor(
        tf,
        kernel.map((weight, at) => weight * scale[at % scale.length]!),
        network.filters,
        taps,
      ),
      bias: tf.tensor1d(bias.map((value, of) => (value - mean[of]!) * scale[of]! + beta[of]!)),
    };
  }),
  head: headTensors(tf, network, weights),
});

export function disposeTensors({ input, units, head }: PredictionTensors): void {
  for (const { kernel, bias } of [input, ...units, head]) {
    kernel.dispose();
    bias.dispose();
  }
}
