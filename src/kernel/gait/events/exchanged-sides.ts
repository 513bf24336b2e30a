import type { GaitEvent } from '../../../shared/results';
import type { RecordingSpan } from './event-changes';

/**
 * Events with their sides exchanged over some spans, in each that holds them: what a network, which takes left and right
 * alike, would say of exchanged legs. Where it is not asked again, steps that a leap of the legs hid stay hidden.
 */
export const withSidesExchanged = (
  events: readonly GaitEvent[],
  spans: readonly RecordingSpan[],
): GaitEvent[] =>
  events.map((event) => {
    const exchanges = spans.filter(({ fromS, toS }) => event.timeS >= fromS && event.timeS <= toS).length;
    return exchanges % 2 === 0 ? event : { ...event, side: event.side === 'left' ? 'right' : 'left' };
  });
