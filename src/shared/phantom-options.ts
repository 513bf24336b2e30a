import { z } from 'zod';
import { described } from './settings';

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
