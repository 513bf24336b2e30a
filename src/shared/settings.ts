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
  parallel_processing: described(z.boolean(), 'plan', 'Work on several videos side by side.'),
  max_workers: described(count.max(256), 'plan', 'Most pose workers at once.'),
});

export const memorySettings = z.strictObject({
  chunk_processing: described(
    z.boolean(),
    'plan',
    'Write landmarks to disk in chunks while they come, instead of holding the whole recording.',
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

/** Every setting of a run, complete. The built-in values are those of `configs/default.json`. */
export const settingsSchema = z.strictObject({
  performance_mode: described(
    z.string().min(1),
    'plan',
    'Profile: fast, balanced, accurate or one of your own. Affects what its keys affect.',
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
    'Blur heads and surroundings in stored pictures of real videos.',
  ),
  ffmpeg_path: described(
    z.string().min(1).nullable(),
    'plan',
    'ffmpeg to use (ffprobe is looked for beside it); null looks on the PATH, then in the installed packages.',
  ),
  io_optimization: ioSettings,
  memory_optimization: memorySettings,
  mediapipe: mediapipeSettings,
  signal_processing: signalSettings,
});
export type Settings = z.infer<typeof settingsSchema>;

/** A partial layer of settings: a configuration file, flags, or a cell. */
export const settingsLayerSchema = z.strictObject({
  ...settingsSchema.partial().shape,
  io_optimization: ioSettings.partial().optional(),
  memory_optimization: memorySettings.partial().optional(),
  mediapipe: mediapipeSettings.partial().optional(),
  signal_processing: signalSettings.partial().optional(),
});
export type SettingsLayer = z.infer<typeof settingsLayerSchema>;

/**
 * A performance profile. It buys speed and memory: it has no signal processing, which must not move a subject's
 * range of motion with the laptop, and nothing that is a matter of privacy or of one machine.
 */
export const profileSchema = z.strictObject({
  ...settingsLayerSchema.omit({ signal_processing: true, blur_faces: true, ffmpeg_path: true }).shape,
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
