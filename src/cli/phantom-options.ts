import { z } from 'zod';
import { makePhantomStep } from '../shared/steps';
import { phantomChoices } from '../shared/phantom-options';
import { walkMetadata } from '../shared/walk-metadata';
import { placeholder } from './schema-options';
import { settingsOptions } from './settings-options';

/** Options of `gait phantom`: those of its step, the recording it may be like, and the settings it runs under. */
export const phantomCommandOptions = z.strictObject({
  output: placeholder(makePhantomStep.shape.output, 'file.mp4'),
  like: placeholder(z.string().min(1).optional(), 'video').meta({
    description:
      'A recording of a walk: view, camera, size, rate, length, direction, cadence and stride are taken from it, ' +
      'where they are not given.',
  }),
  crop: placeholder(walkMetadata.crop, 'x,y,width,height'),
  capture_fps: walkMetadata.capture_fps,
  belt_speed_m_s: walkMetadata.belt_speed_m_s,
  ...phantomChoices.shape,
  ...settingsOptions,
});
export type PhantomCommandOptions = z.output<typeof phantomCommandOptions>;
