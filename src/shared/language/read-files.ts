import { readCell } from '../gait-cell';
import { schemaValues } from './places';
import { said, stepNodes } from './step-schemas';

/** The files that a cell's step reads, as the cell gives them: paths and globs; none where it is no step. */
export function filesRead(text: string): readonly string[] {
  const { document } = readCell(text);
  const step = document?.get('step');
  const schema = typeof step === 'string' ? stepNodes().get(step) : undefined;
  if (!document || !schema) return [];
  return schemaValues(document, schema, text).flatMap(({ schema, value }) =>
    said(schema, 'reads') !== undefined && typeof value === 'string' && value !== '' ? [value] : [],
  );
}
