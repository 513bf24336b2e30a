import { z } from 'zod';

/**
 * Whether a setting may change a result (then it enters the result's address in the store)
 * or only how the work is planned (then the memory limit may change it).
 */
export type Affects = 'result' | 'plan';

/** Adds what the reader of a schema, of `--help` and of a hover needs to know about one key. */
export function described<T extends z.ZodType>(schema: T, affects: Affects, description: string): T {
  return schema.meta({ description, affects });
}

const share = z.number().min(0).max(1);
const count = z.number().int().min(1);

/** 16 TB: more than any machine has, so that a limit in bytes or KB is caught. */
const mostMemoryMb = 16 * 1024 * 1024;

/** MB (2^20 bytes), or a share of the memory that is available: more than 0 %, at most 100 %. */
export const memoryLimit = z
  .union([
    z.number().min(1).max(mostMemoryMb),
    z.string().regex(/^(?:100(?:\.0+)?|(?!0+(?:\.0+)?%)\d{1,2}(?:\.\d+)?)%$/),
  ])
  .meta({
    expects: `a number of MB from 1 to ${mostMemoryMb}, or a share of the available memory such as "80%" (at most "100%")`,
  });

export const mediapipeSettings = z.strictObject({
  model_complexity: described(
    z.union([z.literal(0), z.literal(1), z.literal(2)]),
    'result',
    'Pose model: 0 lite, 1 full, 2 heavy.',
  ),
  min_detection_confidence: described(
    share,
    'result',
    'Least score at which a person counts as found (0–1).',
  ),
  min_tracking_confidence: described(
    share,
    'result',
    'Least score at which a person counts as still followed; below it the detector looks again (0–1).',
  ),
  smooth_landmarks: described(
    z.boolean(),
    'result',
    "MediaPipe's own smoothing over time, which lags a little.",
  ),
  enable_segmentation: described(
    z.boolean(),
    'result',
    'Compute the silhouette of the person: its share of the picture over time, and pictures cut to it.',
  ),
});

export const ioSettings = z.strictObject({
  batch_size: described(count.max(10_000), 'plan', 'Frames handed on from a pose worker in one go.'),
  use_compression: described(
    z.boolean(),
    'plan',
    'Compress tables and JSON files; tables that are in the store already stay as they are.',
  ),
  parallel_processing: described(z.boolean(), 'plan', 'Work on several videos, or folds, side by side.'),
  max_workers: described(
    count.max(256),
    'plan',
    'Most workers at once: videos whose pose is looked for, or folds that are trained.',
  ),
});

export const memorySettings = z.strictObject({
  chunk_processing: described(
    z.boolean(),
    'plan',
    'Write landmarks to disk in chunks while they come, and read training windows from disk, instead of holding all of them.',
  ),
  chunk_size: described(count.max(1_000_000), 'plan', 'Frames in a chunk.'),
  garbage_collection_frequency: described(
    z.number().int().min(0),
    'plan',
    'Collect garbage after so many frames in each worker; 0 leaves it to the engine.',
  ),
});

export const signalSettings = z.strictObject({
  confidence_threshold: described(share, 'result', 'Points below this visibility count as missing (0–1).'),
  filter_cutoff_hz: described(
    z.number().min(0.5).max(50),
    'result',
    'Effective −3 dB point of the zero-phase Butterworth low-pass, in Hz.',
  ),
  filter_order: described(
    z.union([z.literal(2), z.literal(4), z.literal(8)]),
    'result',
    'Effective order of the filter after both passes: 2, 4 or 8.',
  ),
  max_gap_s: described(z.number().min(0).max(5), 'result', 'Longest gap that is filled, in seconds.'),
});

/** How a phase classifier is trained. The guide's keys have the guide's names. */
export const trainingSettings = z.strictObject({
  num_filters: described(count.max(1024), 'result', 'Filters of each convolution.'),
  num_blocks: described(
    count.max(12),
    'result',
    'Residual blocks; the dilation doubles from one to the next.',
  ),
  kernel_size: described(
    count.min(2).max(31),
    'result',
    'Frames that a convolution spans; odd unless causal.',
  ),
  dropout_rate: described(
    z.number().min(0).max(0.9),
    'result',
    'Share of activations dropped while training (0–0.9).',
  ),
  causal: described(
    z.boolean(),
    'result',
    'Whether the network sees the past alone, as for live use; otherwise it sees both sides of a frame.',
  ),
  head: described(
    z.enum(['frame', 'pooled']),
    'result',
    'What is predicted of a window: each of its frames, or its middle frame from the mean over all (pooled).',
  ),
  window_size: described(
    count.min(4).max(10_000),
    'result',
    'Frames in a window, at the rate of the data set.',
  ),
  overlap: described(
    z.number().min(0).max(0.95),
    'result',
    'Share by which neighbouring windows overlap (0–0.95).',
  ),
  batch_size: described(
    count.max(4096),
    'result',
    'Windows in a training batch. It is part of the result: one that does not fit in memory is refused.',
  ),
  epochs: described(count.max(10_000), 'result', 'Most passes over the training windows.'),
  n_folds: described(z.number().int().min(2).max(1000), 'result', 'Folds of the cross-validation.'),
  leave_one_out: described(
    z.boolean(),
    'result',
    'One fold for each subject (or video), in place of n_folds.',
  ),
  group_by: described(
    z.enum(['subject', 'video']),
    'result',
    'What is never on both sides of a fold: a subject, or a video. Walks without a subject are their own.',
  ),
  validation_split: described(
    z.number().min(0).max(0.5),
    'result',
    'Share of the groups that train, kept aside to stop early and lower the learning rate (0–0.5).',
  ),
  learning_rate: described(z.number().gt(0).max(1), 'result', 'Learning rate of Adam at the start.'),
  early_stopping_patience: described(
    count.max(10_000),
    'result',
    'Epochs without a better validation loss before training stops.',
  ),
  plateau_patience: described(
    count.max(10_000),
    'result',
    'Epochs without a better validation loss before the learning rate is halved.',
  ),
  min_learning_rate: described(
    z.number().min(0).max(1),
    'result',
    'Learning rate below which it is not lowered.',
  ),
  class_weights: described(
    z.boolean(),
    'result',
    'Weigh classes by how seldom they are in the training walks. Doubtful frames then go to the rarer class, which moves contacts by some milliseconds.',
  ),
  augmentation: described(
    z.boolean(),
    'result',
    'Mirror, warp in time, add noise and drop points of training windows; never of validation.',
  ),
  seed: described(
    z
      .number()
      .int()
      .min(0)
      .max(2 ** 31 - 1),
    'result',
    'Seed of folds, weights, order, dropout and augmentation.',
  ),
  engine: described(
    z.enum(['auto', 'wasm', 'node']),
    'result',
    'What computes: TensorFlow.js in WebAssembly, or tfjs-node where it is installed; auto takes tfjs-node if it is there.',
  ),
});

export const modelSettings = z.strictObject({
  mixed_precision: described(
    z.boolean(),
    'result',
    'Sixteen-bit training. Refused where it is on: no engine of TensorFlow.js can do it.',
  ),
  gradient_accumulation: described(
    count.max(1024),
    'result',
    'Batches whose gradients are added up before the weights change.',
  ),
  early_stopping: described(
    z.boolean(),
    'result',
    'Stop when the validation loss no longer falls, and keep the best weights.',
  ),
  model_checkpointing: described(
    z.boolean(),
    'plan',
    'Save each epoch, so that a run that was killed goes on from there.',
  ),
});

/** Every setting of a run, complete. The built-in values are those of `configs/default.json`. */
export const settingsSchema = z.strictObject({
  performance_mode: described(
    z.string().min(1),
    'plan',
    'Profile: fast, balanced, accurate or one of your own; auto takes the most accurate that fits. Affects what its keys affect.',
  ),
  enable_optimizations: described(
    z.boolean(),
    'plan',
    'Off: one worker, no store, no compression, the honest baseline. Results stay the same.',
  ),
  max_memory_mb: described(
    memoryLimit,
    'plan',
    'Memory that all processes of a run may use together: MB, or a share of what is available ("80%").',
  ),
  deadline_s: described(
    z.number().positive().nullable(),
    'plan',
    'Seconds that finding the poses of a study may take: the profile auto then chooses by it. Affects what that chooses.',
  ),
  frame_width: described(
    count.min(64).max(7680),
    'result',
    'Width in pixels that frames are scaled down to before the pose is looked for.',
  ),
  frame_rate: described(
    z.number().min(1).max(1000).nullable(),
    'result',
    'Use at most so many frames per second; null uses all.',
  ),
  blur_faces: described(
    z.boolean(),
    'result',
    'Blur heads and surroundings in stored pictures of real videos; phantoms are nobody, and stay as they are.',
  ),
  ffmpeg_path: described(
    z.string().min(1).nullable(),
    'plan',
    'ffmpeg to use (ffprobe is looked for beside it); null looks on the PATH, then in the installed packages.',
  ),
  io_optimization: ioSettings,
  memory_optimization: memorySettings,
  tfjs_node_path: described(
    z.string().min(1).nullable(),
    'plan',
    'Folder in which @tensorflow/tfjs-node is installed; null looks beside this package.',
  ),
  node_path: described(
    z.string().min(1).nullable(),
    'plan',
    'Node.js program that runs tfjs-node; null takes the one that runs this, or the one on the PATH.',
  ),
  mediapipe: mediapipeSettings,
  signal_processing: signalSettings,
  training: trainingSettings,
  model_optimization: modelSettings,
});
export type Settings = z.infer<typeof settingsSchema>;

/** A partial layer of settings: a configuration file, flags, or a cell. */
export const settingsLayerSchema = z.strictObject({
  ...settingsSchema.partial().shape,
  io_optimization: ioSettings.partial().optional(),
  memory_optimization: memorySettings.partial().optional(),
  mediapipe: mediapipeSettings.partial().optional(),
  signal_processing: signalSettings.partial().optional(),
  training: trainingSettings.partial().optional(),
  model_optimization: modelSettings.partial().optional(),
});
export type SettingsLayer = z.infer<typeof settingsLayerSchema>;

/**
 * A performance profile. It buys speed and memory: it has no signal processing, which must not move a subject's
 * range of motion with the laptop, and nothing that is a matter of privacy, of one machine or of one study.
 */
export const profileSchema = z.strictObject({
  ...settingsLayerSchema.omit({
    signal_processing: true,
    deadline_s: true,
    blur_faces: true,
    ffmpeg_path: true,
    tfjs_node_path: true,
    node_path: true,
  }).shape,
  description: z.string().optional().meta({ description: 'What the profile is for, in a sentence.' }),
  performance_mode: z.string().min(1).optional().meta({
    description: 'Profile that this one starts from: fast, balanced, accurate or another of your own.',
  }),
});
export type Profile = z.infer<typeof profileSchema>;

export const profileTableSchema = z.record(z.string().min(1), profileSchema);
export type ProfileTable = z.infer<typeof profileTableSchema>;

/** A configuration file: a layer of settings, and profiles of its own. */
export const configFileSchema = z.strictObject({
  $schema: z.string().optional().meta({ description: 'Schema that lets an editor complete this file.' }),
  ...settingsLayerSchema.shape,
  performance_profiles: profileTableSchema
    .optional()
    .meta({ description: 'Profiles by name: the built-in ones changed, or your own.' }),
});

/** What the settings came to, and for every dotted key the layer that won. */
export interface ResolvedSettings {
  readonly settings: Settings;
  /** For example `{'mediapipe.model_complexity': 'profile fast', 'max_memory_mb': '--max-memory'}`. */
  readonly sources: Readonly<Record<string, string>>;
}
