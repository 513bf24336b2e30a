import { z } from 'zod';

/** An expectation, and the bounds that the outcome should lie in. */
export const intervalSchema = z.strictObject({ low: z.number(), expected: z.number(), high: z.number() });
export type Interval = z.infer<typeof intervalSchema>;
