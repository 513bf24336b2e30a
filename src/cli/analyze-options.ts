import { z } from 'zod';
import { eventMethodNames } from '../shared/step-keys';
import { detectEventsStep, loadLandmarksStep, predictPhasesStep, reportStep } from '../shared/steps';
import { walkMetadata } from '../shared/walk-metadata';
import { placeholder } from './schema-options';
import { settingsOptions } from './settings-options';

const paths = z.array(z.string().min(1)).min(1).meta({ expects: 'one path or more' }).optional();

/** Options of `gait analyze`. */
export const analyzeOptions = z.strictObject({
  videos: placeholder(paths, 'file...').meta({ description: 'Videos to analyse: paths or globs.' }),
  landmarks: placeholder(paths, 'file...').meta({
    description: "Another tool's landmarks: TRC or C3D files, or folders of OpenPose JSON.",
  }),
  study: placeholder(z.string().min(1).optional(), 'file.csv').meta({
    description: 'A table of walks; every column but path is optional.',
  }),
  task: placeholder(z.enum(['event_detection', 'phase_detection']).default('event_detection'), 'task').meta({
    description:
      'event_detection finds contacts by a rule; phase_detection reads phases and contacts with a trained model (--model).',
  }),
  model: placeholder(z.string().min(1).optional(), 'folder').meta({
    description: 'What gait train wrote, or one of its models: for phase_detection.',
  }),
  fold: placeholder(predictPhasesStep.shape.fold, 'number'),
  ...settingsOptions,
  height_m: walkMetadata.height_m,
  belt_speed_m_s: walkMetadata.belt_speed_m_s,
  capture_fps: walkMetadata.capture_fps,
  fps: loadLandmarksStep.shape.fps,
  crop: placeholder(walkMetadata.crop, 'x,y,width,height'),
  view_deg: walkMetadata.view_deg,
  floor_points: placeholder(walkMetadata.floor_points, 'x1,y1,x2,y2,metres'),
  method: placeholder(detectEventsStep.shape.method, eventMethodNames.join('|')),
  edits: placeholder(z.string().min(1).optional(), 'file.csv').meta({
    description: 'Corrections of events by hand: edit, walk, time_s, to_s, side, event, author, at, reason.',
  }),
  exclude: placeholder(detectEventsStep.shape.exclude, 'mark...'),
  phantom: placeholder(paths, 'file.mp4...').meta({
    description:
      'Phantoms like these recordings (gait phantom --like), with their truth beside them: the report then states what change this set-up can detect.',
  }),
  output: placeholder(reportStep.shape.output, 'folder'),
});
export type AnalyzeOptions = z.output<typeof analyzeOptions>;
