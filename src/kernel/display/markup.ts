/** Text that is safe to stand in a document as it is. */
export class Markup {
  constructor(readonly text: string) {}
}

type Content = string | number | Markup | null | undefined | false | readonly Content[];

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters, which neither HTML nor XML may hold; file names can. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const controlCharacters = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g;

export function escapeMarkup(text: string): string {
  return text.replace(controlCharacters, '\ufffd').replace(/[&<>"']/g, (character) => entities[character]!);
}

/**
 * HTML or SVG with values put in: text is escaped, other markup stands as it is, lists follow one another,
 * and what is null, undefined or false leaves nothing behind.
 */
export function markup(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(strings.reduce((text, part, index) => text + textOf(values[index - 1]) + part));
}

function textOf(content: Content): string {
  if (content === null || content === undefined || content === false) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'object') return content.map(textOf).join('');
  return escapeMarkup(String(content));
}
