import type * as tfjs from '@tensorflow/tfjs-core';

/** The library, whichever package it came from. */
export type Tf = typeof tfjs;

/** Windows × 1 × frames × channels: a picture of one row, as which a library of pictures takes a sequence. */
export type Frames = tfjs.Tensor4D;

/** All frames of all windows, one below the other. */
export const rowsOf = (tf: Tf, x: Frames): tfjs.Tensor2D =>
  tf.reshape(x, [x.shape[0] * x.shape[2], x.shape[3]]);

export const columnSums = (tf: Tf, rows: tfjs.Tensor2D): tfjs.Tensor1D => tf.sum(rows, 0);

/** Which frames a convolution looks at. */
export interface Taps {
  readonly kernelSize: number;
  readonly dilation: number;
  readonly causal: boolean;
}

/** Frames of zeros that are put before and behind a window, so that as many come out as went in. */
function padding({ kernelSize, dilation, causal }: Taps): [before: number, behind: number] {
  const span = (kernelSize - 1) * dilation;
  return causal ? [span, 0] : [span / 2, span / 2];
}

function padded(tf: Tf, x: Frames, [before, behind]: readonly [number, number]): Frames {
  const none: [number, number] = [0, 0];
  return before + behind === 0 ? x : tf.pad4d(x, [none, none, [before, behind], none]);
}

/** @param kernel 1 × frames × channels in × channels out. */
export function convolve(
  tf: Tf,
  x: Frames,
  kernel: tfjs.Tensor4D,
  bias: tfjs.Tensor1D,
  taps: Taps,
  activation: 'linear' | 'relu' = 'linear',
): Frames {
  return tf.fused.conv2d({
    x: padded(tf, x, padding(taps)),
    filter: kernel,
    strides: 1,
    pad: 'valid',
    dilations: [1, taps.dilation],
    bias,
    activation,
  });
}

/**
 * Gradient by the input. What reaches a frame is what the frames that looked at it hand back: a convolution that looks
 * the other way. The library's own gradient refuses dilation.
 */
export function inputGradient(tf: Tf, slopes: Frames, kernel: tfjs.Tensor4D, taps: Taps): Frames {
  const [before, behind] = padding(taps);
  const turned = tf.transpose(tf.reverse(kernel, 1), [0, 1, 3, 2]);
  return tf.conv2d(padded(tf, slopes, [behind, before]), turned, 1, 'valid', 'NHWC', [1, taps.dilation]);
}

/** Gradient by the kernel: frames × channels in × channels out. */
export function kernelGradient(tf: Tf, x: Frames, slopes: Frames, taps: Taps): tfjs.Tensor3D {
  const [windows, , frames, channels] = x.shape;
  const seen = padded(tf, x, padding(taps));
  const right = rowsOf(tf, slopes);
  // One product for each frame of the kernel, transposed before: the WebAssembly backend is many times slower at
  // products that it has to transpose itself. It prepares what stands on the right, and keeps that for the next one.
  const products = Array.from({ length: taps.kernelSize }, (_, tap) =>
    tf.tidy(() => {
      const shifted = tf.slice(seen, [0, 0, tap * taps.dilation, 0], [windows, 1, frames, channels]);
      return tf.matMul<tfjs.Tensor2D>(tf.transpose(rowsOf(tf, shifted)), right);
    }),
  );
  return tf.stack(products) as tfjs.Tensor3D;
}
