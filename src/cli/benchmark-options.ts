import { z } from 'zod';
import { benchmarkTypes } from '../shared/benchmark';
import { benchmarkStep } from '../shared/steps';
import { walkMetadata } from '../shared/walk-metadata';
import { placeholder } from './schema-options';
import { settingsOptions } from './settings-options';

const { profiles, type, repeats, frames, output } = benchmarkStep.shape;

/** Options of `gait benchmark`. */
export const benchmarkOptions = z.strictObject({
  video: placeholder(
    z.array(z.string().min(1)).min(1).meta({ expects: 'one path or more' }).optional(),
    'file...',
  ).meta({
    description:
      'The video that is measured. Further ones, paths or globs, make up the study whose cost is predicted.',
  }),
  study: placeholder(z.string().min(1).optional(), 'file.csv').meta({
    description: 'A table of the walks of the study; the first video of all is measured.',
  }),
  profiles: placeholder(profiles, 'fast,balanced,…').meta({
    description: 'Profiles to measure, with commas between them: fast, balanced, accurate or your own.',
  }),
  type: placeholder(type, benchmarkTypes.join('|')),
  repeats: placeholder(repeats, 'number'),
  frames: placeholder(frames, 'number'),
  no_baseline: z.boolean().optional().meta({
    description: 'Leave out balanced without optimizations, which the others are compared with.',
  }),
  ...settingsOptions,
  height_m: walkMetadata.height_m,
  belt_speed_m_s: walkMetadata.belt_speed_m_s,
  capture_fps: walkMetadata.capture_fps,
  crop: placeholder(walkMetadata.crop, 'x,y,width,height'),
  view_deg: walkMetadata.view_deg,
  output: placeholder(output, 'folder'),
  save_profile: placeholder(z.string().min(1).optional(), 'name').meta({
    description:
      'Write the settings that the benchmark recommends as a profile of this name into the configuration file (--config, or gait.config.json here).',
  }),
  force: z.boolean().optional().meta({
    description: 'Write it also over a profile that the file has under this name.',
  }),
});
export type BenchmarkOptions = z.output<typeof benchmarkOptions>;
