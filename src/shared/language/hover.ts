import { isMap, isNode, isScalar, isSeq } from 'yaml';
import { readCell } from '../gait-cell';
import { choosableProfiles } from '../profile-names';
import { nodeAt } from '../schema-node';
import { notebookResults, type CellContext } from './cell-context';
import { asMarkdown, keyDocumentation, profileDocumentation, stepDocumentation } from './documentation';
import { writtenSpan } from './places';
import type { Span } from './span';
import { said, stepNodes } from './step-schemas';

export interface Hover {
  readonly span: Span;
  readonly markdown: string;
}

/** What is under the mouse: a key's meaning, a step's doing, the cell that makes a result, what a profile sets. */
export function hoverAt(text: string, offset: number, context: CellContext): Hover | null {
  const { document } = readCell(text);
  const pointed = document && pointedAt(document.contents, offset, text, []);
  if (!pointed || !isMap(document.contents)) return null;
  const { span, path, isKey, value } = pointed;
  const step = document.contents.get('step');
  const schema = typeof step === 'string' ? stepNodes().get(step) : undefined;
  if (path[0] === 'step' && path.length === 1) {
    return schema && typeof step === 'string' ? { span, markdown: stepDocumentation(step, schema) } : null;
  }
  const node = schema && nodeAt(schema, path);
  if (!node) return null;
  if (isKey) return { span, markdown: `**${asMarkdown(path.at(-1)!)}**\n\n${keyDocumentation(path, node)}` };
  if (said(node, 'results')) return { span, markdown: resultDocumentation(value, context) };
  const isProfile = path[0] === 'profiles' || ['profile', 'performance_mode'].includes(path.at(-1)!);
  const listed = isProfile && choosableProfiles(context.profiles).find(({ name }) => name === value);
  if (listed)
    return { span, markdown: `**${asMarkdown(value)}**\n\n${profileDocumentation(listed.profile)}` };
  return { span, markdown: keyDocumentation(path, node) };
}

function resultDocumentation(name: string, context: CellContext): string {
  const named = notebookResults(context).filter((result) => result.name === name);
  const result =
    named.findLast(({ place }) => place === 'above') ?? named.find(({ place }) => place === 'below');
  if (!result) return `No other cell makes a result **${asMarkdown(name)}**.`;
  const cells =
    result.distance === 1 ? 'the gait cell' : `the ${result.step} cell ${result.distance} gait cells`;
  return `**${asMarkdown(name)}**: result of ${result.step}, made by ${cells} ${result.place}.`;
}

interface Pointed {
  readonly span: Span;
  readonly path: readonly string[];
  readonly isKey: boolean;
  readonly value: string;
}

/** The key or the single value that an offset is in. */
function pointedAt(node: unknown, offset: number, text: string, path: readonly string[]): Pointed | null {
  const within = (part: unknown): Span | null => {
    const span = isNode(part) ? writtenSpan(part, text) : null;
    return span && span.from <= offset && offset <= span.to ? span : null;
  };
  if (isScalar(node)) {
    const span = within(node);
    return span && { span, path, isKey: false, value: String(node.value) };
  }
  if (isSeq(node)) {
    return firstOf(node.items, (item, index) => pointedAt(item, offset, text, [...path, String(index)]));
  }
  if (!isMap(node)) return null;
  return firstOf(node.items, ({ key, value }) => {
    const name = isScalar(key) ? String(key.value) : '';
    const span = within(key);
    return span
      ? { span, path: [...path, name], isKey: true, value: name }
      : pointedAt(value, offset, text, [...path, name]);
  });
}

function firstOf<Item>(
  items: readonly Item[],
  find: (item: Item, index: number) => Pointed | null,
): Pointed | null {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found) return found;
  }
  return null;
}
