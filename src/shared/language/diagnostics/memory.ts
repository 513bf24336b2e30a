import { autoProfile } from '../../auto-profile';
import { GaitError } from '../../errors';
import { noRoomToBegin, roomForPose } from '../../least-limit';
import { planPhantom } from '../../memory-plan';
import { phantomOptions } from '../../phantom-options';
import { resolveSettings } from '../../resolve-settings';
import type { Settings } from '../../settings';
import { settingsOfStep } from '../../parse-step';
import { stepSchema, type Step } from '../../steps';
import { inOneLine, type CellDiagnostic, type Fix } from '../cell-diagnostic';
import { placeAt } from '../places';
import { addingToStep } from '../text-edits';
import { pointAtKey, stepKey, type DiagnosedCell } from './diagnosed-cell';
import { unknownProfile } from './profiles';

/** A profile that is not known, or a memory limit with no room for what the step would do. */
export function profileAndLimit(cell: DiagnosedCell): CellDiagnostic[] {
  const parsed = stepSchema.safeParse(cell.raw);
  if (!parsed.success) return [];
  const resolved = resolve(cell, parsed.data);
  if (resolved instanceof GaitError) return unknownProfile(resolved, cell);
  return limit(cell, parsed.data, lightest(cell, parsed.data, resolved));
}

function resolve({ context }: DiagnosedCell, step: Step, profile?: string): Settings | GaitError {
  const values = { ...settingsOfStep(step), ...(profile !== undefined && { performance_mode: profile }) };
  try {
    return resolveSettings([...context.layers, { source: 'cell', values }], context.profiles).settings;
  } catch (thrown) {
    if (thrown instanceof GaitError) return thrown;
    throw thrown;
  }
}

/** Where a step chooses its profile, the lightest says whether there is any room: by the limit that holds for all. */
function lightest(cell: DiagnosedCell, step: Step, settings: Settings): Settings {
  if (settings.performance_mode !== autoProfile) return settings;
  const fast = resolve(cell, step, 'fast');
  return fast instanceof GaitError ? settings : { ...fast, max_memory_mb: settings.max_memory_mb };
}

interface Finding {
  readonly severity: CellDiagnostic['severity'];
  readonly message: string;
  readonly neededMb: number;
}

function limit(cell: DiagnosedCell, step: Step, settings: Settings): CellDiagnostic[] {
  const found = findingFor(step, settings);
  if (!found) return [];
  const path = [['max_memory_mb'], ['settings', 'max_memory_mb'], ['profile']].find((candidate) =>
    placeAt(cell.document, candidate, cell.text),
  );
  return [
    {
      code: 'memory-limit',
      severity: found.severity,
      span: pointAtKey(cell, ...(path ?? ['step'])),
      message: found.message,
      fixes: [
        ...setting(cell, 'max_memory_mb', found.neededMb, 'Raise the limit to'),
        ...lighterProfile(cell, step),
      ],
    },
  ];
}

/** Shares ("80%") depend on what is free when the step runs, so that nothing can be said of them. */
function findingFor(step: Step, settings: Settings): Finding | null {
  const limitMb = settings.max_memory_mb;
  if (typeof limitMb !== 'number') return null;
  if (step.step === 'extract-pose') {
    const pose = roomForPose(limitMb, settings);
    if (pose.room === 'ordinary') return null;
    return {
      severity: pose.room === 'none' ? 'error' : 'warning',
      neededMb: pose.neededMb,
      message:
        pose.room === 'none'
          ? inOneLine(pose.message, pose.suggestion)
          : `The memory limit of ${limitMb} MB has room for small videos alone: one of 1920 × 1080 pixels takes ` +
            `${pose.neededMb} MB. ${pose.suggestion}`,
    };
  }
  const refused = noRoomToBegin(step.step, limitMb, settings);
  if (refused) return asError(refused);
  if (step.step !== 'make-phantom' || step.like !== undefined) return null;
  const { width_px: widthPx = phantomSize.width_px, height_px: heightPx = phantomSize.height_px } = step;
  const plan = planPhantom({ limitMb, wantedWorkers: 1, widthPx, heightPx });
  return plan.ok ? null : asError(plan);
}

const asError = (refused: { message: string; suggestion: string; neededMb: number }): Finding => ({
  severity: 'error',
  message: inOneLine(refused.message, refused.suggestion),
  neededMb: refused.neededMb,
});

const phantomSize = phantomOptions.parse({});

/** The profile fast, where it is not the one already and its model has room. */
function lighterProfile(cell: DiagnosedCell, step: Step): Fix[] {
  if (step.step !== 'extract-pose') return [];
  const settings = resolve(cell, step, 'fast');
  if (settings instanceof GaitError || typeof settings.max_memory_mb !== 'number') return [];
  const now = resolve(cell, step);
  if (now instanceof GaitError || now.performance_mode === 'fast') return [];
  if (roomForPose(settings.max_memory_mb, settings).room !== 'ordinary') return [];
  return setting(cell, 'profile', 'fast', 'Use the profile');
}

/** Sets a key of the step, or the same in its settings where it stands there alone. */
function setting(
  cell: DiagnosedCell,
  key: 'max_memory_mb' | 'profile',
  value: string | number,
  title: string,
): Fix[] {
  const { document, text } = cell;
  const inSettings = key === 'profile' ? 'performance_mode' : key;
  const span = (placeAt(document, [key], text) ?? placeAt(document, ['settings', inSettings], text))?.value;
  const edit = span ? { span, text: String(value) } : addingToStep(text, stepKey(cell), [[key, value]]);
  return edit ? [{ title: `${title} ${value}`, edits: [edit], preferred: key === 'max_memory_mb' }] : [];
}
