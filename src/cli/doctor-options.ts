import { z } from 'zod';
import { settingsOptions } from './settings-options';

/** Options of `gait doctor`. */
export const doctorOptions = z.strictObject({
  config: settingsOptions.config,
  set: settingsOptions.set,
  store: settingsOptions.store,
});
export type DoctorOptions = z.output<typeof doctorOptions>;
