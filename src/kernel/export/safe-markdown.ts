import MarkdownIt, { type Token } from 'markdown-it';

/** Where a link may lead: to a page, to a person, or within the document. */
const allowedLink = /^(?:https?:|mailto:|#)/i;

/** Reads Markdown as documents show it: no markup of its own, and links that cannot run anything. */
export function markdownReader(): MarkdownIt {
  const reader = new MarkdownIt({ html: false, linkify: false });
  reader.validateLink = (address) => allowedLink.test(address.trim()) || !isScheme(address);
  return reader;
}

/** An address without a scheme is a file or a place of the document; which of them pictures may show is decided elsewhere. */
const isScheme = (address: string): boolean =>
  /^\s*[a-z][a-z0-9+.-]*:/i.test(address) && !/^\s*(?:attachment|data):/i.test(address);

/** Whether a link leads to where one may. */
export const mayLead = (address: string): boolean => allowedLink.test(address.trim());

/** The tokens of a text, those within lines among them. */
export const allTokens = (tokens: readonly Token[]): Token[] =>
  tokens.flatMap((token) => [token, ...allTokens(token.children ?? [])]);

/** Addresses of the pictures that a text shows, each once. */
export function picturesIn(tokens: readonly Token[]): string[] {
  const images = allTokens(tokens).filter(({ type }) => type === 'image');
  return [...new Set(images.map((token) => token.attrGet('src') ?? ''))].filter((address) => address !== '');
}

/** The words of the first heading of the highest rank; undefined where there is none. */
export function topHeading(markdown: string): string | undefined {
  const tokens = markdownReader().parse(markdown, {});
  const at = tokens.findIndex(({ type, tag }) => type === 'heading_open' && tag === 'h1');
  const words = allTokens(tokens[at + 1]?.children ?? []).filter(
    ({ type }) => type === 'text' || type === 'code_inline',
  );
  return at < 0 ? undefined : words.map(({ content }) => content).join('');
}
