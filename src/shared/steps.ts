import { z } from 'zod';
import { badInput } from './errors';
import { nearest } from './nearest';
import { readableIssues } from './readable-issues';
import { described, memoryLimit, settingsLayerSchema, signalSettings, type SettingsLayer } from './settings';

const resultName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]*$/)
  .meta({ expects: 'a name: a letter, then letters, digits, "_" or "-"' });
const pathOrPaths = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .meta({ expects: 'a path, a glob, or a list of them' });
const crop = z
  .tuple([z.number().min(0), z.number().min(0), z.number().positive(), z.number().positive()])
  .meta({ expects: 'four numbers of pixels: x, y, width, height, with a width and height above 0' });

/** Keys that every step takes. */
const common = {
  as: described(
    resultName.optional(),
    'plan',
    'Name of the result; the step’s own name where it is left out.',
  ),
  profile: described(
    z.string().min(1).optional(),
    'plan',
    'Performance profile of this step. Affects what its keys affect.',
  ),
  max_memory_mb: described(
    memoryLimit.optional(),
    'plan',
    'Memory limit of this step, in MB or as a share ("80%").',
  ),
  settings: described(
    settingsLayerSchema.optional(),
    'plan',
    'Any other setting, for this step alone. Affects what its keys affect.',
  ),
};

/** What is known of a walk beside its recording; the columns of a study table. */
export const walkMetadata = {
  subject: described(z.string().optional(), 'result', 'Who walks.'),
  session: described(z.string().optional(), 'result', 'Which visit.'),
  condition: described(z.string().optional(), 'result', 'For example barefoot, or with orthosis.'),
  affected_side: described(
    z.enum(['left', 'right', 'both', 'none']).optional(),
    'result',
    'The affected side.',
  ),
  aid: described(z.string().optional(), 'result', 'Walking aid.'),
  height_m: described(
    z.number().min(0.4).max(2.6).optional(),
    'result',
    'Height of the subject in metres: a coarse scale.',
  ),
  belt_speed_m_s: described(
    z.number().min(0).max(12).optional(),
    'result',
    'Speed of the treadmill belt in m/s.',
  ),
  capture_fps: described(
    z.number().min(1).max(10_000).optional(),
    'result',
    'Frames per second at which the camera recorded, where the file plays slower or faster.',
  ),
  crop: described(
    crop.optional(),
    'result',
    'Part of the picture to look at: [x, y, width, height] in pixels.',
  ),
  labels: described(z.string().min(1).optional(), 'result', 'File with event labels of this walk.'),
};

/** A crop and a camera's rate belong to videos. */
const { crop: _crop, capture_fps: _captureFps, ...landmarkMetadata } = walkMetadata;

export const loadVideoStep = z.strictObject({
  step: z.literal('load-video').describe('Opens videos of walks and reads their size, rate and length.'),
  video: described(pathOrPaths.optional(), 'result', 'A video, a list of them, or a glob.'),
  study: described(
    z.string().min(1).optional(),
    'result',
    'A CSV table of walks; every column but path is optional. Its rows that are videos are opened.',
  ),
  ...walkMetadata,
  ...common,
});

export const loadLandmarksStep = z.strictObject({
  step: z
    .literal('load-landmarks')
    .describe("Opens another tool's landmarks: TRC files, or OpenPose JSON folders."),
  landmarks: described(
    pathOrPaths.optional(),
    'result',
    'A landmark file or folder, a list of them, or a glob.',
  ),
  study: described(
    z.string().min(1).optional(),
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
});

export const extractPoseStep = z.strictObject({
  step: z.literal('extract-pose').describe("Finds the walker's 33 landmarks in every frame with MediaPipe."),
  video: described(resultName, 'result', 'Name of a load-video result.'),
  ...common,
});

export const detectEventsStep = z.strictObject({
  step: z
    .literal('detect-events')
    .describe('Finds initial and final contacts, cycles, gait parameters and joint angles.'),
  pose: described(resultName, 'result', 'Name of an extract-pose or load-landmarks result.'),
  method: described(
    z.enum(['zeni']).optional(),
    'result',
    'How events are found: zeni (Zeni 2008, with interpolation).',
  ),
  ...signalSettings.partial().shape,
  ...common,
});

/** The rendered walker; the same keys are the flags of `gait phantom`. */
export const phantomOptions = z.strictObject({
  cadence_steps_per_min: described(
    z.number().min(40).max(200).default(110),
    'result',
    'Cadence in steps per minute.',
  ),
  stride_length_m: described(
    z.number().min(0.3).max(2.2).default(1.35),
    'result',
    'Stride length in metres.',
  ),
  height_m: described(z.number().min(1).max(2.2).default(1.72), 'result', 'Height of the walker in metres.'),
  view_deg: described(
    z.number().min(-60).max(60).default(0),
    'result',
    'Angle of the camera off the side view, in degrees; positive sees the walker more from the front.',
  ),
  direction: described(
    z.enum(['left', 'right']).default('right'),
    'result',
    'Where the walker goes in the picture.',
  ),
  camera: described(
    z.enum(['still', 'following']).default('still'),
    'result',
    'Whether the camera follows the walker.',
  ),
  treadmill: described(z.boolean().default(false), 'result', 'Walks on a belt, in place.'),
  duration_s: described(z.number().min(0.1).max(600).default(5), 'result', 'Length in seconds.'),
  fps: described(z.number().min(5).max(240).default(30), 'result', 'Frames per second.'),
  width_px: described(
    z.number().int().multipleOf(2).min(64).max(3840).default(640),
    'result',
    'Width of the clip in pixels; even.',
  ),
  height_px: described(
    z.number().int().multipleOf(2).min(64).max(2160).default(360),
    'result',
    'Height of the clip in pixels; even.',
  ),
  seed: described(z.number().int().min(0).default(1), 'result', 'Seed of everything random.'),
});
export type PhantomOptions = z.infer<typeof phantomOptions>;

export const makePhantomStep = z.strictObject({
  step: z
    .literal('make-phantom')
    .describe('Renders a walker whose joints, contacts and parameters are known exactly.'),
  output: described(
    z.string().min(1).meta({ expects: 'the path of a video to write, such as walker.mp4' }),
    'result',
    'Video to write; its truth is written beside it.',
  ),
  ...phantomOptions.shape,
  ...common,
});

export const reportStep = z.strictObject({
  step: z
    .literal('report')
    .describe('Writes the files of a study, its performance report and one HTML report.'),
  of: described(
    z.union([resultName, z.array(resultName).min(1)]),
    'result',
    'Name of a detect-events result, or a list of them that make up one study.',
  ),
  output: described(z.string().min(1).default('results'), 'plan', 'Folder to write into.'),
  ...common,
});

/** Every step, told apart by `step`. Completion, validation, help and the command line follow from this. */
export const stepSchema = z.discriminatedUnion('step', [
  loadVideoStep,
  loadLandmarksStep,
  extractPoseStep,
  detectEventsStep,
  makePhantomStep,
  reportStep,
]);
/** A step as it is written, defaults not yet filled in. */
export type StepInput = z.input<typeof stepSchema>;
export type Step = z.output<typeof stepSchema>;
export type StepName = Step['step'];
export type StepOf<Name extends StepName> = Extract<Step, { step: Name }>;

/**
 * Checks a step that came from outside: a cell, a program, a command.
 * @param where what errors call it.
 * @throws GaitError bad-input that names the key, what was expected and the nearest known step or key.
 */
export function parseStep(raw: unknown, where = 'the step'): Step {
  const name = typeof raw === 'object' && raw !== null && 'step' in raw ? raw.step : undefined;
  const known = stepSchema.options.map((option) => option.shape.step.value);
  const schema = stepSchema.options.find((option) => option.shape.step.value === name);
  if (!schema) {
    const close = typeof name === 'string' ? nearest(name, known) : undefined;
    throw badInput(
      name === undefined
        ? `${where}: it does not say which step it is.`
        : `${where}: there is no step ${JSON.stringify(name)}.`,
      `${close === undefined ? '' : `Did you mean "${close}"? `}Steps are: ${known.join(', ')}.`,
    );
  }
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  throw readableIssues(schema, result.error, raw, `${where} (${schema.shape.step.value})`);
}

/** The layer of settings that a step asks for itself: the one that wins. */
export function settingsOfStep(step: Step): SettingsLayer {
  const { settings = {}, profile, max_memory_mb } = step;
  const signal =
    step.step === 'detect-events'
      ? Object.keys(signalSettings.shape).flatMap((key) => {
          const value = step[key as keyof typeof signalSettings.shape];
          return value === undefined ? [] : [[key, value] as const];
        })
      : [];
  return {
    ...settings,
    ...(profile === undefined ? {} : { performance_mode: profile }),
    ...(max_memory_mb === undefined ? {} : { max_memory_mb }),
    ...(signal.length === 0
      ? {}
      : { signal_processing: { ...settings.signal_processing, ...Object.fromEntries(signal) } }),
  };
}
