import type { EventKind, Side } from '../../shared/results';

export const kindWords: Record<EventKind, string> = { heel_strike: 'heel strike', toe_off: 'toe-off' };

/** "Left heel strike", or "left heel strike" within a sentence. */
export function eventName(
  { side, event }: { readonly side: Side; readonly event: EventKind },
  place: 'start' | 'within' = 'start',
): string {
  const words = `${side} ${kindWords[event]}`;
  return place === 'start' ? words.charAt(0).toUpperCase() + words.slice(1) : words;
}

/** A moment to the millisecond. */
export const secondsText = (timeS: number): string => `${timeS.toFixed(3)} s`;
