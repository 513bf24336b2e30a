import { z } from 'zod';
import { badInput } from './errors';
import { nearest } from './nearest';
import { readableIssues } from './readable-issues';
import { cycleMarks, editKinds, eventKinds, sides } from './results';
import { described, memoryLimit, settingsLayerSchema, signalSettings, type SettingsLayer } from './settings';

/** How events can be found; `zeni` where nothing is said. */
export const eventMethodNames = ['zeni', 'zeni-plain', 'foot-velocity'] as const;
export type EventMethodName = (typeof eventMethodNames)[number];

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

const floorPoints = z
  .tuple([z.number(), z.number(), z.number(), z.number(), z.number().positive()])
  .meta({ expects: 'five numbers: x1, y1, x2, y2 in pixels, and the metres between the two points' });

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
  view_deg: described(
    z.number().min(-80).max(80).optional(),
    'result',
    'Angle of the camera off the side view in degrees, where it is known.',
  ),
  floor_points: described(
    floorPoints.optional(),
    'result',
    'Two points on the floor along the walk and the metres between them: [x1, y1, x2, y2, metres], in pixels.',
  ),
  labels: described(
    z.string().min(1).optional(),
    'result',
    'CSV file with the events of this walk: time_s, side, event.',
  ),
};

/** A crop, a camera's rate and its floor belong to videos. */
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
    .describe("Opens another tool's landmarks: TRC or C3D files, or OpenPose JSON folders."),
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

/** One correction of events by hand. */
export const eventEdit = z.strictObject({
  edit: described(
    z.enum(editKinds),
    'result',
    'add, move or delete an event, or swap_legs: exchange left and right from time_s to to_s, and look there anew.',
  ),
  walk: described(z.string().min(1).optional(), 'result', 'Id of the walk, where the result holds several.'),
  time_s: described(z.number(), 'result', 'When the event is, or where the span begins, in seconds.'),
  to_s: described(z.number().optional(), 'result', 'Where the event is moved to, or where the span ends.'),
  side: described(z.enum(sides).optional(), 'result', 'Side of the event.'),
  event: described(z.enum(eventKinds).optional(), 'result', 'Kind of the event.'),
  author: described(z.string().min(1), 'result', 'Who made the correction.'),
  at: described(
    z.string().min(1).optional(),
    'result',
    'When it was made: an ISO date and time; that of the first run where it is left out.',
  ),
  reason: described(z.string().min(1), 'result', 'Why it was made.'),
});
export type EventEdit = z.output<typeof eventEdit>;

export const editEventsStep = z.strictObject({
  step: z
    .literal('edit-events')
    .describe('Corrects events by hand and computes cycles, parameters and curves anew; the original stays.'),
  of: described(resultName, 'result', 'Name of a detect-events or edit-events result.'),
  edits: described(
    z.union([z.string().min(1), z.array(eventEdit).min(1)]).meta({
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
  of: described(resultName, 'result', 'Name of a detect-events or edit-events result.'),
  with: described(
    resultName.optional(),
    'result',
    'Name of the result to compare with; where it is left out, each walk is compared with its own labels, ' +
      'its file’s stored events, or the truth beside a phantom.',
  ),
  synchronise: described(
    z.enum(['auto', 'events', 'cross-correlation', 'none']).default('auto'),
    'result',
    'How the clocks of the two are brought together.',
  ),
  output: described(z.string().min(1).default('comparison'), 'plan', 'Folder to write into.'),
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
    z.number().int().multipleOf(2).min(64).max(3840).default(360),
    'result',
    'Height of the clip in pixels; even.',
  ),
  seed: described(z.number().int().min(0).default(1), 'result', 'Seed of everything random.'),
  gait: described(
    z.enum(['normal', 'stiff-knee', 'equinus', 'crouch', 'shuffling', 'antalgic']).default('normal'),
    'result',
    'How the walker walks.',
  ),
  affected_side: described(
    z.enum(['left', 'right', 'both']).default('right'),
    'result',
    'Side that a gait other than normal affects; crouch and shuffling affect both.',
  ),
  knee_peak_deg: described(
    z.number().min(25).max(75).optional(),
    'result',
    'Peak flexion of both knees in swing; by gait, speed and seed where it is left out.',
  ),
  step_time_asymmetry_percent: described(
    z.number().min(-40).max(40).default(0),
    'result',
    'Symmetry index of the step times: 200 · (left − right) / (left + right).',
  ),
  stride_variation_percent: described(
    z.number().min(0).max(10).optional(),
    'result',
    'Coefficient of variation of stride times; 1 to 3 by the seed where it is left out.',
  ),
  build: described(
    z.enum(['slim', 'medium', 'stout']).default('medium'),
    'result',
    'How stout the walker is.',
  ),
  clothes: described(
    z.enum(['fitted', 'loose', 'shorts', 'skirt']).default('fitted'),
    'result',
    'What the walker wears; colours come from the seed.',
  ),
  camera_height_m: described(
    z.number().min(0.1).max(4).optional(),
    'result',
    'Height of the camera over the floor; 0.72 of the walker’s height where it is left out.',
  ),
  camera_distance_m: described(
    z.number().min(2).max(40).optional(),
    'result',
    'Distance from the camera to the middle of the walk, which sets the perspective; by the walk where it is left out.',
  ),
  camera_tilt_deg: described(
    z.number().min(-40).max(40).optional(),
    'result',
    'Tilt of the camera, positive upwards; it looks at the walker where it is left out.',
  ),
  camera_roll_deg: described(
    z.number().min(-15).max(15).default(0),
    'result',
    'Turn of the camera about its axis, which makes the floor slope in the picture; positive raises its right end.',
  ),
  walker_height_px: described(
    z.number().min(16).max(8000).optional(),
    'result',
    'Height of the walker in the picture in pixels, at the camera’s distance; as large as fits where it is left out.',
  ),
  shutter_share: described(
    z.number().min(0).max(1).default(0),
    'result',
    'Share of a frame’s time for which the shutter is open, around the frame’s time: motion blur.',
  ),
  compression_crf: described(
    z.number().int().min(0).max(51).default(18),
    'result',
    'Constant rate factor of the H.264 encoder: 18 looks clean, 40 is poor.',
  ),
  second_person: described(
    z.enum(['none', 'standing', 'crossing']).default('none'),
    'result',
    'Whether somebody else is in the picture: standing behind, or walking the other way, in front or behind by the seed.',
  ),
});
export type PhantomOptions = z.infer<typeof phantomOptions>;

/** A field of a shape, optional where it had a default. */
type Choice<Field> = Field extends z.ZodDefault<infer Inner extends z.ZodType> ? z.ZodOptional<Inner> : Field;

/** A shape whose defaults are still told, but not filled in. */
const choicesOf = <Shape extends z.ZodRawShape>(shape: Shape): { [Key in keyof Shape]: Choice<Shape[Key]> } =>
  Object.fromEntries(
    Object.entries(shape).map(([key, field]) => {
      if (!(field instanceof z.ZodDefault)) return [key, field];
      const said = z.globalRegistry.get(field);
      const optional = z.optional(field.unwrap());
      return [key, optional.meta({ ...said, default: field.def.defaultValue })];
    }),
    // Sound: each field is the one of its key, without its default where it had one.
  ) as { [Key in keyof Shape]: Choice<Shape[Key]> };

/** What is asked of a phantom: what is left out follows the recording that it is to be like, or is the default. */
export const phantomChoices = z.strictObject(choicesOf(phantomOptions.shape));
export type PhantomChoices = z.infer<typeof phantomChoices>;

export const makePhantomStep = z.strictObject({
  step: z
    .literal('make-phantom')
    .describe('Renders a walker whose joints, contacts and parameters are known exactly.'),
  output: described(
    z.string().min(1).meta({ expects: 'the path of a video to write, such as walker.mp4' }),
    'result',
    'Video to write; its truth is written beside it.',
  ),
  like: described(
    resultName.optional(),
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
    z.union([resultName, z.array(resultName).min(1)]),
    'result',
    'Name of a detect-events or edit-events result, or a list of them that make up one study.',
  ),
  phantom: described(
    z.union([resultName, z.array(resultName).min(1)]).optional(),
    'result',
    'Name of a detect-events result of phantoms like these recordings, or a list of them: the report then states what change it can detect.',
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
  editEventsStep,
  compareStep,
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
