import { z } from 'zod';
import { settingsOptions } from './settings-options';

/** Options of `gait profiles`. */
export const profilesOptions = z.strictObject({ config: settingsOptions.config });
export type ProfilesOptions = z.output<typeof profilesOptions>;
