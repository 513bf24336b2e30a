import { inWords, type SchemaNode } from '../../schema-node';
import { unitOfKey } from '../../key-units';
import { keyDocumentation } from '../documentation';
import { groupForm, keysOf, partForm } from '../step-schemas';
import type { Completion } from './completion';
import type { Cursor } from './cursor';

/** The keys that a group still takes. */
export function keyCompletions(
  group: SchemaNode,
  cursor: Cursor,
  text: string,
  path: readonly string[],
): Completion[] {
  const below = nestedIndent(text, cursor);
  return keysOf(group)
    .filter((key) => !cursor.siblings.includes(key))
    .map((key): Completion => {
      const node = group.properties![key]!;
      const form = cursor.followed ? 'alone' : cursor.inFlow ? 'flow' : 'block';
      return {
        label: key,
        kind: 'key',
        detail: detailOf(key, node, group.required?.includes(key) === true),
        documentation: keyDocumentation([...path, key], node),
        insert: inserted(key, node, form, below),
        filter: key,
        span: cursor.span,
        again: form !== 'alone' && !isRows(node),
      };
    });
}

/** What is expected of a key in short: its kind, its unit, whether the step needs it. */
export function detailOf(key: string, node: SchemaNode, required: boolean): string {
  const unit = unitOfKey(key);
  const kind = node.results
    ? `name of a ${node.results.join(' or ')} result`
    : groupForm(node)
      ? 'a group'
      : inWords(node);
  return [required ? 'needed' : null, kind, unit]
    .filter((part) => part !== null && part !== undefined)
    .join(' · ');
}

/** Whether a value may be a list of groups, as corrections are. */
const isRows = (node: SchemaNode): boolean => {
  const part = partForm(node);
  return part !== undefined && groupForm(part) !== undefined;
};

function inserted(key: string, node: SchemaNode, form: 'alone' | 'flow' | 'block', below: string): string {
  if (form === 'alone') return key;
  if (isRows(node) && form === 'block') {
    const part = partForm(node)!;
    const lines = (part.required ?? []).map((name, index) => `${name}: \${${index + 1}}`);
    return `${key}:\n${below}- ${lines.join(`\n${below}  `)}`;
  }
  if (!groupForm(node) || node.anyOf) return `${key}: `;
  return form === 'flow' ? `${key}: { $0 }` : `${key}:\n${below}`;
}

/**
 * How far the lines below a key are indented beyond the line it stands in: two columns from the key, which may stand
 * behind the dash of a list. The editor repeats the line's own indent by itself.
 */
export function nestedIndent(text: string, { span }: Pick<Cursor, 'span'>): string {
  const line = text.slice(text.lastIndexOf('\n', span.from - 1) + 1, span.from);
  const dashes = /^\s*((?:- +)*)/.exec(line)?.[1] ?? '';
  return ' '.repeat(dashes.length + 2);
}
