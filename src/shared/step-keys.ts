import { z } from 'zod';
import { described, memoryLimit, settingsLayerSchema } from './settings';

/** How events can be found; `zeni` where nothing is said. */
export const eventMethodNames = ['zeni', 'zeni-plain', 'foot-velocity'] as const;
export type EventMethodName = (typeof eventMethodNames)[number];

const resultName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]*$/)
  .meta({ expects: 'a name: a letter, then letters, digits, "_" or "-"' });

/** Steps whose results others start from. */
type Maker =
  | 'load-video'
  | 'load-landmarks'
  | 'extract-pose'
  | 'detect-events'
  | 'edit-events'
  | 'train-folds'
  | 'predict-phases';
/** Steps whose results hold events, cycles and parameters. */
export const gaitSteps = [
  'detect-events',
  'edit-events',
  'predict-phases',
] as const satisfies readonly Maker[];
/** Files that steps read, by what they hold. */
export type FileKind = 'video' | 'landmarks' | 'study' | 'labels' | 'edits';

/** The name of a result of one of these steps; editors complete and check it by that. */
export const resultOf = (...results: readonly Maker[]) => resultName.meta({ results });
export const gaitResult = resultOf(...gaitSteps);
/** The path of a file that is read; editors complete it, and say where there is none. */
export const fileOf = (reads: FileKind) => z.string().min(1).meta({ reads });
export const filesOf = (reads: FileKind) =>
  z
    .union([fileOf(reads), z.array(fileOf(reads)).min(1)])
    .meta({ expects: 'a path, a glob, or a list of them' });
/** A folder that is written into. */
export const folder = z.string().min(1).meta({ writes: 'folder' });

/** Keys that every step takes. */
export const common = {
  as: described(
    resultName.optional(),
    'plan',
    'Name of the result; the step’s own name where it is left out.',
  ),
  profile: described(
    z.string().min(1).optional(),
    'plan',
    'Performance profile of this step; auto takes the most accurate that fits. Affects what its keys affect.',
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
