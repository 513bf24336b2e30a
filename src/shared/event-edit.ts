import { z } from 'zod';
import { editKinds, eventKinds, sides } from './results';
import { described } from './settings';

/** One correction of events by hand. */
export const eventEdit = z.strictObject({
  edit: described(
    z.enum(editKinds),
    'result',
    'add, move or delete an event, or swap_legs: exchange left and right from time_s to to_s, and look there anew.',
  ),
  walk: described(z.string().min(1).optional(), 'result', 'Id of the walk, where the result holds several.'),
  time_s: described(z.number(), 'result', 'When the event is, or where the span begins, in seconds.'),
  to_s: described(z.number().optional(), 'result', 'Where the event is moved to, or where the span ends.'),
  side: described(z.enum(sides).optional(), 'result', 'Side of the event.'),
  event: described(z.enum(eventKinds).optional(), 'result', 'Kind of the event.'),
  author: described(z.string().min(1), 'result', 'Who made the correction.'),
  at: described(
    z.string().min(1).optional(),
    'result',
    'When it was made: an ISO date and time; that of the first run where it is left out.',
  ),
  reason: described(z.string().min(1), 'result', 'Why it was made.'),
});
export type EventEdit = z.output<typeof eventEdit>;
