import { z } from 'zod';
import { placeholder } from './schema-options';
import { settingsOptions } from './settings-options';

/** Options of `gait monitor`. */
export const monitorOptions = z.strictObject({
  store: settingsOptions.store,
  follow: z.boolean().optional().meta({
    description: 'Follow what runs, and what will, until Ctrl+C: the default, spelled out.',
  }),
  once: z.boolean().optional().meta({
    description: 'Print what runs now and the history, and end.',
  }),
  history: z.number().int().min(0).max(10_000).default(20).meta({
    description: 'So many runs of the history, the newest first.',
  }),
  run: placeholder(z.string().min(1).optional(), 'id').meta({
    description:
      'One run alone, by its id or the beginning of it: followed to its end, then all of its figures.',
  }),
  compare: placeholder(z.array(z.string().min(1)).length(2).optional(), 'id...').meta({
    description: 'Two runs side by side: settings that differ, stages, memory, CPU, outcome.',
    expects: 'two ids, such as --compare 0a1b2c3d 4e5f6a7b',
  }),
});
export type MonitorOptions = z.output<typeof monitorOptions>;
