import { z } from 'zod';
import { eventMethodNames } from '../shared/step-keys';
import { compareStep, detectEventsStep, loadLandmarksStep } from '../shared/steps';
import { walkMetadata } from '../shared/walk-metadata';
import { placeholder } from './schema-options';
import { settingsOptions } from './settings-options';

/** Options of `gait compare`; `sources` stand on the command line without a flag. */
export const compareOptions = z.strictObject({
  sources: placeholder(
    z.array(z.string().min(1)).min(1).max(2).meta({ expects: 'one or two sources' }),
    'source...',
  ).meta({
    description:
      'What is compared, and what with: a video, a landmark file or folder, a glob of them, or a study table. ' +
      'With one source its walks are compared with their labels, their stored events, or a phantom’s truth.',
  }),
  ...settingsOptions,
  height_m: walkMetadata.height_m,
  belt_speed_m_s: walkMetadata.belt_speed_m_s,
  view_deg: walkMetadata.view_deg,
  floor_points: placeholder(walkMetadata.floor_points, 'x1,y1,x2,y2,metres'),
  capture_fps: walkMetadata.capture_fps,
  crop: placeholder(walkMetadata.crop, 'x,y,width,height'),
  fps: loadLandmarksStep.shape.fps,
  labels: placeholder(walkMetadata.labels, 'file.csv'),
  method: placeholder(detectEventsStep.shape.method, eventMethodNames.join('|')),
  exclude: placeholder(detectEventsStep.shape.exclude, 'mark...'),
  synchronise: compareStep.shape.synchronise,
  output: placeholder(compareStep.shape.output, 'folder'),
});
export type CompareOptions = z.output<typeof compareOptions>;
