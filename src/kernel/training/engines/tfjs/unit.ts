import type * as tfjs from '@tensorflow/tfjs-core';
import {
  columnSums,
  convolve,
  inputGradient,
  kernelGradient,
  rowsOf,
  type Frames,
  type Taps,
  type Tf,
} from './convolution';

/** Keras's, and so what a stored model is read with. */
export const normalisationEpsilon = 1e-3;

/** Weights of one half of a residual block: convolution, batch normalisation, rectifier, dropout. */
export interface UnitWeights {
  readonly kernel: tfjs.Tensor4D;
  readonly bias: tfjs.Tensor1D;
  readonly gamma: tfjs.Tensor1D;
  readonly beta: tfjs.Tensor1D;
}

/** What one half of a block leaves behind while it trains: its output, and what its gradient needs. */
export interface UnitPass {
  readonly output: Frames;
  /** Rows × channels: the convolution's output, normalised. */
  readonly normalised: tfjs.Tensor2D;
  /** 1 / SD of each channel. */
  readonly scale: tfjs.Tensor1D;
  readonly mean: tfjs.Tensor1D;
  readonly variance: tfjs.Tensor1D;
}

export interface UnitGradients {
  readonly input: Frames;
  readonly kernel: tfjs.Tensor3D;
  readonly gamma: tfjs.Tensor1D;
  readonly beta: tfjs.Tensor1D;
}

/** @param mask what dropout multiplies the activations by; null where nothing is dropped. */
export function unitForward(
  tf: Tf,
  input: Frames,
  weights: UnitWeights,
  taps: Taps,
  mask: Float32Array | null,
): UnitPass {
  return tf.tidy(() => {
    const convolved = convolve(tf, input, weights.kernel, weights.bias, taps);
    const rows = rowsOf(tf, convolved);
    const mean = tf.div<tfjs.Tensor1D>(columnSums(tf, rows), rows.shape[0]);
    const centred = tf.sub<tfjs.Tensor2D>(rows, mean);
    const variance = tf.div<tfjs.Tensor1D>(columnSums(tf, tf.square(centred)), rows.shape[0]);
    const scale = tf.rsqrt(tf.add<tfjs.Tensor1D>(variance, normalisationEpsilon));
    const normalised = tf.mul<tfjs.Tensor2D>(centred, scale);
    const active = tf.relu(tf.add<tfjs.Tensor2D>(tf.mul(normalised, weights.gamma), weights.beta));
    const kept = mask === null ? active : tf.mul<tfjs.Tensor2D>(active, tf.tensor2d(mask, active.shape));
    return { output: tf.reshape<tfjs.Rank.R4>(kept, convolved.shape), normalised, scale, mean, variance };
  });
}

/**
 * Gradients of one half of a block. That by the convolution's bias is zero, as the normalisation takes every constant
 * away again.
 * @param keptScale what dropout multiplied the kept activations by; 1 where nothing was dropped.
 */
export function unitBackward(
  tf: Tf,
  input: Frames,
  pass: UnitPass,
  weights: UnitWeights,
  taps: Taps,
  keptScale: number,
  slopes: Frames,
): UnitGradients {
  return tf.tidy(() => {
    // The output is above zero where the activation was, and was not dropped.
    const open = tf.step(pass.output);
    const passed = tf.mul<Frames>(slopes, keptScale === 1 ? open : tf.mul(open, keptScale));
    const rows = rowsOf(tf, passed);
    const beta = columnSums(tf, rows);
    const gamma = columnSums(tf, tf.mul(rows, pass.normalised));
    const count = rows.shape[0];
    const straight = tf.sub<tfjs.Tensor2D>(rows, tf.div(beta, count));
    const upright = tf.sub<tfjs.Tensor2D>(straight, tf.mul(pass.normalised, tf.div(gamma, count)));
    const scale = tf.mul(weights.gamma, pass.scale);
    const convolved = tf.reshape<tfjs.Rank.R4>(tf.mul(upright, scale), passed.shape);
    return {
      input: inputGradient(tf, convolved, weights.kernel, taps),
      kernel: kernelGradient(tf, input, convolved, taps),
      gamma,
      beta,
    };
  });
}
