import type { PhaseSpan } from '../../../shared/display';
import { sides, type GaitEvent } from '../../../shared/results';
import { functionalPhases } from '../../../shared/training';
import { noPhase, type Decoded } from '../evaluation/decode';

/** Longest stance that is shown as one: what is longer is standing, or a step that was missed. */
const longestStanceS = 3;

/** Spans of time in which a network says one thing of a leg: its phases or, where it did not learn these, its stances. */
export function statedSpans(
  { phases }: Pick<Decoded, 'phases'>,
  events: readonly GaitEvent[],
  timeS: Float64Array,
): PhaseSpan[] {
  const spans = phases === undefined ? stancesOf(events) : phaseSpansOf(phases, timeS);
  return spans.sort((a, b) => a.startS - b.startS);
}

const stancesOf = (events: readonly GaitEvent[]): PhaseSpan[] =>
  sides.flatMap((side) => {
    const own = events.filter((event) => event.side === side);
    return own.flatMap(({ timeS, event }, index): PhaseSpan[] => {
      const next = own[index + 1];
      return event === 'heel_strike' && next?.event === 'toe_off' && next.timeS - timeS <= longestStanceS
        ? [{ side, phase: 'stance', startS: timeS, endS: next.timeS }]
        : [];
    });
  });

function phaseSpansOf(phases: NonNullable<Decoded['phases']>, timeS: Float64Array): PhaseSpan[] {
  const halfFrameS = timeS.length < 2 ? 0 : (timeS[1]! - timeS[0]!) / 2;
  return sides.flatMap((side) => {
    const own = phases[side];
    const spans: PhaseSpan[] = [];
    for (let from = 0, to = 0; from < own.length; from = to) {
      while (to < own.length && own[to] === own[from]) to++;
      if (own[from] === noPhase) continue;
      // Sound: every other number is that of a phase.
      const phase = functionalPhases[own[from]!]!;
      spans.push({ side, phase, startS: timeS[from]! - halfFrameS, endS: timeS[to - 1]! + halfFrameS });
    }
    return spans;
  });
}
