import type * as tfjs from '@tensorflow/tfjs-core';
import type { NetworkHead } from '../../../../shared/network';
import { columnSums, rowsOf, type Frames, type Tf } from './convolution';
import type { HeadTensors } from './weights';

export interface HeadPass {
  /** Rows × filters that the head looks at: frames, or the mean over each window. */
  readonly rows: tfjs.Tensor2D;
  /** Rows × outputs. */
  readonly logits: tfjs.Tensor2D;
}

export interface HeadGradients {
  readonly input: Frames;
  readonly kernel: tfjs.Tensor2D;
  readonly bias: tfjs.Tensor1D;
}

export function headForward(tf: Tf, head: NetworkHead, x: Frames, { kernel, bias }: HeadTensors): HeadPass {
  return tf.tidy(() => {
    const [windows, , , filters] = x.shape;
    const rows =
      head === 'frame' ? rowsOf(tf, x) : tf.reshape<tfjs.Rank.R2>(tf.mean(x, 2), [windows, filters]);
    return { rows, logits: tf.add<tfjs.Tensor2D>(tf.matMul(rows, kernel), bias) };
  });
}

export function headBackward(
  tf: Tf,
  head: NetworkHead,
  x: Frames,
  { rows }: HeadPass,
  { kernel }: HeadTensors,
  slopes: tfjs.Tensor2D,
): HeadGradients {
  return tf.tidy(() => {
    const handedBack = tf.matMul(slopes, tf.transpose(kernel));
    const [windows, , frames, filters] = x.shape;
    const input: Frames =
      head === 'frame'
        ? tf.reshape(handedBack, x.shape)
        : tf.tile(tf.reshape(tf.div(handedBack, frames), [windows, 1, 1, filters]), [1, 1, frames, 1]);
    return {
      input,
      kernel: tf.matMul<tfjs.Tensor2D>(tf.transpose(rows), slopes),
      bias: columnSums(tf, slopes),
    };
  });
}
