import { nearest } from '../../nearest';
import { ownValue } from '../../own-value';
import { explainIssues, type ExplainedIssue } from '../../readable-issues';
import { refusedKeys, topLevelSpellings } from '../../refused-settings';
import { nodeAt } from '../../schema-node';
import { stepSchema } from '../../steps';
import { inOneLine, type CellDiagnostic, type Fix } from '../cell-diagnostic';
import { resultsAbove } from '../cell-context';
import { placeAt, pointAt } from '../places';
import { listedValues, said } from '../step-schemas';
import { addingBefore, addingToStep, asYamlText, removingKey, replacing } from '../text-edits';
import { pointAtKey, stepKey, type DiagnosedCell } from './diagnosed-cell';

/** What the step's schema finds wrong: unknown and missing keys, values that cannot be. */
export function schemaIssues(cell: DiagnosedCell): CellDiagnostic[] {
  const schema = stepSchema.options.find((option) => option.shape.step.value === cell.step);
  const result = schema?.safeParse(cell.raw);
  const issues = result?.success === false ? result.error.issues : [];
  return [
    ...explainIssues(cell.schema, issues, cell.raw).map((issue) => diagnosed(issue, cell)),
    ...lacking(cell),
  ];
}

function diagnosed(issue: ExplainedIssue, cell: DiagnosedCell): CellDiagnostic {
  switch (issue.fault) {
    case 'unknown-key':
      return unknownKey(issue, cell);
    case 'missing':
      return missingKey(issue, cell);
    case 'value':
      return wrongValue(issue, cell);
  }
}

function unknownKey({ path, message, hint, meant }: ExplainedIssue, cell: DiagnosedCell): CellDiagnostic {
  const { document, text } = cell;
  const place = placeAt(document, path, text);
  const span = place?.key ?? pointAt(document, path, text);
  const removal = removingKey(text, span);
  const key = path.at(-1)!;
  const refused = ownValue(refusedKeys, key);
  const inPlace = meant?.split('.').slice(0, -1).join('.') === path.slice(0, -1).join('.');
  // What could mean two things is not guessed at.
  if (refused !== undefined && !inPlace) {
    return {
      code: 'refused-key',
      severity: 'error',
      span,
      message: inOneLine(`"${key}" is not taken.`, `${refused.why} ${inACell(refused.instead)}`),
      fixes: removal ? [removal] : [],
    };
  }
  const fixes: (Fix | null)[] = [
    meant !== undefined && inPlace ? replacing(span, meant.split('.').at(-1)!) : moving(path, cell),
    removal,
  ];
  return {
    code: 'unknown-key',
    severity: 'error',
    span,
    message: inOneLine(message, hint),
    fixes: fixes.filter((fix) => fix !== null),
  };
}

const inACell = (instead: string): string => instead.replace('Take it out of the file.', 'Take it out.');

/** A setting that stands beside its group is moved into it, where the group is not there yet. */
function moving(path: readonly string[], { document, text, raw }: DiagnosedCell): Fix | null {
  const key = path.at(-1)!;
  const group = ownValue(topLevelSpellings, key);
  const place = placeAt(document, path, text);
  const settings = raw['settings'];
  if (path.length !== 2 || path[0] !== 'settings' || group === undefined || !place?.key || !place.value)
    return null;
  if (typeof settings === 'object' && settings !== null && group in settings) return null;
  const value = text.slice(place.value.from, place.value.to);
  return {
    title: `Move into ${group}`,
    edits: [{ span: { from: place.key.from, to: place.value.to }, text: `${group}: { ${key}: ${value} }` }],
    preferred: true,
  };
}

function missingKey({ path, message, hint }: ExplainedIssue, cell: DiagnosedCell): CellDiagnostic {
  const { document, text } = cell;
  const key = path.at(-1)!;
  const group = path.slice(0, -1);
  const span =
    group.length === 0 ? pointAtKey(cell, 'step') : firstLine(pointAt(document, group, text), text);
  const value = likelyValue(path, cell);
  const edit =
    group.length === 0
      ? addingToStep(text, stepKey(cell), [[key, value]])
      : text[span.from] === '{'
        ? null
        : addingBefore(text, span, key, value);
  return {
    code: 'missing-key',
    severity: 'error',
    span,
    message: inOneLine(message, hint),
    fixes: edit ? [{ title: `Add ${key}: ${value}`.trimEnd(), edits: [edit], preferred: true }] : [],
  };
}

const firstLine = ({ from, to }: { from: number; to: number }, text: string) => ({
  from,
  to: Math.min(to, from + text.slice(from, to).split(/\r?\n/, 1)[0]!.length),
});

/** A value that fits a key that is missing: the nearest result, the first of an enum; empty where there is no telling. */
function likelyValue(path: readonly string[], { schema, context }: DiagnosedCell): string {
  const node = nodeAt(schema, path);
  if (!node) return '';
  const results = said(node, 'results');
  if (results) return resultsAbove(context, results)[0]?.name ?? '';
  const [first] = listedValues(node);
  return typeof first === 'string' ? first : '';
}

function wrongValue({ path, exact, message, hint }: ExplainedIssue, cell: DiagnosedCell): CellDiagnostic {
  const { document, text, schema } = cell;
  const place = placeAt(document, exact, text) ?? placeAt(document, path, text);
  const span = place?.value ?? place?.key ?? pointAtKey(cell, 'step');
  const node = nodeAt(schema, exact);
  const given = place?.value ? text.slice(place.value.from, place.value.to) : null;
  const fix = given !== null && node ? meantValue(given, listedValues(node)) : null;
  return {
    code: 'value',
    severity: 'error',
    span,
    message: inOneLine(given === null ? `${path.join('.')} has no value.` : message, hint),
    fixes: fix === null ? [] : [replacing(span, fix)],
  };
}

/** The listed value that was most likely meant. */
function meantValue(given: string, listed: readonly unknown[]): string | null {
  const bare = given.replace(/^["']|["']$/g, '');
  if (listed.includes(true)) {
    if (/^(yes|on|true)$/i.test(bare)) return 'true';
    if (/^(no|off|false)$/i.test(bare)) return 'false';
  }
  const numbers = listed.filter((value) => typeof value === 'number');
  // A number in quotes.
  if (numbers.map(String).includes(bare)) return bare;
  const texts = listed.filter((value) => typeof value === 'string');
  const close = nearest(bare, texts);
  return close === undefined ? null : asYamlText(close);
}

/** A step that needs one of several keys, and has none. */
function lacking(cell: DiagnosedCell): CellDiagnostic[] {
  const { schema, raw, step, text } = cell;
  const keys = schema.needsOneOf ?? [];
  if (keys.length === 0 || keys.some((key) => key in raw)) return [];
  return [
    {
      code: 'missing-key',
      severity: 'error',
      span: pointAtKey(cell, 'step'),
      message: inOneLine(
        `${step} needs ${keys.map((key) => `\`${key}\``).join(' or ')}.`,
        keys.map((key) => `${key}: ${schema.properties?.[key]?.description ?? ''}`).join(' '),
      ),
      fixes: keys.flatMap((key, index) => {
        const edit = addingToStep(text, stepKey(cell), [[key, '']]);
        return edit ? [{ title: `Add ${key}`, edits: [edit], preferred: index === 0 }] : [];
      }),
    },
  ];
}
