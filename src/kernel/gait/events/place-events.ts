import type { GaitEvent } from '../../../shared/results';
import type { PreparedWalk } from '../analyze';
import type { FoundEvent } from './events';
import { footRuns } from './foot-runs';

/**
 * Puts events that were not detected just now, such as those set by hand, where they belong: into the stretch and the
 * unbroken run of their foot that hold their time. One outside of every run counts to the nearest stretch and
 * to a run of its own, so that it is listed while no cycle is built across what was not seen.
 * Asks for at least one stretch where there are events.
 */
export function placeEvents(
  events: readonly GaitEvent[],
  { track, unfiltered, stretches }: Pick<PreparedWalk, 'track' | 'unfiltered' | 'stretches'>,
): FoundEvent[] {
  const { timeS: frameS } = track;
  const runs = footRuns(track, unfiltered, stretches);
  /** How far a time lies outside of a stretch; 0 within it. */
  const outsideS = (stretch: number, timeS: number): number => {
    const { from, to } = stretches[stretch]!;
    return Math.max(0, frameS[from]! - timeS, timeS - frameS[to - 1]!);
  };
  return events.map((event, index): FoundEvent => {
    const { timeS, side } = event;
    const own = runs.find((run) => run.side === side && timeS >= run.timeS[0]! && timeS <= run.timeS.at(-1)!);
    if (own) return { ...event, stretch: own.stretch, run: own.run, isCutOff: false };
    const distances = stretches.map((_, stretch) => outsideS(stretch, timeS));
    return { ...event, stretch: distances.indexOf(Math.min(...distances)), run: -1 - index, isCutOff: false };
  });
}
