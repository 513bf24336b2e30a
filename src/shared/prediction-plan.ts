import { limitFor, measuredCosts, usableMb } from './memory-plan';
import type { NetworkDescription } from './network';
import { foldWorkerMb } from './training-plan';

/** Windows and frames that a network is applied to in one go. */
const windowsAtOnce = 32;
const framesAtOnce = 8192;

export type PredictionPlanResult =
  | { readonly ok: true; readonly expectedMb: number }
  | { readonly ok: false; readonly message: string; readonly suggestion: string };

/**
 * Whether trained networks can be applied below the limit. One worker applies them one after the other; a training step over
 * as many windows holds all that it holds, and more.
 * @param trainerMb memory of a worker that trains with batches of so many windows, the windows not counted
 */
export function planPrediction(
  limitMb: number,
  network: NetworkDescription,
  trainerMb: (windows: number) => number,
): PredictionPlanResult {
  const batchSize = Math.min(windowsAtOnce, Math.ceil(framesAtOnce / network.windowFrames));
  const workerMb = foldWorkerMb({ network, batchSize, gradientAccumulation: 1, heldFrames: 0, trainerMb });
  const { kernelMb, leftBehindMb, gaitMb, kernelAtEndMb } = measuredCosts;
  const expectedMb = Math.ceil(Math.max(kernelMb + leftBehindMb + gaitMb + workerMb, kernelAtEndMb));
  if (expectedMb <= usableMb(limitMb)) return { ok: true, expectedMb };
  const neededMb = limitFor(expectedMb);
  return {
    ok: false,
    message: `The memory limit of ${Math.round(limitMb)} MB does not allow applying this network: that takes ${neededMb} MB.`,
    suggestion: `Set max_memory_mb to ${neededMb} or more.`,
  };
}
