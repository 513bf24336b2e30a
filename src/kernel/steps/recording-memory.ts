import { GaitError } from '../../shared/errors';
import { planGait } from '../../shared/memory-plan';
import type { Walk } from '../../shared/results';
import type { LandmarkSize } from '../landmarks/read';
import { failedWalk, type StepContext, type WalkResult } from './step';

/** Keeps recordings that are too long for the memory limit out of a step. */
export interface RecordingMemory {
  /** The failed walk where the recording does not fit; null where it does. */
  refuse(walk: Walk, size: LandmarkSize): WalkResult | null;
  /**
   * The step's walks, as they are where any of them came through.
   * @throws GaitError memory-limit where none did, and one was refused.
   */
  checked(walks: readonly WalkResult[]): readonly WalkResult[];
}

/** A walk that does not fit fails alone, before it is read; where nothing else is left, the step is refused. */
export function recordingMemory({ limitMb, log }: Pick<StepContext, 'limitMb' | 'log'>): RecordingMemory {
  const refusals: GaitError[] = [];
  return {
    refuse(walk, size) {
      const planned = planGait({ limitMb, ...size });
      if (planned.ok) {
        log('debug', `${walk.id}: ${size.frames} frames are expected to take ${planned.expectedMb} MB.`);
        return null;
      }
      const refusal = new GaitError('memory-limit', planned.message, planned.suggestion);
      refusals.push(refusal);
      return failedWalk(walk, refusal);
    },
    checked(walks) {
      const [refusal] = refusals;
      if (refusal && walks.every(({ error }) => error !== undefined)) throw refusal;
      return walks;
    },
  };
}
