import type { TransitionScore } from '../../../shared/cross-validation';
import { unknown } from './classification';

/** Frames by which a change may be told early or late and still count. */
export const transitionToleranceFrames = 2;

interface Transition {
  /** First frame of the new class. */
  readonly frame: number;
  readonly from: number;
  readonly to: number;
}

/** Changes between neighbouring frames of which both are known. */
function transitionsOf(labels: Int8Array): Transition[] {
  const found: Transition[] = [];
  for (let frame = 1; frame < labels.length; frame++) {
    const [from, to] = [labels[frame - 1]!, labels[frame]!];
    if (from !== to && from !== unknown && to !== unknown) found.push({ frame, from, to });
  }
  return found;
}

/**
 * Share of the true changes from one class to another for which the same change was stated within two frames; each
 * stated change serves for one true one.
 */
export function transitionScore(truth: Int8Array, stated: Int8Array): TransitionScore {
  const real = transitionsOf(truth);
  const said = transitionsOf(stated);
  const used = new Set<Transition>();
  let begin = 0;
  for (const { frame, from, to } of real) {
    while (begin < said.length && said[begin]!.frame < frame - transitionToleranceFrames) begin++;
    let best: Transition | undefined;
    for (let k = begin; k < said.length; k++) {
      const one = said[k]!;
      if (one.frame > frame + transitionToleranceFrames) break;
      if (one.from !== from || one.to !== to || used.has(one)) continue;
      if (best === undefined || Math.abs(one.frame - frame) < Math.abs(best.frame - frame)) best = one;
    }
    if (best !== undefined) used.add(best);
  }
  return transitions(real.length, used.size);
}

const transitions = (all: number, found: number): TransitionScore => ({
  transitions: all,
  found,
  accuracy: all === 0 ? null : found / all,
});

export const addedTransitions = (scores: readonly TransitionScore[]): TransitionScore =>
  transitions(
    scores.reduce((sum, score) => sum + score.transitions, 0),
    scores.reduce((sum, score) => sum + score.found, 0),
  );
