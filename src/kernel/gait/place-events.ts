import { sides, type GaitEvent, type Side } from '../../shared/results';
import type { FoundEvent } from './events';
import { runsWhere } from './gaps';
import { pointName, type SagittalTrack } from './sagittal';
import type { Stretch } from './stretches';

/** A span of time in seconds. */
interface Span {
  readonly fromS: number;
  readonly toS: number;
}

/** How far a time lies outside of a span; 0 within it. */
const outsideS = ({ fromS, toS }: Span, timeS: number): number => Math.max(0, fromS - timeS, timeS - toS);

/** Unbroken runs of a foot within each stretch. */
function footRuns({ timeS, paths }: SagittalTrack, stretches: readonly Stretch[], side: Side) {
  const heel = paths.get(pointName(side, 'Heel'));
  const toe = paths.get(pointName(side, 'BigToe'));
  if (heel === undefined || toe === undefined) return [];
  return stretches.flatMap(({ from: start, to: end }, stretch) =>
    runsWhere(end - start, (k) => !Number.isNaN(heel.along[start + k]! + toe.along[start + k]!)).map(
      ({ from, to }) => ({ stretch, fromS: timeS[start + from]!, toS: timeS[start + to - 1]! }),
    ),
  );
}

/**
 * Puts events that were not detected just now, such as those set by hand, where they belong: into the stretch and the
 * unbroken run of their foot that hold their time. One outside of every run counts to the nearest stretch and
 * to a run of its own, so that it is listed while no cycle is built across what was not seen.
 * Asks for at least one stretch where there are events.
 */
export function placeEvents(
  events: readonly GaitEvent[],
  track: SagittalTrack,
  stretches: readonly Stretch[],
): FoundEvent[] {
  const spans = stretches.map(({ from, to }): Span => ({
    fromS: track.timeS[from]!,
    toS: track.timeS[to - 1]!,
  }));
  const runs = sides.flatMap((side) => footRuns(track, stretches, side).map((run) => ({ ...run, side })));
  return events.map((event, index): FoundEvent => {
    const { timeS, side } = event;
    const run = runs.findIndex((own) => own.side === side && outsideS(own, timeS) === 0);
    if (run >= 0) return { ...event, stretch: runs[run]!.stretch, run, isCutOff: false };
    const distances = spans.map((span) => outsideS(span, timeS));
    return { ...event, stretch: distances.indexOf(Math.min(...distances)), run: -1 - index, isCutOff: false };
  });
}
