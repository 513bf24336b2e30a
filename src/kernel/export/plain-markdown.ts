import type { PlainTable } from './result-tables';

/** Characters that mean something in Markdown, as themselves; what looks like markup becomes words. */
export const escaped = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]|#~]/g, (character) => `\\${character}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');

/** A table as Markdown has it, with its title above. */
export function markdownTable({ title, head, rows, words, notes }: PlainTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => escaped(cell)).join(' | ')} |`;
  const rule = `| ${head.map((_, at) => (words.has(at) || at === 0 ? ':--' : '--:')).join(' | ')} |`;
  const below = notes.length === 0 ? [] : ['', ...notes.map((note) => escaped(note))];
  return [`**${escaped(title)}**`, '', line(head), rule, ...rows.map(line), ...below].join('\n');
}

/** A text as it stands, between fences that nothing in it can close. */
export function fenced(text: string, language = ''): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}${/^[\w-]*$/.test(language) ? language : ''}\n${text.replace(/\n$/, '')}\n${fence}`;
}
