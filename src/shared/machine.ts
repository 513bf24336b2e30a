import { z } from 'zod';

/** The machine as written files name it. */
export const machineSchema = z.strictObject({
  platform: z.string(),
  cpu: z.string(),
  cores: z.number(),
  memory_mb: z.number(),
  node: z.string(),
});
export type WrittenMachine = z.infer<typeof machineSchema>;
