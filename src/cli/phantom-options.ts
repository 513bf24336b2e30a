import { z } from 'zod';
import { makePhantomStep, phantomOptions } from '../shared/steps';
import { placeholder } from './schema-options';
import { settingsOptions } from './settings-options';

/** Options of `gait phantom`: those of its step, and the settings it runs under. */
export const phantomCommandOptions = z.strictObject({
  output: placeholder(makePhantomStep.shape.output, 'file.mp4'),
  ...phantomOptions.shape,
  ...settingsOptions,
});
export type PhantomCommandOptions = z.output<typeof phantomCommandOptions>;
