import { refusedDeadline } from '../../auto-profile';
import { GaitError } from '../../errors';
import { nearest } from '../../nearest';
import { notMeasurable } from '../../profile-lookup';
import { choosableProfiles, measurableProfiles, namesOf } from '../../profile-names';
import { resolveSettings } from '../../resolve-settings';
import { settingsOfStep } from '../../parse-step';
import { stepSchema } from '../../steps';
import { inOneLine, type CellDiagnostic } from '../cell-diagnostic';
import { placeAt } from '../places';
import { removingKey, replacing } from '../text-edits';
import type { DiagnosedCell } from './diagnosed-cell';

/** Where a cell names the profile of its step. */
const ownProfile = [['profile'], ['settings', 'performance_mode']] as const;

/** A profile that is not known, where it is the cell that names it. */
export function unknownProfile({ message, hint }: GaitError, cell: DiagnosedCell): CellDiagnostic[] {
  const { document, text, context } = cell;
  const span = ownProfile.map((path) => placeAt(document, path, text)?.value).find(Boolean);
  if (!span) return [];
  const known = namesOf(choosableProfiles(context.profiles));
  const close = nearest(text.slice(span.from, span.to), known);
  return [
    {
      code: 'unknown-profile',
      severity: 'error',
      span,
      message: inOneLine(message, hint),
      fixes: (close === undefined ? known : [close]).map((name) => replacing(span, name, name === close)),
    },
  ];
}

/** Profiles of a list, as benchmarks take it, that are not known or cannot be measured. */
export function listedProfiles({ values, context }: DiagnosedCell): CellDiagnostic[] {
  const known = namesOf(measurableProfiles(context.profiles));
  return values.flatMap(({ path, value, span }): CellDiagnostic[] => {
    if (path[0] !== 'profiles' || typeof value !== 'string') return [];
    const refused = notMeasurable(value, known);
    if (refused === null) return [];
    const close = nearest(value, known);
    return [
      {
        code: 'unknown-profile',
        severity: 'error',
        span,
        message: inOneLine(refused.message, refused.hint),
        fixes: (close === undefined ? known : [close]).map((name) => replacing(span, name, name === close)),
      },
    ];
  });
}

/** A deadline of the cell that nothing would honour. */
export function deadline({ document, text, raw, context }: DiagnosedCell): CellDiagnostic[] {
  const place =
    placeAt(document, ['deadline_s'], text) ?? placeAt(document, ['settings', 'deadline_s'], text);
  const parsed = stepSchema.safeParse(raw);
  if (!place || !parsed.success) return [];
  const layers = [...context.layers, { source: 'cell', values: settingsOfStep(parsed.data) }];
  try {
    const refused = refusedDeadline(parsed.data.step, resolveSettings(layers, context.profiles));
    if (!refused) return [];
    const span = place.key ?? place.value!;
    const removal = removingKey(text, span);
    return [
      {
        code: 'deadline',
        severity: 'error',
        span,
        message: inOneLine(refused.message, refused.hint),
        fixes: removal ? [removal] : [],
      },
    ];
  } catch (thrown) {
    // Settings that do not come to anything are told by others.
    if (thrown instanceof GaitError) return [];
    throw thrown;
  }
}
