import { nearest } from '../../nearest';
import { alternatives } from '../../words';
import { notebookResults, resultsAbove } from '../cell-context';
import { inOneLine, type CellDiagnostic } from '../cell-diagnostic';
import { placeAt, type SchemaValue } from '../places';
import { said, stepNodes } from '../step-schemas';
import { replacing } from '../text-edits';
import { pointAtKey, type DiagnosedCell } from './diagnosed-cell';

/** Names of results that no cell above makes, or a step of another kind. */
export const resultNames = (cell: DiagnosedCell): CellDiagnostic[] =>
  cell.values.flatMap((value) => {
    const steps = said(value.schema, 'results');
    return steps && typeof value.value === 'string' ? checkName(value, value.value, steps, cell) : [];
  });

function checkName(
  { span }: SchemaValue,
  name: string,
  steps: readonly string[],
  { context }: DiagnosedCell,
): CellDiagnostic[] {
  const named = notebookResults(context).filter((result) => result.name === name);
  // Of several cells above it is the last that counts.
  const above = named.findLast(({ place }) => place === 'above');
  if (above && steps.includes(above.step)) return [];
  const fitting = resultsAbove(context, steps).map((result) => result.name);
  const close = nearest(name, fitting);
  const others = [...new Set([...(close === undefined ? [] : [close]), ...fitting])];
  const fixes = others.map((other) => replacing(span, other, other === close || others.length === 1));
  if (above) {
    return [
      {
        code: 'result-kind',
        severity: 'error',
        span,
        message: inOneLine(
          `"${name}" is the result of ${above.step}.`,
          `A result of ${alternatives(steps)} is needed here.`,
        ),
        fixes,
      },
    ];
  }
  const below = named.find(({ place, step }) => place === 'below' && steps.includes(step));
  if (below) {
    return [
      {
        code: 'result-below',
        severity: 'warning',
        span,
        message: inOneLine(
          `"${name}" is made by a cell below (${below.step}).`,
          'Run All would come to this cell first: move it down.',
        ),
        fixes,
      },
    ];
  }
  return [
    {
      code: 'unknown-result',
      severity: 'error',
      span,
      message: inOneLine(
        `No cell makes a result "${name}".`,
        close === undefined
          ? fitting.length > 0
            ? `Cells above make ${alternatives(fitting.map((other) => `"${other}"`))}.`
            : `Put a cell with the ${alternatives(steps)} step above this one.`
          : `Did you mean "${close}"?`,
      ),
      fixes,
    },
  ];
}

/** A name that a cell above has already: whichever runs later takes its place. */
export function nameTwice(cell: DiagnosedCell): CellDiagnostic[] {
  const { context, document, text, step } = cell;
  const name = context.cells[context.at]?.name;
  if (name === undefined || name === null || !isRead(step)) return [];
  const earlier = notebookResults(context).findLast(
    (result) => result.place === 'above' && result.name === name && isRead(result.step),
  );
  if (!earlier) return [];
  const taken = new Set(notebookResults(context).map((result) => result.name));
  let free = 2;
  while (taken.has(`${name}-${free}`)) free += 1;
  const span = placeAt(document, ['as'], text)?.value;
  return [
    {
      code: 'name-twice',
      severity: 'warning',
      span: span ?? pointAtKey(cell, 'step'),
      message: inOneLine(
        `A cell above (${earlier.step}) makes a result "${name}" too, and the later of the two takes its place.`,
        'Give this one a name of its own with `as`.',
      ),
      fixes: span ? [replacing(span, `${name}-${free}`)] : [],
    },
  ];
}

/** Whether any step starts from results of this one: only then does its name matter. */
const isRead = (step: string): boolean =>
  [...stepNodes().values()].some((node) =>
    Object.values(node.properties ?? {}).some((property) =>
      [property, ...(property.anyOf ?? [])].some((form) => form.results?.includes(step)),
    ),
  );
