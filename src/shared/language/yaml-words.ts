import type { YAMLError } from 'yaml';
import { isOpenBracket } from './open-brackets';

/** What the parser found, in words for somebody who has never read the rules of YAML. */
export function yamlInPlainWords(
  error: YAMLError,
  text: string,
): { readonly message: string; readonly hint: string } {
  const { code, message, pos } = error;
  const line = text.slice(text.lastIndexOf('\n', pos[0] - 1) + 1).split(/\r?\n/, 1)[0]!;
  const sign = text.slice(pos[0], pos[0] + 1);
  switch (code) {
    case 'TAB_AS_INDENT':
      return { message: 'A tab stands where YAML wants spaces.', hint: 'Indent with two spaces.' };
    case 'BAD_SCALAR_START':
      return { message: `A value cannot begin with ${sign}.`, hint: 'Put the value in quotes.' };
    case 'BLOCK_AS_IMPLICIT_KEY':
      return {
        message: 'The line does not fit those around it.',
        hint: 'Put a value that holds ": " in quotes, and begin keys of one group in the same column.',
      };
    case 'MULTILINE_IMPLICIT_KEY':
      return afterAKey(line);
    case 'MISSING_CHAR':
      if (message.startsWith('Implicit map keys')) return afterAKey(line);
      if (/quote/.test(message))
        return { message: 'A quote is not closed.', hint: 'Close it in the same line.' };
      return { message: 'A bracket or a comma is missing.', hint: `YAML says: ${message}.` };
    case 'BAD_INDENT':
      if (isOpenBracket(error))
        return {
          message: 'A bracket is not closed.',
          hint: 'Close every [ with ] and every { with }, in the same line or indented.',
        };
      return { message: 'The line begins in a column that fits no group.', hint: `YAML says: ${message}.` };
    case 'UNEXPECTED_TOKEN':
      return { message: `There is no place for ${sign || 'this'} here.`, hint: `YAML says: ${message}.` };
    case 'NON_STRING_KEY':
      return { message: 'A key must be a word.', hint: 'Write `key: value`.' };
    case 'ALIAS_PROPS':
    case 'BAD_ALIAS':
    case 'BAD_DIRECTIVE':
    case 'BAD_DQ_ESCAPE':
    case 'BAD_PROP_ORDER':
    case 'BLOCK_IN_FLOW':
    case 'DUPLICATE_KEY':
    case 'IMPOSSIBLE':
    case 'KEY_OVER_1024_CHARS':
    case 'MULTIPLE_ANCHORS':
    case 'MULTIPLE_DOCS':
    case 'MULTIPLE_TAGS':
    case 'RESOURCE_EXHAUSTION':
    case 'TAG_RESOLVE_FAILED':
    case 'BAD_COLLECTION_TYPE':
      return { message: 'This is not YAML.', hint: `YAML says: ${message}.` };
  }
}

function afterAKey(line: string): { message: string; hint: string } {
  const written = line.trim();
  const glued = /^([\w-]+):(\S.*)$/.exec(written);
  return {
    message: `"${written.length > 40 ? `${written.slice(0, 39)}…` : written}" has no value.`,
    hint: glued
      ? `Put a space after the colon: ${glued[1]!}: ${glued[2]!}.`
      : 'After a key comes a colon and a space: `key: value`.',
  };
}
