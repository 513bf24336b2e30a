import type { DetectionScore, EventScore } from '../../../shared/cross-validation';
import { eventKinds, sides, type GaitEvent, type Side } from '../../../shared/results';
import { agreementOf } from '../../gait/agreement/agreement';
import { detectionOf, eventPairs, tolerancesMs, type EventTrial } from '../../gait/agreement/event-agreement';
import { runsWhere } from '../../gait/signal/gaps';
import type { DatasetWalk } from '../data/dataset';
import { unknown } from './classification';

/** Frames within which detection is stated, besides the tolerances in milliseconds. */
export const toleranceFrames = [1, 2] as const;
/** What rounding may add to an error of a whole number of frames. */
const roundingMs = 1e-6;

/**
 * Events of a walk beside its labels, foot by foot, in every stretch in which the foot's labels are known: what is said
 * elsewhere is neither right nor wrong. All sources are judged on the same stretches.
 */
export function eventTrials(
  walk: DatasetWalk,
  found: readonly GaitEvent[],
  known: Readonly<Record<Side, Int8Array>>,
  rateHz: number,
): EventTrial[] {
  const timeOf = (frame: number): number => walk.startS + frame / rateHz;
  return sides.flatMap((side) => {
    const own = {
      walk: walk.id,
      found: found.filter((event) => event.side === side),
      reference: walk.events.filter((event) => event.side === side),
    };
    return runsWhere(known[side].length, (frame) => known[side][frame] !== unknown).map(
      ({ from, to }): EventTrial => ({
        ...own,
        spanS: [Math.max(walk.spanS[0], timeOf(from)), Math.min(walk.spanS[1], timeOf(to - 1))],
      }),
    );
  });
}

/** Detection within frames and milliseconds, and timing, of all events and of each kind. */
export function eventScores(trials: readonly EventTrial[], rateHz: number): EventScore[] {
  return (['all', ...eventKinds] as const).map((event): EventScore => {
    const own =
      event === 'all'
        ? trials
        : trials.map((trial) => ({
            ...trial,
            found: trial.found.filter((one) => one.event === event),
            reference: trial.reference.filter((one) => one.event === event),
          }));
    const detection = (
      unit: DetectionScore['unit'],
      tolerance: number,
      toleranceMs: number,
    ): DetectionScore => {
      const { found, missed, invented, precision, recall, f1 } = detectionOf(own, toleranceMs + roundingMs);
      return { unit, tolerance, found, missed, invented, precision, recall, f1 };
    };
    const { pairs, bias, sd, meanAbsoluteDifference } = agreementOf(eventPairs(own), 'measured');
    return {
      event,
      detection: [
        ...toleranceFrames.map((frames) => detection('frames', frames, (1000 * frames) / rateHz)),
        ...tolerancesMs.map((ms) => detection('ms', ms, ms)),
      ],
      timing: { events: pairs, biasMs: bias, sdMs: sd, meanAbsoluteMs: meanAbsoluteDifference },
    };
  });
}
