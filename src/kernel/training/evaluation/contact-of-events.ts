import type { Side } from '../../../shared/results';
import type { TrueEvent } from '../../gait/agreement/compare-truth';

/** Longest time for which a foot is taken to stay as it was before its first and after its last event. */
const longestBeyondS = 1;

/**
 * Whether a foot is on the floor, as its events say it: 1 from a strike to the next off, 0 from an off to the next
 * strike. NaN where they do not say it: where an event is missing between two of a kind, and far from all of them.
 * @param events in order of time.
 */
export function contactOfEvents(
  events: readonly TrueEvent[],
  side: Side,
  frames: number,
  timeOf: (frame: number) => number,
): Float32Array {
  const own = events.filter((event) => event.side === side);
  const contact = new Float32Array(frames).fill(Number.NaN);
  let next = 0;
  for (let frame = 0; frame < frames; frame++) {
    const atS = timeOf(frame);
    while (next < own.length && own[next]!.timeS <= atS) next++;
    const before = own[next - 1];
    const after = own[next];
    const isNear =
      before === undefined
        ? after !== undefined && after.timeS - atS <= longestBeyondS
        : after !== undefined || atS - before.timeS <= longestBeyondS;
    if (!isNear || before?.event === after?.event) continue;
    contact[frame] =
      before === undefined ? (after!.event === 'toe_off' ? 1 : 0) : before.event === 'heel_strike' ? 1 : 0;
  }
  return contact;
}
