import { isAlias, isMap, isScalar, parseDocument, visit, type Document, type Node, type Scalar } from 'yaml';
import type { Span } from '../span';

/** What stands under the cursor of a cell that may be half written. */
export interface Cursor {
  readonly at: 'key' | 'value';
  /** Of the group whose key it is, or of the value. */
  readonly path: readonly string[];
  /** What a completion takes the place of; on the cursor's line. */
  readonly span: Span;
  /** The value as it stands there, quotes left out. */
  readonly written: string;
  readonly quote: '"' | "'" | '';
  /** Keys beside it, its own left out. */
  readonly siblings: readonly string[];
  /** Whether a key has its colon already. */
  readonly followed: boolean;
  /** Whether it stands in braces or brackets. */
  readonly inFlow: boolean;
  /** What has to stand before a value: a space, where the cursor is at the colon. */
  readonly lead: '' | ' ';
  readonly document: Document.Parsed;
}

/** Stands for the cursor while the text is parsed; no text holds it. */
const mark = '\uE000';

/**
 * What may stand under the cursor, the likelier first: on a line that holds one word it is a key or a value, and which
 * of them only the schema knows.
 */
export function cursorsAt(text: string, offset: number): Cursor[] {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const lineEnd = (text.slice(offset).match(/^[^\r\n]*/)?.[0].length ?? 0) + offset;
  const before = text.slice(lineStart, offset);
  const after = text.slice(offset, lineEnd);
  const around = (inserted: string): string => text.slice(0, offset) + inserted + text.slice(offset);
  const cursors: (Cursor | null)[] = [];
  if (/^\s*(- +)*[\w-]*$/.test(before) && /^[\w-]*\s*$/.test(after)) {
    const word = after.trimEnd();
    const parsed = text.slice(0, offset) + mark + word + ': ' + text.slice(offset + word.length);
    cursors.push(found(parsed, text, offset, { addedColon: true, lead: '', added: mark.length }));
  }
  const atColon = /^\s*(- +)*[\w-]+:$/.test(before);
  const lead = atColon ? ' ' : '';
  const put = lead + mark + openQuote(before, after);
  cursors.push(found(around(put), text, offset, { addedColon: false, lead, added: put.length }));
  return cursors.filter((cursor) => cursor !== null);
}

/** The quote that closes a text which is being written, so that what follows is read as it is meant. */
function openQuote(before: string, after: string): string {
  const opened = /(?:^|[\s,[{:])(["'])[^"']*$/.exec(before)?.[1];
  return opened === undefined || after.includes(opened) ? '' : opened;
}

/** What was put into the text to parse it. */
interface Added {
  readonly addedColon: boolean;
  readonly lead: '' | ' ';
  /** How many characters of it belong to the word under the cursor, or stand before it. */
  readonly added: number;
}

function found(
  parsed: string,
  text: string,
  offset: number,
  { addedColon, lead, added }: Added,
): Cursor | null {
  const document = parseDocument(parsed, { uniqueKeys: false, stringKeys: true, logLevel: 'silent' });
  let cursor: Cursor | null = null;
  visit(document, {
    Node(role, node, ancestors) {
      const name = isAlias(node) ? node.source : isScalar(node) ? node.source : undefined;
      const range = node.range;
      if (!name?.includes(mark) || !range) return;
      const at = parsed.indexOf(mark);
      // A text that goes over several lines is not taken apart.
      if (range[0] < parsed.lastIndexOf('\n', at)) return visit.BREAK;
      const quote = isScalar(node) ? quoteOf(node) : '';
      const path = pathTo(node, ancestors);
      const group = ancestors.findLast(isMap);
      const isKey = role === 'key';
      cursor = {
        at: isKey ? 'key' : 'value',
        path: isKey ? path.slice(0, -1) : path,
        span: { from: Math.min(range[0], offset), to: spanEnd(range[1] - added, text, offset) },
        written: name.replace(mark, ''),
        quote,
        siblings: isKey
          ? (group?.items ?? []).flatMap(({ key }) =>
              isScalar(key) && key !== node ? [String(key.value)] : [],
            )
          : [],
        followed: isKey && !addedColon && /^\s*:/.test(parsed.slice(range[1])),
        inFlow: ancestors.some(
          (ancestor) => typeof ancestor === 'object' && 'flow' in ancestor && ancestor.flow,
        ),
        lead,
        document,
      };
      return visit.BREAK;
    },
  });
  return cursor;
}

/** The end of a word in the text as it is, on the cursor's line. */
function spanEnd(end: number, text: string, offset: number): number {
  const lineEnd = offset + (/^[^\r\n]*/.exec(text.slice(offset))?.[0].trimEnd().length ?? 0);
  return Math.min(Math.max(offset, end), lineEnd);
}

const quoteOf = ({ type }: Scalar): Cursor['quote'] =>
  type === 'QUOTE_DOUBLE' ? '"' : type === 'QUOTE_SINGLE' ? "'" : '';

function pathTo(node: Node, ancestors: readonly unknown[]): string[] {
  const chain = [...ancestors, node];
  return chain.flatMap((part, index): string[] => {
    if (typeof part !== 'object' || part === null) return [];
    if ('items' in part && !isMap(part)) {
      const next = chain[index + 1];
      return [String((part.items as unknown[]).indexOf(next))];
    }
    return 'key' in part && isScalar(part.key) ? [String(part.key.value)] : [];
  });
}
