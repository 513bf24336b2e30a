import type { Document } from 'yaml';
import type { CellContext } from '../cell-context';
import type { SchemaNode } from '../../schema-node';
import type { StepName } from '../../steps';
import { placeAt, pointAt, type SchemaValue } from '../places';
import type { Span } from '../span';

/** A cell that could be read and says which step it is: what checks look at. */
export interface DiagnosedCell {
  readonly text: string;
  readonly document: Document.Parsed;
  readonly step: StepName;
  readonly schema: SchemaNode;
  /** As YAML gave it. */
  readonly raw: Readonly<Record<string, unknown>>;
  /** Single values that the schema knows. */
  readonly values: readonly SchemaValue[];
  readonly context: CellContext;
}

/** Where to point at for what a key says; at the step where the cell does not have the key. */
export const pointAtKey = ({ document, text }: DiagnosedCell, ...path: readonly string[]): Span =>
  pointAt(document, placeAt(document, path, text) ? path : ['step'], text);

/** The place of the key `step`, from which keys are added. */
export const stepKey = ({ document, text }: Pick<DiagnosedCell, 'document' | 'text'>): Span | null =>
  placeAt(document, ['step'], text)?.key ?? null;
