import { badInput } from './errors';
import { nearest } from './nearest';
import { readableIssues } from './readable-issues';
import { signalSettings, trainingSettings, type SettingsLayer } from './settings';
import { stepSchema, type Step, type StepName } from './steps';

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

/** Groups of settings whose keys these steps take themselves. */
const ownSettings = {
  'detect-events': ['signal_processing', Object.keys(signalSettings.shape)],
  'predict-phases': ['signal_processing', Object.keys(signalSettings.shape)],
  'train-folds': ['training', Object.keys(trainingSettings.shape)],
} as const satisfies Partial<Record<StepName, readonly [keyof SettingsLayer, readonly string[]]>>;

/** The layer of settings that a step asks for itself: the one that wins. */
export function settingsOfStep(step: Step): SettingsLayer {
  const { settings = {}, profile, max_memory_mb } = step;
  const deadlineS = step.step === 'extract-pose' ? step.deadline_s : undefined;
  const [group, keys]: readonly [keyof SettingsLayer | null, readonly string[]] =
    step.step in ownSettings ? ownSettings[step.step as keyof typeof ownSettings] : [null, []];
  const own = Object.entries(step).filter(([key, value]) => keys.includes(key) && value !== undefined);
  return {
    ...settings,
    ...(profile === undefined ? {} : { performance_mode: profile }),
    ...(max_memory_mb === undefined ? {} : { max_memory_mb }),
    ...(deadlineS === undefined ? {} : { deadline_s: deadlineS }),
    ...(group === null || own.length === 0
      ? {}
      : { [group]: { ...(settings[group] as object | undefined), ...Object.fromEntries(own) } }),
  };
}
