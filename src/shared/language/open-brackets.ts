import type { CST, YAMLError } from 'yaml';
import type { Span } from './span';
import { partsOf } from './nesting';

/** Brackets that are never closed, in the order of the text. */
export function openBrackets(tokens: readonly CST.Token[]): Span[] {
  const open: Span[] = [];
  const waiting = [...tokens];
  for (let token = waiting.pop(); token; token = waiting.pop()) {
    if (token.type === 'flow-collection') {
      // The parser lets either sign end either kind, and complains then.
      const closing = token.start.type === 'flow-seq-start' ? 'flow-seq-end' : 'flow-map-end';
      if (!token.end.some(({ type }) => type === closing)) {
        open.push({ from: token.start.offset, to: token.start.offset + 1 });
      }
    }
    waiting.push(...partsOf(token));
  }
  return open.sort((a, b) => a.from - b.from);
}

export const isOpenBracket = ({ code, message }: YAMLError): boolean =>
  code === 'BAD_INDENT' && message.startsWith('Flow');

/**
 * Where to look for what is wrong. YAML finds out in a later line that a bracket is not closed; what is wrong is the
 * bracket, and of several the innermost: it may have taken the sign that was meant for the one around it.
 */
export function placeOf(error: YAMLError, open: readonly Span[]): Span {
  const found = { from: error.pos[0], to: error.pos[1] };
  return (isOpenBracket(error) ? open.findLast(({ from }) => from < found.from) : undefined) ?? found;
}
