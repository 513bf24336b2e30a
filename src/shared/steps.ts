import { z } from 'zod';
import { benchmarkTypes } from './benchmark';
import { eventEdit } from './event-edit';
import { phantomChoices } from './phantom-options';
import { cycleMarks } from './results';
import { described, signalSettings, trainingSettings } from './settings';
import {
  common,
  eventMethodNames,
  fileOf,
  filesOf,
  folder,
  gaitResult,
  gaitSteps,
  resultOf,
} from './step-keys';
import { labelTargets } from './training';
import { walkMetadata } from './walk-metadata';

/** A crop, a camera's rate and its floor belong to videos. */
const { crop: _crop, capture_fps: _captureFps, ...landmarkMetadata } = walkMetadata;

export const loadVideoStep = z
  .strictObject({
    step: z.literal('load-video').describe('Opens videos of walks and reads their size, rate and length.'),
    video: described(filesOf('video').optional(), 'result', 'A video, a list of them, or a glob.'),
    study: described(
      fileOf('study').optional(),
      'result',
      'A CSV table of walks; every column but path is optional. Its rows that are videos are opened.',
    ),
    ...walkMetadata,
    max_frames: described(
      z.number().int().min(1).max(10_000_000).optional(),
      'result',
      'Look at so many frames of each video alone, from its start.',
    ),
    ...common,
  })
  .meta({ needsOneOf: ['video', 'study'] });

export const loadLandmarksStep = z
  .strictObject({
    step: z
      .literal('load-landmarks')
      .describe("Opens another tool's landmarks: TRC or C3D files, or OpenPose JSON folders."),
    landmarks: described(
      filesOf('landmarks').optional(),
      'result',
      'A landmark file or folder, a list of them, or a glob.',
    ),
    study: described(
      fileOf('study').optional(),
      'result',
      'A CSV table of walks; its rows that are landmark files or folders are opened.',
    ),
    fps: described(
      z.number().min(1).max(10_000).optional(),
      'result',
      'Frames per second, for formats that do not say (OpenPose JSON).',
    ),
    ...landmarkMetadata,
    ...common,
  })
  .meta({ needsOneOf: ['landmarks', 'study'] });

export const extractPoseStep = z.strictObject({
  step: z.literal('extract-pose').describe("Finds the walker's 33 landmarks in every frame with MediaPipe."),
  video: described(resultOf('load-video'), 'result', 'Name of a load-video result.'),
  deadline_s: described(
    z.number().positive().optional(),
    'plan',
    'Seconds that this may take: with the profile auto, the most accurate profile is taken that is through by then.',
  ),
  ...common,
});

export const detectEventsStep = z.strictObject({
  step: z
    .literal('detect-events')
    .describe('Finds initial and final contacts, cycles, gait parameters and joint angles.'),
  pose: described(
    resultOf('extract-pose', 'load-landmarks'),
    'result',
    'Name of an extract-pose or load-landmarks result.',
  ),
  method: described(
    z.enum(eventMethodNames).optional(),
    'result',
    'How events are found: zeni (Zeni 2008, with the landing refined), zeni-plain (as published, with ' +
      'interpolation), or foot-velocity (O’Connor 2007).',
  ),
  exclude: described(
    z.array(z.enum(cycleMarks)).optional(),
    'result',
    'Marked cycles that do not count: first and last of a pass, outlier; outliers alone where it is left out.',
  ),
  ...signalSettings.partial().shape,
  ...common,
});

export const editEventsStep = z.strictObject({
  step: z
    .literal('edit-events')
    .describe('Corrects events by hand and computes cycles, parameters and curves anew; the original stays.'),
  of: described(gaitResult, 'result', 'Name of a detect-events, edit-events or predict-phases result.'),
  edits: described(
    z.union([fileOf('edits'), z.array(eventEdit).min(1)]).meta({
      expects: 'the path of a CSV file of corrections, or a list of them',
    }),
    'result',
    'The corrections: a list, or a CSV file with the columns edit, walk, time_s, to_s, side, event, author, at, reason.',
  ),
  ...common,
});

export const compareStep = z.strictObject({
  step: z
    .literal('compare')
    .describe(
      'Sets two sources of the same walks side by side: bias, limits of agreement, detectable change.',
    ),
  of: described(gaitResult, 'result', 'Name of a detect-events, edit-events or predict-phases result.'),
  with: described(
    gaitResult.optional(),
    'result',
    'Name of the result to compare with; where it is left out, each walk is compared with its own labels, ' +
      'its file’s stored events, or the truth beside a phantom.',
  ),
  synchronise: described(
    z.enum(['auto', 'events', 'cross-correlation', 'none']).default('auto'),
    'result',
    'How the clocks of the two are brought together.',
  ),
  output: described(folder.default('comparison'), 'plan', 'Folder to write into.'),
  ...common,
});

export const makePhantomStep = z.strictObject({
  step: z
    .literal('make-phantom')
    .describe('Renders a walker whose joints, contacts and parameters are known exactly.'),
  output: described(
    z.string().min(1).meta({ expects: 'the path of a video to write, such as walker.mp4', writes: 'video' }),
    'result',
    'Video to write; its truth is written beside it.',
  ),
  like: described(
    gaitResult.optional(),
    'result',
    'Name of a detect-events result of one video: view, camera, size, rate, length, direction, cadence and stride of ' +
      'the phantom are those of the recording, where they are not given here.',
  ),
  ...phantomChoices.shape,
  ...common,
});

export const reportStep = z.strictObject({
  step: z
    .literal('report')
    .describe('Writes the files of a study, its performance report and one HTML report.'),
  of: described(
    z.union([gaitResult, z.array(gaitResult).min(1)]),
    'result',
    'Name of a detect-events, edit-events or predict-phases result, or a list of them that make up one study.',
  ),
  phantom: described(
    z.union([resultOf('detect-events'), z.array(resultOf('detect-events')).min(1)]).optional(),
    'result',
    'Name of a detect-events result of phantoms like these recordings, or a list of them: the report then states what change it can detect.',
  ),
  output: described(folder.default('results'), 'plan', 'Folder to write into.'),
  ...common,
});

const trainingData = resultOf('extract-pose', 'load-landmarks', ...gaitSteps);

export const trainFoldsStep = z.strictObject({
  step: z
    .literal('train-folds')
    .describe('Trains a phase classifier by cross-validation, and judges it on walks it never saw.'),
  data: described(
    z.union([trainingData, z.array(trainingData).min(1)]),
    'result',
    'Name of an extract-pose, load-landmarks, detect-events or edit-events result, or a list of them.',
  ),
  labels: described(
    fileOf('labels').optional(),
    'result',
    'A CSV file of labels with the columns walk, time_s, side, event. Where it is left out, each walk has its own: its ' +
      'labels file, the truth of a phantom, events stored in its file, events corrected by hand, or last those that were found.',
  ),
  targets: described(
    z.enum(labelTargets).default('contact'),
    'result',
    'What is learnt of each frame: contact of each foot, the seven functional phases, or strikes and offs.',
  ),
  ...trainingSettings.partial().shape,
  output: described(folder.default('training'), 'plan', 'Folder to write into.'),
  ...common,
});

export const predictPhasesStep = z
  .strictObject({
    step: z
      .literal('predict-phases')
      .describe(
        'Applies a trained phase classifier to a pose: phases, events, and everything measured from them.',
      ),
    pose: described(
      resultOf('extract-pose', 'load-landmarks'),
      'result',
      'Name of an extract-pose or load-landmarks result.',
    ),
    model: described(resultOf('train-folds').optional(), 'result', 'Name of a train-folds result.'),
    model_folder: described(
      z.string().min(1).meta({ expects: 'the path of a folder that training wrote' }).optional(),
      'result',
      'Folder that train-folds or gait train wrote, or the folder of one of its models.',
    ),
    fold: described(
      z.number().int().min(1).optional(),
      'result',
      'Number of the fold whose model is used; the mean of all folds where it is left out.',
    ),
    exclude: described(
      z.array(z.enum(cycleMarks)).optional(),
      'result',
      'Marked cycles that do not count: first and last of a pass, outlier; outliers alone where it is left out.',
    ),
    ...signalSettings.partial().shape,
    ...common,
  })
  .meta({ needsOneOf: ['model', 'model_folder'] });

export const benchmarkStep = z.strictObject({
  step: z
    .literal('benchmark')
    .describe('Measures profiles side by side on a video: how fast, how much memory, how right.'),
  video: described(
    resultOf('load-video'),
    'result',
    'Name of a load-video result: its walks are the study whose cost is predicted; the first is measured.',
  ),
  profiles: described(
    z
      .array(z.string().min(1))
      .min(1)
      .default(['fast', 'balanced', 'accurate'])
      .meta({ expects: 'a list of profiles' }),
    'result',
    'Profiles to measure: fast, balanced, accurate or your own.',
  ),
  type: described(
    z.enum(benchmarkTypes).default('both'),
    'result',
    'What is measured: the pose alone (mediapipe), a video to its parameters and files (pipeline), both, folds (training), or all.',
  ),
  repeats: described(
    z.number().int().min(1).max(50).default(3),
    'result',
    'Runs of each profile that count, after one that does not.',
  ),
  frames: described(
    z.number().int().min(10).max(100_000).default(120),
    'result',
    'Frames of the video that are measured.',
  ),
  baseline: described(
    z.boolean().default(true),
    'result',
    'Whether balanced without optimizations is measured too.',
  ),
  output: described(folder.default('benchmark_results'), 'plan', 'Folder to write into.'),
  ...common,
});

/** Every step, told apart by `step`. Completion, validation, help and the command line follow from this. */
export const stepSchema = z.discriminatedUnion('step', [
  loadVideoStep,
  loadLandmarksStep,
  extractPoseStep,
  detectEventsStep,
  editEventsStep,
  compareStep,
  makePhantomStep,
  trainFoldsStep,
  predictPhasesStep,
  benchmarkStep,
  reportStep,
]);
/** A step as it is written, defaults not yet filled in. */
export type StepInput = z.input<typeof stepSchema>;
export type Step = z.output<typeof stepSchema>;
export type StepName = Step['step'];
export type StepOf<Name extends StepName> = Extract<Step, { step: Name }>;
