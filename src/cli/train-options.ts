import { z } from 'zod';
import { loadLandmarksStep, trainFoldsStep } from '../shared/steps';
import { walkMetadata } from '../shared/walk-metadata';
import { placeholder } from './schema-options';
import { settingsOptions } from './settings-options';

const paths = z.array(z.string().min(1)).min(1).meta({ expects: 'one path or more' }).optional();
const { n_folds, leave_one_out, group_by, targets, labels, output } = trainFoldsStep.shape;

/** Options of `gait train`. */
export const trainOptions = z.strictObject({
  data: placeholder(paths, 'file...').meta({
    description: "Walks to learn from: videos or another tool's landmarks; paths or globs.",
  }),
  study: placeholder(z.string().min(1).optional(), 'file.csv').meta({
    description: 'A table of walks; every column but path is optional. Its subject column says who walks.',
  }),
  landmarks: placeholder(paths, 'file...').meta({
    description: 'More walks: TRC or C3D files, or folders of OpenPose JSON.',
  }),
  labels: placeholder(labels, 'file.csv').meta({
    description:
      'Labels of all walks: walk, time_s, side, event. Where it is left out, each walk has its own: its labels file, a ' +
      'phantom’s truth, or events stored in its file.',
  }),
  found_labels: z.boolean().optional().meta({
    description:
      'Let walks without labels learn from the events that detect-events finds. The rule is then its own judge.',
  }),
  folds: placeholder(n_folds, 'number'),
  leave_one_out,
  group_by,
  targets,
  ...settingsOptions,
  fps: loadLandmarksStep.shape.fps,
  capture_fps: walkMetadata.capture_fps,
  output: placeholder(output, 'folder'),
});
export type TrainOptions = z.output<typeof trainOptions>;
