import { isMap } from 'yaml';
import { readCell, type CellProblem } from '../../gait-cell';
import { nearest } from '../../nearest';
import type { CellContext } from '../cell-context';
import { inOneLine, type CellDiagnostic, type Fix } from '../cell-diagnostic';
import { placeAt, schemaValues } from '../places';
import { isStepName, stepNodes } from '../step-schemas';
import { removingKey, replacing } from '../text-edits';
import type { DiagnosedCell } from './diagnosed-cell';
import { missingFiles } from './files';
import { profileAndLimit } from './memory';
import { deadline, listedProfiles } from './profiles';
import { nameTwice, resultNames } from './result-names';
import { schemaIssues } from './schema-issues';

/** All that can be said of a cell without running it, in the order of its text. */
export async function diagnose(text: string, context: CellContext): Promise<CellDiagnostic[]> {
  const { document, problems } = readCell(text);
  // An empty cell is one that is about to be written.
  const faults = problems.filter(({ fault }) => fault !== 'empty').map((problem) => ofProblem(problem, text));
  if (!document || problems.some(({ fault }) => fault !== 'duplicate-key') || !isMap(document.contents))
    return faults;
  // Sound: a mapping whose keys are words becomes an object.
  const raw = document.toJS() as Record<string, unknown>;
  const step = raw['step'];
  const schema = typeof step === 'string' ? stepNodes().get(step) : undefined;
  if (!schema || !isStepName(step))
    return [...faults, unknownStep(step, text, placeAt(document, ['step'], text))];
  const cell: DiagnosedCell = {
    text,
    document,
    step,
    schema,
    raw,
    values: schemaValues(document, schema, text),
    context,
  };
  return [
    ...faults,
    ...schemaIssues(cell),
    ...resultNames(cell),
    ...nameTwice(cell),
    ...profileAndLimit(cell),
    ...listedProfiles(cell),
    ...deadline(cell),
    ...(await missingFiles(cell)),
  ].sort((a, b) => a.span.from - b.span.from);
}

function ofProblem({ fault, span, message, hint }: CellProblem, text: string): CellDiagnostic {
  const twice = fault === 'duplicate-key' || fault === 'two-steps';
  const fixes: (Fix | null)[] = [fault === 'duplicate-key' ? removingKey(text, span) : null];
  const written = text.slice(span.from, span.to);
  if (fault === 'alias' && written.startsWith('*')) fixes.push(replacing(span, JSON.stringify(written)));
  return {
    code: twice ? fault : 'yaml',
    severity: 'error',
    span,
    message: inOneLine(message, hint),
    fixes: fixes.filter((fix) => fix !== null),
  };
}

function unknownStep(step: unknown, text: string, place: ReturnType<typeof placeAt>): CellDiagnostic {
  const known = [...stepNodes().keys()];
  const close = typeof step === 'string' ? nearest(step, known) : undefined;
  const value = place?.value;
  const start = text.search(/\S/);
  return {
    code: 'unknown-step',
    severity: 'error',
    span: value ?? place?.key ?? { from: start, to: start + text.slice(start).split(/\r?\n/, 1)[0]!.length },
    message: inOneLine(
      typeof step === 'string' ? `There is no step "${step}".` : 'The cell does not say which step it is.',
      `${close === undefined ? '' : `Did you mean "${close}"? `}Steps are: ${known.join(', ')}.`,
    ),
    fixes: value && close !== undefined ? [replacing(value, close)] : [],
  };
}
