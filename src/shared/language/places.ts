import { isAlias, isMap, isNode, isScalar, isSeq, type Document, type Node } from 'yaml';
import { groupForm, partForm } from './step-schemas';
import type { SchemaNode } from '../schema-node';
import type { Span } from './span';

/** Where a key and its value stand in a cell. */
export interface Place {
  /** Null for a part of a list. */
  readonly key: Span | null;
  /** Null where nothing is written. */
  readonly value: Span | null;
}

/** Of a node's range the part that is written; white space at its end belongs to nothing. */
export function writtenSpan(node: Node, text: string): Span | null {
  if (!node.range) return null;
  const [from, to] = node.range;
  const length = text.slice(from, to).trimEnd().length;
  return length === 0 ? null : { from, to: from + length };
}

/** What stands at a path; null where the text has nothing there. */
export function placeAt(document: Document, path: readonly string[], text: string): Place | null {
  let node: unknown = document.contents;
  let key: Span | null = null;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === step);
      if (!pair) return null;
      key = isNode(pair.key) ? writtenSpan(pair.key, text) : null;
      node = pair.value;
    } else if (isSeq(node)) {
      key = null;
      node = node.items[Number(step)];
      if (node === undefined) return null;
    } else {
      return null;
    }
  }
  return { key, value: isNode(node) ? writtenSpan(node, text) : null };
}

/** What to point at: the value, or its key where it has none, or all of the cell where there is neither. */
export function pointAt(document: Document, path: readonly string[], text: string): Span {
  const place = placeAt(document, path, text);
  return place?.value ?? place?.key ?? { from: 0, to: text.length };
}

/** A single value of a cell with the schema that holds for it. */
export interface SchemaValue {
  readonly path: readonly string[];
  readonly schema: SchemaNode;
  readonly value: unknown;
  readonly span: Span;
}

/** Every single value of a cell that a schema knows. */
export function schemaValues(document: Document, root: SchemaNode, text: string): SchemaValue[] {
  const found: SchemaValue[] = [];
  const look = (node: unknown, schema: SchemaNode | undefined, path: readonly string[]): void => {
    if (!schema || isAlias(node)) return;
    if (isScalar(node)) {
      const span = writtenSpan(node, text);
      if (span) found.push({ path, schema, value: node.value, span });
    } else if (isMap(node)) {
      for (const { key, value } of node.items) {
        const name = isScalar(key) ? String(key.value) : '';
        look(value, groupForm(schema)?.properties?.[name], [...path, name]);
      }
    } else if (isSeq(node)) {
      node.items.forEach((item, index) => {
        look(item, partForm(schema), [...path, String(index)]);
      });
    }
  };
  look(document.contents, root, []);
  return found;
}
